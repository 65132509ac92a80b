from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kenno.people.models.confirmations import Round, RoundQuerySet
from kenno.practices.enums import ConfirmationAnswer
from kenno.practices.models.practices import Practice, long_text


class PracticeConfirmation(Round):
    """The yearly question to those who answer for a practice whether it is still in use."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="confirmations")
    answer = models.CharField(max_length=10, choices=ConfirmationAnswer.choices, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Why it should be archived; a coordinator decides, and marks by `handled_at` that it is done.
    message = long_text(_("Miksi?"))
    handled_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta(Round.Meta):
        verbose_name = _("käytänteen vahvistus")
        verbose_name_plural = _("käytänteiden vahvistukset")
        indexes = [
            models.Index(fields=["answered_at", "told_on"], name="practice_confirmation_open")
        ]
        constraints = [
            *Round.Meta.constraints,
            models.UniqueConstraint(
                fields=["practice", "about"], name="practice_confirmation_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["practice"],
                condition=Q(answered_at__isnull=True),
                name="practice_confirmation_one_open",
            ),
            models.CheckConstraint(
                name="practice_confirmation_answered",
                condition=(
                    Q(answered_at__isnull=True, answer="")
                    | Q(answered_at__isnull=False, answer__in=ConfirmationAnswer.values)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Vahvistus {self.pk}"
