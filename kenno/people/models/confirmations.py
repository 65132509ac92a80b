from datetime import date, timedelta
from typing import Any, Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kenno.people.enums import ConfirmationAnswer
from kenno.people.models.contacts import Contact

BETWEEN_MAILS: Final = timedelta(days=14)
REMINDERS: Final = 2


class RoundQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(answered_at__isnull=True)

    def answered(self) -> Self:
        """Those that have been answered, or that need no answer any more."""
        return self.filter(answered_at__isnull=False)

    def to_remind(self, today: date) -> Self:
        """Open ones whose last mail is 14 days old and that have a reminder left."""
        return self.open().filter(told_on__lte=today - BETWEEN_MAILS, reminded__lt=REMINDERS)

    def unanswered(self, today: date) -> Self:
        """Open ones that were reminded as often as anybody is, the last time 14 days ago."""
        return self.open().filter(told_on__lte=today - BETWEEN_MAILS, reminded__gte=REMINDERS)


class Round(models.Model):
    """Asking once a year whether something still holds: when it was asked, how often, the answer.

    `about` is the day on which it was last said to hold, so that nothing is asked twice about the
    same. `asked_on` and `reminded` begin anew when it is asked again; `mails` counts them all.
    """

    about = models.DateField()
    asked_on = models.DateField()
    told_on = models.DateField()
    reminded = models.PositiveSmallIntegerField(default=0)
    mails = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_told_after_asked", condition=Q(told_on__gte=F("asked_on"))
            ),
            models.CheckConstraint(
                name="%(class)s_reminded_twice", condition=Q(reminded__lte=REMINDERS)
            ),
        ]


class ConfirmationQuerySet(RoundQuerySet):
    def waiting_for_owner(self) -> Self:
        """Those that the contact has to answer, not a successor."""
        return self.open().filter(handed_over_at__isnull=True)

    def waiting_for_successor(self) -> Self:
        """Those whose contact has named a successor who has not agreed (yet)."""
        return self.open().filter(handed_over_at__isnull=False)


class Confirmation(Round):
    """The yearly question to a contact whether their card still holds."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="confirmations")
    answer = models.CharField(max_length=12, choices=ConfirmationAnswer.choices, blank=True)
    # Since when a successor is asked; it is emptied when they decline or do not answer.
    handed_over_at = models.DateTimeField(null=True, blank=True)
    successor = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    successor_failed_on = models.DateField(null=True, blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta(Round.Meta):
        verbose_name = _("vuosivahvistus")
        verbose_name_plural = _("vuosivahvistukset")
        indexes = [models.Index(fields=["answered_at", "told_on"], name="confirmation_open")]
        constraints = [
            *Round.Meta.constraints,
            models.UniqueConstraint(fields=["contact", "about"], name="confirmation_once_a_year"),
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(answered_at__isnull=True),
                name="confirmation_one_open",
            ),
            models.CheckConstraint(
                name="confirmation_answer_when_answered",
                condition=(
                    Q(answered_at__isnull=True, answer="")
                    | Q(answered_at__isnull=False, answer__in=ConfirmationAnswer.values)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Vuosivahvistus {self.pk}"
