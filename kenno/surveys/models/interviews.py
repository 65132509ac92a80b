from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kenno.people.models import User
from kenno.surveys.models.recipients import Invitation


class Interview(models.Model):
    """A call or visit in which a coordinator writes a municipality's answer for who was invited.

    The coordinator's link is a `SignedLink` (purpose SURVEY_INTERVIEW) with this as its subject,
    and opens the answer to nobody else. `finished_at`: when it was sent to be read and approved.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="interviews")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("haastattelu")
        verbose_name_plural = _("haastattelut")
        constraints = [
            models.CheckConstraint(
                name="interview_finished_after_start",
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
            )
        ]

    def __str__(self) -> str:
        """Never a person: this stands in the audit trail."""
        return str(self.invitation)
