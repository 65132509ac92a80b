"""The outbox: mail is decided on in a transaction and sent later by a task, its state visible."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Case, F, QuerySet, TextField, Value, When

from kenno.core.enums import MessageState
from kenno.core.models import OutboxMessage
from kenno.core.tasks import send_outbox_message


def queue_message(
    *,
    kind: str,
    recipient: str,
    subject: str,
    body: str,
    key: str | None = None,
    reply_to: str = "",
    confidential: bool = False,
    unsubscribe_url: str = "",
    expires_at: datetime | None = None,
) -> OutboxMessage:
    """Put a message in the outbox and ask a task to send it once the transaction is committed.

    The same `key` twice gives one message. A `confidential` body (a sign-in code, a personal
    link) is never shown in the workspace and is forgotten when sent. `unsubscribe_url` is where
    mail programs stop such messages with one POST (RFC 8058). A confidential message that has not
    left by `expires_at`, or within a day where none is given, is deleted.
    """
    message, created = OutboxMessage.objects.get_or_create(
        key=key or str(uuid4()),
        defaults={
            "kind": kind,
            "recipient": recipient,
            "subject": " ".join(subject.split())[:200],
            "body": body,
            "reply_to": reply_to,
            "confidential": confidential,
            "unsubscribe_url": unsubscribe_url,
            "expires_at": expires_at,
        },
    )
    if created:
        # Robust: the message is safe in the table, and the clock sends it should this fail.
        transaction.on_commit(lambda: send_outbox_message.enqueue(message.pk), robust=True)
    return message


def retry_message(message: OutboxMessage) -> None:
    """Let a failed message wait for a new round of tries."""
    OutboxMessage.objects.filter(pk=message.pk, state=MessageState.FAILED).update(
        state=MessageState.WAITING, attempts=0, claimed_at=None
    )


def messages() -> QuerySet[OutboxMessage]:
    """Return the outbox, newest first, with `shown_body`: empty for confidential messages."""
    shown_body = Case(
        When(confidential=True, then=Value("")), default=F("body"), output_field=TextField()
    )
    return (
        OutboxMessage.objects.order_by("-created_at", "-pk")
        .annotate(shown_body=shown_body)
        .defer("body", "unsubscribe_url")
    )
