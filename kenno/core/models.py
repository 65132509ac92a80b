import uuid
from email.utils import parseaddr

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from kenno.core.enums import (
    LinkPurpose,
    MessageEventKind,
    MessageState,
    RefusalReason,
    SuppressionReason,
)


class AuditRecord(models.Model):
    """Who changed the state of what, when, and with which words."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Tells somebody who has had their data removed from the system itself, which has no person.
    by_is_removed = models.BooleanField(default=False, editable=False)
    action = models.CharField(max_length=60)
    content_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    object_id = models.CharField(max_length=64, blank=True)
    subject = GenericForeignKey("content_type", "object_id")
    label = models.CharField(max_length=200, blank=True)
    message = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "-at"], name="audit_subject"),
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["action", "-at"], name="audit_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.label}"


# The states of messages that a mail server has taken.
LEFT = (MessageState.SENT, MessageState.BOUNCED)


def new_message_id() -> str:
    """Return a Message-ID (RFC 5322) under the sender's domain, without its angle brackets."""
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = sender.rpartition("@")[2] or "localhost"
    return f"{uuid.uuid4().hex}@{domain}"


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def waiting(self) -> "OutboxMessageQuerySet":
        """Messages that have not left yet."""
        return self.filter(state=MessageState.WAITING)

    def to(self, address: str) -> "OutboxMessageQuerySet":
        """Messages to an address, however its letters are written."""
        return self.annotate(receiver=Lower("recipient")).filter(receiver=address.lower())


class OutboxMessage(models.Model):
    """A mail that was decided on; a task sends it, and its state says how that went."""

    key = models.CharField(max_length=120, unique=True, default=uuid.uuid4)
    kind = models.CharField(max_length=60)
    recipient = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    # The same as `body` for mail programs that draw; empty for what has no HTML.
    html = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    # Ours, the same at every try, so that a receiver can tell a second copy; bare, without < >.
    message_id = models.CharField(max_length=200, unique=True, default=new_message_id)
    # What the mail service calls it, when there is one and it says so.
    service_id = models.CharField(max_length=200, blank=True)
    # Where a mail program's own button stops such messages; it holds a personal link.
    unsubscribe_url = models.CharField(max_length=500, blank=True)
    confidential = models.BooleanField(default=False)
    # From when on nobody needs it any more, sent or not.
    expires_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=MessageState.choices, default=MessageState.WAITING
    )
    refusal = models.CharField(max_length=12, choices=RefusalReason.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # When the receiver called it spam; such a message has arrived, so its state stays.
    complained_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "created_at"], name="outbox_state"),
            models.Index(fields=["-created_at"], name="outbox_created"),
            models.Index(fields=["kind", "-created_at"], name="outbox_kind"),
            models.Index(fields=["service_id"], name="outbox_service_id"),
            models.Index(Lower("recipient"), name="outbox_recipient"),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_sent_at_when_sent",
                condition=(
                    Q(state__in=LEFT, sent_at__isnull=False)
                    | (~Q(state__in=LEFT) & Q(sent_at__isnull=True))
                ),
            ),
            models.CheckConstraint(
                name="outbox_refusal_when_refused",
                condition=(
                    Q(state=MessageState.REFUSED) & ~Q(refusal="")
                    | (~Q(state=MessageState.REFUSED) & Q(refusal=""))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


class MessageEvent(models.Model):
    """A step on a message's way: what we did with it, and what other servers told of it."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12, choices=MessageEventKind.choices)
    detail = models.TextField(blank=True)
    # Whoever asked for it; most happens by itself.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # What was told from outside, by its own name, so that the same word twice counts once.
    report_id = models.CharField(max_length=200, unique=True, null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SuppressedAddress(models.Model):
    """An address that is not mailed again, until a coordinator lifts it."""

    address = models.EmailField(unique=True)
    reason = models.CharField(max_length=10, choices=SuppressionReason.choices)
    since = models.DateTimeField(default=timezone.now)
    # The message that brought it about; it is deleted in time, the suppression stays.
    message = models.ForeignKey(
        OutboxMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="suppressed_address_lower_case", condition=Q(address=Lower(F("address")))
            )
        ]

    def __str__(self) -> str:
        return f"Estetty osoite {self.pk}"


class SignedLink(models.Model):
    """A personal link of which only the hash is kept; it expires, is used once, can be revoked."""

    purpose = models.CharField(max_length=20, choices=LinkPurpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=64)
    subject = GenericForeignKey("content_type", "object_id")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id"], name="signed_link_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def is_usable(self) -> bool:
        return self.used_at is None and self.revoked_at is None and self.expires_at > timezone.now()


class PreparedStep(models.Model):
    """A step of `kenno prepare` that this database has behind it, and from which files."""

    name = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
