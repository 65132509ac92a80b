from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kenno.core.models import OutboxMessage
from kenno.people.models import User
from kenno.surveys.enums import ReminderAudience
from kenno.surveys.models.recipients import Invitation
from kenno.surveys.models.rounds import Multilingual, SurveyRound, long_text


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def planned(self) -> Self:
        """Those that have not been sent to everyone yet."""
        return self.filter(sent_at__isnull=True)

    def due(self) -> Self:
        """Planned ones of rounds that take answers, whose time has come, in order."""
        now = timezone.now()
        return (
            self.planned()
            .filter(
                planned_at__lte=now,
                round__state="open",
                round__opens_at__lte=now,
                round__closes_at__gt=now,
            )
            .order_by("planned_at", "pk")
        )


class Reminder(Multilingual):
    """A reminder planned for a moment, to those in one state then; `sent_at` when all have it."""

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="reminders")
    audience = models.CharField(_("kenelle"), max_length=10, choices=ReminderAudience.choices)
    planned_at = models.DateTimeField(_("milloin"))
    text_fi = long_text(_("viesti suomeksi"))
    text_sv = long_text(_("viesti ruotsiksi"))
    text_en = long_text(_("viesti englanniksi"))
    created_by = models.ForeignKey(
        User, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReminderQuerySet.as_manager()

    TEXTS = ("text",)

    class Meta:
        verbose_name = _("muistutus")
        verbose_name_plural = _("muistutukset")
        constraints = [
            models.CheckConstraint(
                name="reminder_audience_known", condition=Q(audience__in=ReminderAudience.values)
            ),
            models.UniqueConstraint(
                fields=["round", "audience", "planned_at"],
                name="reminder_once_at_a_moment",
                violation_error_message=_("Samoille on jo muistutus tähän aikaan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round.name}, {self.get_audience_display()}"


class ReminderMail(models.Model):
    """That an invitation has got a reminder; the database sees to it that only once."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="sent_mails")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="reminder_mails"
    )
    message = models.ForeignKey(
        OutboxMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("lähetetty muistutus")
        verbose_name_plural = _("lähetetyt muistutukset")
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "invitation"], name="reminder_mail_once_for_invitation"
            )
        ]

    def __str__(self) -> str:
        return f"Muistutus {self.pk}"
