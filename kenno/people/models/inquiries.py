"""Questions that are passed on to contacts, and what receivers decide on those who send them."""

from datetime import timedelta
from typing import Final, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from kenno.core.enums import MessageState
from kenno.core.mailboxes import mailbox_of
from kenno.core.models import OutboxMessage
from kenno.people.enums import ClosureReason, DeclinedBy, InquiryState, ReportReason
from kenno.people.models.contacts import Contact
from kenno.people.models.organisations import Organisation
from kenno.people.models.persons import User

NAME_LENGTH: Final = 120
TEXT_LENGTH: Final = 5000
ABOUT_LENGTH: Final = 200
PATH_LENGTH: Final = 300
CONFIRMED_FOR: Final = timedelta(days=365)
# What the mail says of a question that has been passed on.
BY_MAIL: Final = {
    MessageState.SENT: InquiryState.DELIVERED,
    MessageState.BOUNCED: InquiryState.BOUNCED,
    MessageState.REFUSED: InquiryState.REFUSED,
}
# The site's status marks (components/status.html); other states have a plain one.
SIGNS: Final = {
    InquiryState.UNCONFIRMED: "waiting",
    InquiryState.RELAYED: "sending",
    InquiryState.DELIVERED: "sent",
    InquiryState.BOUNCED: "bounced",
    InquiryState.REFUSED: "refused",
}
# Here nothing more happens, and nobody's mail has to be waited for.
ENDED: Final = (
    InquiryState.EXPIRED,
    InquiryState.TAKEN_BACK,
    InquiryState.DISOWNED,
    InquiryState.DECLINED,
    InquiryState.UNREACHABLE,
    InquiryState.DELIVERED,
    InquiryState.BOUNCED,
    InquiryState.REFUSED,
)


def hash_of(address: str) -> str:
    """Return by what an address is known again, without keeping it; however it is written."""
    mailbox = mailbox_of(address)
    return salted_hmac("people.inquiry_sender", mailbox, algorithm="sha256").hexdigest()


class InquirySender(models.Model):
    """An address that asks: whether it is confirmed, and whether anything is passed on from it.

    The address itself is kept only while somebody needs it; later its hash tells it apart.
    """

    address_hash = models.CharField(max_length=64, unique=True)
    address = models.EmailField(blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=10, choices=ClosureReason.choices, blank=True)
    # Reports from before this moment have been dealt with.
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inquiry_sender_closed_because",
                condition=(
                    Q(closed_at__isnull=True, closed_because="")
                    | Q(closed_at__isnull=False, closed_because__in=ClosureReason.values)
                ),
            )
        ]

    def __str__(self) -> str:
        """Never the address: this stands in the audit trail."""
        return f"Kysyjä {self.pk}"

    @property
    def is_confirmed(self) -> bool:
        confirmed = self.confirmed_at
        return confirmed is not None and confirmed > timezone.now() - CONFIRMED_FOR

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def with_standing(self) -> Self:
        """Tell of each its state as its mail has it now: `standing`."""
        told = [
            When(state=InquiryState.RELAYED, message__state=mail, then=Value(state.value))
            for mail, state in BY_MAIL.items()
        ]
        return self.annotate(
            standing=Case(*told, default=F("state"), output_field=models.CharField())
        )

    def with_receiver(self) -> Self:
        """Tell of each whether its contact may still be named: `is_contact_shown`."""
        shown = Contact.objects.shown().filter(pk=OuterRef("contact"))
        return self.annotate(is_contact_shown=Exists(shown))

    def remembered(self) -> Self:
        """Those whose text has not been removed."""
        return self.filter(forgotten_at__isnull=True)

    def newest_first(self) -> Self:
        """By when they were asked."""
        return self.order_by("-asked_at", "-pk")


class Inquiry(models.Model):
    """A question from anyone to a contact, or to an organisation's general address.

    What it says, and who sent it, go 30 days after it ended; that there was one stays.
    """

    # Of the form and what was sent with it, so that the same sending twice is one.
    key = models.CharField(max_length=64, unique=True)
    sender = models.ForeignKey(
        InquirySender, null=True, on_delete=models.SET_NULL, related_name="inquiries"
    )
    asked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiries"
    )
    sender_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    sender_organisation = models.CharField(max_length=NAME_LENGTH, blank=True)
    language = models.CharField(max_length=2)
    text = models.TextField(blank=True)
    about_title = models.CharField(max_length=ABOUT_LENGTH)
    about_path = models.CharField(max_length=PATH_LENGTH)
    # Whom the sender chose; empty for an organisation's general address.
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiries"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="inquiries"
    )
    # To whom it went in the end: a person, who may be removed since, or the general address.
    receiver = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="received_inquiries"
    )
    to_organisation = models.BooleanField(default=False)
    state = models.CharField(
        max_length=12, choices=InquiryState.choices, default=InquiryState.UNCONFIRMED
    )
    declined_by = models.CharField(max_length=10, choices=DeclinedBy.choices, blank=True)
    message = models.OneToOneField(
        OutboxMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="inquiry"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    relayed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    # Filled by `with_standing` and by `with_receiver`.
    standing: str
    is_contact_shown: bool

    class Meta:
        indexes = [
            models.Index(fields=["-asked_at"], name="inquiry_asked_at"),
            models.Index(fields=["receiver", "relayed_at"], name="inquiry_of_receiver"),
        ]
        constraints = [
            models.CheckConstraint(
                name="inquiry_state_known", condition=Q(state__in=InquiryState.values)
            ),
            models.CheckConstraint(
                name="inquiry_ended_at_when_ended",
                condition=(
                    Q(state__in=ENDED, ended_at__isnull=False)
                    | (~Q(state__in=ENDED) & Q(ended_at__isnull=True))
                ),
            ),
            models.CheckConstraint(
                name="inquiry_forgotten_is_empty",
                condition=(
                    Q(forgotten_at__isnull=True)
                    | Q(text="", sender_name="", sender_organisation="", asked_by__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="inquiry_declined_by_someone",
                condition=(
                    Q(state=InquiryState.DECLINED, declined_by__in=DeclinedBy.values)
                    | (~Q(state=InquiryState.DECLINED) & Q(declined_by=""))
                ),
            ),
        ]

    def __str__(self) -> str:
        """Never who asked or what: this stands in the audit trail."""
        return f"Kysymys {self.pk}"

    @property
    def standing_label(self) -> str:
        """The state as its mail has it now, for readers; needs `with_standing`."""
        return str(InquiryState(self.standing).label)

    @property
    def sign(self) -> str:
        """Which of the site's status marks stands for the state; needs `with_standing`."""
        return SIGNS.get(InquiryState(self.standing), "archived")

    @property
    def can_be_taken_back(self) -> bool:
        """Whether it has not left; needs `message`."""
        if self.state == InquiryState.RELAYED:
            return self.message is not None and self.message.state == MessageState.WAITING
        return self.state == InquiryState.UNCONFIRMED

    @property
    def receiver_line(self) -> str:
        """To whom it was sent, as its sender chose: a job while it may be seen, or an organisation.

        One question to the database, unless it was read `with_receiver`.
        """
        if self.contact is None:
            return self.organisation.name
        told: bool | None = self.__dict__.get("is_contact_shown")
        if told is None:
            told = Contact.objects.shown().filter(pk=self.contact.pk).exists()
        return str(self.contact) if told else self.organisation.name


class ClosedSender(models.Model):
    """A receiver, a person or an organisation's general address, takes no messages of a sender."""

    sender = models.ForeignKey(InquirySender, on_delete=models.CASCADE, related_name="closures")
    person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="closed_senders"
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="closed_senders",
    )
    # By what the receiver knows the sender in their own list; emptied when the sender is removed.
    label = models.CharField(max_length=2 * NAME_LENGTH + 2)
    closed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "person"],
                condition=Q(person__isnull=False),
                name="closed_sender_once_by_person",
            ),
            models.UniqueConstraint(
                fields=["sender", "organisation"],
                condition=Q(organisation__isnull=False),
                name="closed_sender_once_by_organisation",
            ),
            models.CheckConstraint(
                name="closed_sender_by_one",
                condition=(
                    Q(person__isnull=True, organisation__isnull=False)
                    | Q(person__isnull=False, organisation__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Suljettu kysyjä {self.pk}"

    @property
    def shown_label(self) -> str:
        """By what the receiver knows the sender, while the service does."""
        return self.label or gettext("poistettu henkilö")


class InquiryReport(models.Model):
    """A receiver's word that a question was improper: why, never what it said."""

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="report")
    sender = models.ForeignKey(InquirySender, on_delete=models.CASCADE, related_name="reports")
    # Whose word it is, so that three of one receiver count once.
    receiver = models.CharField(max_length=40)
    reason = models.CharField(max_length=12, choices=ReportReason.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["sender", "at"], name="inquiry_report_of_sender")]
        constraints = [
            models.CheckConstraint(
                name="inquiry_report_reason_known", condition=Q(reason__in=ReportReason.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.at:%Y-%m-%d}"
