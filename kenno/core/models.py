import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kenno.core.enums import LinkPurpose, MessageState


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
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.label}"


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def waiting(self) -> "OutboxMessageQuerySet":
        """Messages that have not left yet."""
        return self.filter(state=MessageState.WAITING)


class OutboxMessage(models.Model):
    """A mail that was decided on; a task sends it, and its state says how that went."""

    key = models.CharField(max_length=120, unique=True, default=uuid.uuid4)
    kind = models.CharField(max_length=60)
    recipient = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    # Where a mail program's own button stops such messages; it holds a personal link.
    unsubscribe_url = models.CharField(max_length=500, blank=True)
    confidential = models.BooleanField(default=False)
    # From when on nobody needs it any more, sent or not.
    expires_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=MessageState.choices, default=MessageState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="outbox_state")]
        constraints = [
            models.CheckConstraint(
                name="outbox_sent_at_when_sent",
                condition=(
                    Q(state=MessageState.SENT, sent_at__isnull=False)
                    | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True))
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


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
