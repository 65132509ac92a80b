from typing import Any, Final, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kenno.core.enums import MessageState
from kenno.core.models import OutboxMessage
from kenno.people.models import Contact, Organisation, User
from kenno.places.models import Municipality
from kenno.surveys.enums import InvitationState, RecipientSource, SurveyLanguage
from kenno.surveys.models.rounds import SurveyRound

JOB_LENGTH: Final = 120
REASON_LENGTH: Final = 1000

# What an invitation's own marks say, the strongest first; below them stands what its mail says.
MARKS: Final = (
    ("revoked_at", InvitationState.REVOKED),
    ("declined_at", InvitationState.DECLINED),
    ("submitted_at", InvitationState.SUBMITTED),
    ("delegated_at", InvitationState.DELEGATED),
    ("started_at", InvitationState.STARTED),
    ("opened_at", InvitationState.OPENED),
)
BY_MAIL: Final = {
    MessageState.SENT: InvitationState.SENT,
    MessageState.BOUNCED: InvitationState.BOUNCED,
    MessageState.REFUSED: InvitationState.REFUSED,
}
# The site's status marks (components/status.html); other states have a plain one.
SIGNS: Final = {
    InvitationState.WAITING: "waiting",
    InvitationState.SENT: "sent",
    InvitationState.BOUNCED: "bounced",
    InvitationState.REFUSED: "refused",
}


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def real(self) -> Self:
        """Those who are asked, without trials."""
        return self.exclude(source=RecipientSource.TRIAL)

    def main(self) -> Self:
        """The one main recipient of each municipality."""
        return self.real().filter(is_main=True)

    def in_order(self) -> Self:
        """By municipality, the main one first, then as they were added."""
        return self.order_by("municipality__name_fi", "municipality_id", "-is_main", "pk")


class Recipient(models.Model):
    """Who is asked for a municipality in a round: one main recipient, and copies beside them.

    A person without an account gets one without a role. `person` is emptied when somebody has
    their data removed; that the municipality was asked stays.
    """

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="recipients")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="survey_recipients"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    person = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="survey_recipients"
    )
    title = models.CharField(_("tehtävänimike"), max_length=JOB_LENGTH, blank=True)
    language = models.CharField(_("kieli"), max_length=2, choices=SurveyLanguage.choices)
    is_main = models.BooleanField(_("päävastaanottaja"), default=False)
    source = models.CharField(max_length=16, choices=RecipientSource.choices)
    added_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("kyselyn vastaanottaja")
        verbose_name_plural = _("kyselyn vastaanottajat")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "municipality"],
                condition=Q(is_main=True),
                name="recipient_one_main",
                violation_error_message=_("Kunnalla on jo päävastaanottaja."),
            ),
            models.UniqueConstraint(
                fields=["round", "municipality", "person"],
                condition=~Q(source=RecipientSource.TRIAL),
                name="recipient_once_in_municipality",
                violation_error_message=_("Tämä osoite on jo kunnan vastaanottajissa."),
            ),
            models.CheckConstraint(
                name="recipient_source_known", condition=Q(source__in=RecipientSource.values)
            ),
            models.CheckConstraint(
                name="recipient_language_known", condition=Q(language__in=SurveyLanguage.values)
            ),
            models.CheckConstraint(
                name="recipient_trial_is_never_main",
                condition=Q(is_main=False) | ~Q(source=RecipientSource.TRIAL),
            ),
        ]

    def __str__(self) -> str:
        """The municipality and the job, never the person: this stands in the audit trail."""
        return ", ".join(filter(None, [self.municipality.name, self.title]))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def with_state(self) -> Self:
        """Tell of each its state as its marks and its mail have it now: `state_now`.

        The same as the property `state`, for filters and counts.
        """
        marked = [When(**{f"{mark}__isnull": False}, then=Value(state)) for mark, state in MARKS]
        mailed = [When(message__state=mail, then=Value(state)) for mail, state in BY_MAIL.items()]
        kept = [
            When(message__isnull=True, mail_state=mail, then=Value(state))
            for mail, state in BY_MAIL.items()
        ]
        return self.annotate(
            state_now=Case(
                *marked,
                *mailed,
                *kept,
                default=Value(InvitationState.WAITING),
                output_field=models.CharField(),
            )
        )

    def in_state(self, *states: InvitationState) -> Self:
        """Those in any of these states now."""
        return self.with_state().filter(state_now__in=states)

    def real(self) -> Self:
        """Those of real recipients, without trials."""
        return self.exclude(recipient__source=RecipientSource.TRIAL)

    def of_round(self, survey: SurveyRound) -> Self:
        """The invitations of one round, trials aside."""
        return self.real().filter(recipient__round=survey)

    def to_send(self) -> Self:
        """Those that have not been put in the outbox and whose round takes answers, in order."""
        now = timezone.now()
        return (
            self.real()
            .filter(
                recipient__round__state="open",
                recipient__round__opens_at__lte=now,
                recipient__round__closes_at__gt=now,
                queued_at__isnull=True,
                revoked_at__isnull=True,
                declined_at__isnull=True,
                mail_stopped_at__isnull=True,
                person__is_active=True,
            )
            .order_by("pk")
        )


class Invitation(models.Model):
    """The personal asking of one person to answer for a municipality, by a link from a mail.

    The link is a `SignedLink` (purpose SURVEY) with this as its subject; only its hash is kept, and
    a new one replaces it. Who lets another answer makes that one's invitation a child of theirs.
    All invitations of a municipality share one response.
    """

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="survey_invitations"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="delegations"
    )
    language = models.CharField(max_length=2, choices=SurveyLanguage.choices)
    created_at = models.DateTimeField(default=timezone.now)
    # How many times it has been put in the outbox; the outbox's key holds it, so that each time
    # gives one message.
    mails = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(null=True, blank=True)
    # When they were last reminded, by a plan or by hand.
    reminded_at = models.DateTimeField(null=True, blank=True)
    # Since when they want no more mail about the round; their link goes on working.
    mail_stopped_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(
        OutboxMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What the mail's state was when the outbox forgot the mail.
    mail_state = models.CharField(max_length=10, choices=MessageState.choices, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    delegated_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True, validators=[MaxLengthValidator(REASON_LENGTH)])
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    # Filled by `with_state`.
    state_now: str

    class Meta:
        verbose_name = _("kutsu kyselyyn")
        verbose_name_plural = _("kutsut kyselyyn")
        indexes = [models.Index(fields=["queued_at"], name="survey_invitation_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "person"], name="survey_invitation_once_for_person"
            ),
            models.UniqueConstraint(
                fields=["recipient"],
                condition=Q(parent__isnull=True),
                name="survey_invitation_one_root",
            ),
            models.CheckConstraint(
                name="survey_invitation_not_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
            ),
            models.CheckConstraint(
                name="survey_invitation_reason_when_declined",
                condition=Q(declined_at__isnull=False) | Q(decline_reason=""),
            ),
        ]

    def __str__(self) -> str:
        """Never the person: this stands in the audit trail."""
        return f"{self.recipient.municipality.name}, {self.recipient.round.name}"

    @property
    def state(self) -> InvitationState:
        """How far it has come, by its marks and its mail; `with_state` says the same in a query."""
        for mark, state in MARKS:
            if getattr(self, mark) is not None:
                return state
        mail: Any = self.message.state if self.message is not None else self.mail_state
        return BY_MAIL.get(mail, InvitationState.WAITING)

    @property
    def sign(self) -> str:
        """Which of the site's status marks goes with its state."""
        return SIGNS.get(self.state, "")
