"""Handing the outbox's messages to the mail server: once each, again after a passing failure."""

import contextlib
import smtplib
from datetime import datetime, timedelta
from typing import NamedTuple

from anymail.exceptions import AnymailRecipientsRefused
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kenno.core import suppression
from kenno.core.enums import MessageEventKind, MessageState, RefusalReason
from kenno.core.mails import one_line
from kenno.core.models import MessageEvent, OutboxMessage

MAXIMUM_ATTEMPTS = 10
CLAIM_EXPIRES_AFTER = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=6)
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
LONGEST_DETAIL = 1000
# Answers of a mail server from here on are for good (RFC 5321, section 4.2.1).
PERMANENT = 500


class _Failure(NamedTuple):
    """What came in the way; `reason` is None when another try may help."""

    detail: str
    reason: RefusalReason | None


def mail_is_configured() -> bool:
    """Tell whether this installation has a mail server or service to hand messages to."""
    return settings.EMAIL_BACKEND != SMTP_BACKEND or bool(settings.EMAIL_HOST)


def send_message(message_id: int) -> None:
    """Send one waiting message; do nothing when it was sent, is being sent, or mail is not set up.

    A passing failure leaves the message waiting for the next try, and refused after
    MAXIMUM_ATTEMPTS. A receiver whom the server does not take, and a suppressed address, are
    refused at once.
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
    if suppression.find(message.recipient):
        _note_failure(message, _Failure("", RefusalReason.SUPPRESSED))
        return
    mail = _mail_of(message)
    try:
        _check(mail)
    except ValueError as error:
        _note_failure(message, _Failure(_told(error), RefusalReason.UNSENDABLE))
        return
    connection = mail.connection = get_connection()
    try:
        # Opened here, so that sending does not close it: the farewell to the server, which may
        # take its time, comes after the note of what it has taken.
        connection.open()
        mail.send()
    except Exception as error:
        _note_failure(message, _failure(error))
    else:
        _note_sent(message, mail)
    finally:
        _hang_up(connection)


def _hang_up(connection: BaseEmailBackend) -> None:
    """Close the connection; what the server says to that is about no message."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        connection.close()


def _check(mail: EmailMultiAlternatives) -> None:
    """Raise ValueError when the mail cannot be written: for that no server is to blame."""
    for address in mail.to:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValueError(f"not an address: {address!r}") from error
    mail.message()


def _mail_of(message: OutboxMessage) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body,
        to=[message.recipient],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=_headers(message),
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _headers(message: OutboxMessage) -> dict[str, str]:
    """Return the headers that say what this is, and how such messages stop (RFC 3834, 8058)."""
    headers = {"Message-ID": f"<{message.message_id}>", "Auto-Submitted": "auto-generated"}
    if message.language:
        headers["Content-Language"] = message.language
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


@transaction.atomic
def _note_sent(message: OutboxMessage, mail: EmailMultiAlternatives) -> None:
    now = timezone.now()
    forgotten = {"body": "", "html": "", "unsubscribe_url": ""} if message.confidential else {}
    # A mail service can tell of a bounce before we get here: what it told stays.
    OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING).update(
        state=MessageState.SENT, sent_at=now
    )
    service_id = getattr(getattr(mail, "anymail_status", None), "message_id", None)
    OutboxMessage.objects.filter(pk=message.pk).update(
        last_error="", service_id=_bare(service_id)[:200], **forgotten
    )
    MessageEvent.objects.create(message=message, at=now, kind=MessageEventKind.SENT)


def _bare(identifier: object) -> str:
    return "" if identifier is None else str(identifier).strip("<> ")


def _failure(error: Exception) -> _Failure:
    """Tell what came in the way, and whether it is for good.

    Only what concerns the receiver or the message is: a sender or a password that the server does
    not take is for the operator to mend, and the message goes on waiting for that.
    """
    detail, reason = _told(error), None
    match error:
        case smtplib.SMTPRecipientsRefused():
            answers = list(error.recipients.values())
            detail = "; ".join(_answer(code, text) for code, text in answers)
            if answers and all(code >= PERMANENT for code, _text in answers):
                reason = RefusalReason.REJECTED
        case smtplib.SMTPDataError():
            detail = _answer(error.smtp_code, error.smtp_error)
            if error.smtp_code >= PERMANENT:
                reason = RefusalReason.REJECTED
        case AnymailRecipientsRefused():
            reason = RefusalReason.REJECTED
        case _passing:
            pass
    return _Failure(detail, reason)


def _told(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}")


def _answer(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return one_line(f"{code} {words}")


@transaction.atomic
def _note_failure(message: OutboxMessage, failure: _Failure) -> None:
    reason, detail = failure.reason, failure.detail[:LONGEST_DETAIL]
    if reason is None and message.attempts >= MAXIMUM_ATTEMPTS:
        reason = RefusalReason.EXHAUSTED
    noted = OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING).update(
        state=MessageState.WAITING if reason is None else MessageState.REFUSED,
        refusal=reason or "",
        last_error=detail,
    )
    if noted:
        kind = MessageEventKind.TRIED if reason is None else MessageEventKind.REFUSED
        MessageEvent.objects.create(message=message, kind=kind, detail=detail)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed tries: 2, 4, 8 ... minutes, at most six hours.

    MAXIMUM_ATTEMPTS tries thus last over half a day, longer than a mail server's bad night.
    """
    return min(timedelta(minutes=2**attempts), LONGEST_PAUSE) if attempts else timedelta(0)


def send_waiting_messages() -> int:
    """Try the waiting messages whose pause is over; return how many were tried.

    A message whose sender died on the way (claimed over CLAIM_EXPIRES_AFTER ago) waits again. It
    may have left before that: then the receiver gets it twice, with one Message-ID, and its
    history says so.
    """
    if not mail_is_configured():
        return 0
    now = timezone.now()
    _release_interrupted(now - CLAIM_EXPIRES_AFTER)
    waiting = OutboxMessage.objects.waiting().order_by("pk")
    due = [
        message_id
        for message_id, attempts, tried_at in waiting.values_list("pk", "attempts", "claimed_at")
        if tried_at is None or tried_at + pause_after(attempts) <= now
    ]
    for message_id in due:
        send_message(message_id)
    return len(due)


@transaction.atomic
def _release_interrupted(before: datetime) -> None:
    claimed = OutboxMessage.objects.filter(state=MessageState.SENDING, claimed_at__lt=before)
    for message in claimed.order_by("pk").select_for_update().only("pk"):
        OutboxMessage.objects.filter(pk=message.pk).update(state=MessageState.WAITING)
        MessageEvent.objects.create(message=message, kind=MessageEventKind.INTERRUPTED)
