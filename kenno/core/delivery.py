"""Handing the outbox's messages to the mail server: once each, again after a failure."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from kenno.core.enums import MessageState
from kenno.core.models import OutboxMessage

MAXIMUM_ATTEMPTS = 10
CLAIM_EXPIRES_AFTER = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=6)
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def mail_is_configured() -> bool:
    """Tell whether this installation has a mail server or service to hand messages to."""
    return settings.EMAIL_BACKEND != SMTP_BACKEND or bool(settings.EMAIL_HOST)


def send_message(message_id: int) -> None:
    """Send one waiting message; do nothing when it was sent, is being sent, or mail is not set up.

    A failure leaves the message waiting for the next try, and after MAXIMUM_ATTEMPTS failed.
    """
    if not mail_is_configured():
        return
    claimed = (
        OutboxMessage.objects.waiting()
        .filter(pk=message_id)
        .update(state=MessageState.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1)
    )
    if not claimed:
        return
    message = OutboxMessage.objects.get(pk=message_id)
    try:
        EmailMessage(
            subject=message.subject,
            body=message.body,
            to=[message.recipient],
            reply_to=[message.reply_to] if message.reply_to else None,
            headers=_headers(message),
        ).send()
    except Exception as error:
        exhausted = message.attempts >= MAXIMUM_ATTEMPTS
        message.state = MessageState.FAILED if exhausted else MessageState.WAITING
        message.last_error = f"{type(error).__name__}: {error}"[:1000]
    else:
        message.state = MessageState.SENT
        message.sent_at = timezone.now()
        message.last_error = ""
        if message.confidential:
            message.body = message.unsubscribe_url = ""
    message.save(update_fields=["state", "sent_at", "last_error", "body", "unsubscribe_url"])


def _headers(message: OutboxMessage) -> dict[str, str]:
    """Return the headers by which a mail program offers to stop such messages (RFC 8058)."""
    if not message.unsubscribe_url:
        return {}
    return {
        "List-Unsubscribe": f"<{message.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed tries: 2, 4, 8 ... minutes, at most six hours.

    MAXIMUM_ATTEMPTS tries thus last over half a day, longer than a mail server's bad night.
    """
    return min(timedelta(minutes=2**attempts), LONGEST_PAUSE) if attempts else timedelta(0)


def send_waiting_messages() -> int:
    """Try the waiting messages whose pause is over; return how many were tried.

    A message whose sender died on the way (claimed over CLAIM_EXPIRES_AFTER ago) waits again.
    """
    if not mail_is_configured():
        return 0
    now = timezone.now()
    OutboxMessage.objects.filter(
        state=MessageState.SENDING, claimed_at__lt=now - CLAIM_EXPIRES_AFTER
    ).update(state=MessageState.WAITING)
    waiting = OutboxMessage.objects.waiting().order_by("pk")
    due = [
        message_id
        for message_id, attempts, tried_at in waiting.values_list("pk", "attempts", "claimed_at")
        if tried_at is None or tried_at + pause_after(attempts) <= now
    ]
    for message_id in due:
        send_message(message_id)
    return len(due)
