"""The outbox: mail is decided on in a transaction and sent later by a task, its state visible."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from kenno.core.enums import MessageEventKind, MessageState
from kenno.core.mails import LONGEST_SUBJECT, Mail, checked_address, one_line
from kenno.core.models import LEFT, MessageEvent, OutboxMessage
from kenno.core.tasks import send_outbox_message, send_waiting_messages


def queue_message(
    *,
    kind: str,
    recipient: str,
    mail: Mail,
    key: str | None = None,
    reply_to: str = "",
    confidential: bool = False,
    expires_at: datetime | None = None,
) -> OutboxMessage:
    """Put a message in the outbox and ask a task to send it once the transaction is committed.

    `kind` is "<room>.<name>", named for readers in the room's actions (`audit.name_actions`).
    The same `key` twice gives one message. A `confidential` text (a sign-in code, a personal link)
    is never shown in the workspace and is forgotten when sent. A confidential message that has not
    left by `expires_at`, or within a day where none is given, is deleted. Raises Refusal when
    `reply_to` is not an address.
    """
    message, created = OutboxMessage.objects.get_or_create(
        key=key or str(uuid4()),
        defaults={
            "kind": kind,
            "recipient": recipient,
            "subject": one_line(mail.subject)[:LONGEST_SUBJECT],
            "body": mail.text,
            "html": mail.html,
            "language": mail.language,
            "reply_to": checked_address(reply_to) if reply_to else "",
            "confidential": confidential,
            "unsubscribe_url": mail.unsubscribe_url,
            "expires_at": expires_at,
        },
    )
    if created:
        # Robust: the message is safe in the table, and the clock sends it should this fail.
        transaction.on_commit(lambda: send_outbox_message.enqueue(message.pk), robust=True)
    return message


@transaction.atomic
def retry_messages(chosen: QuerySet[OutboxMessage], *, by: AbstractBaseUser) -> int:
    """Let the refused ones of `chosen` wait for a new round of tries; return how many."""
    refused = OutboxMessage.objects.filter(
        pk__in=list(chosen.values_list("pk", flat=True)), state=MessageState.REFUSED
    )
    retried = list(refused.order_by("pk").select_for_update().values_list("pk", flat=True))
    OutboxMessage.objects.filter(pk__in=retried).update(
        state=MessageState.WAITING, refusal="", attempts=0, claimed_at=None
    )
    MessageEvent.objects.bulk_create(
        MessageEvent(message_id=pk, kind=MessageEventKind.RETRIED, by_id=by.pk) for pk in retried
    )
    if retried:
        transaction.on_commit(send_waiting_messages.enqueue, robust=True)
    return len(retried)


def messages() -> QuerySet[OutboxMessage]:
    """Return the outbox, newest first, with `shown_body`: empty for confidential messages."""
    shown_body = Case(
        When(confidential=True, then=Value("")), default=F("body"), output_field=TextField()
    )
    return (
        OutboxMessage.objects.order_by("-created_at", "-pk")
        .annotate(shown_body=shown_body)
        .defer("body", "html", "unsubscribe_url")
    )


@transaction.atomic
def take_back(message: OutboxMessage) -> bool:
    """Delete a message that has not begun to leave; tell whether it could be."""
    # Claimed as the delivery claims it: only one of the two gets it.
    claimed = OutboxMessage.objects.filter(pk=message.pk, state=MessageState.WAITING).update(
        state=MessageState.SENDING
    )
    if claimed:
        OutboxMessage.objects.filter(pk=message.pk).delete()
    return bool(claimed)


def forget_address(address: str, *, but: OutboxMessage | None = None) -> None:
    """Delete what waits for an address and empty what has left to it, all but one message.

    That something was sent, when and how it went stays, without whom it was for.
    """
    kept = [but.pk] if but is not None else []
    to_address = OutboxMessage.objects.to(address).exclude(pk__in=kept)
    ids = list(to_address.order_by("pk").values_list("pk", flat=True))
    found = OutboxMessage.objects.filter(pk__in=ids)
    found.exclude(state__in=LEFT).delete()
    MessageEvent.objects.filter(message__in=found).update(detail="")
    texts = ("recipient", "reply_to", "subject", "body", "html", "unsubscribe_url", "last_error")
    found.update(**dict.fromkeys(texts, ""))
    OutboxMessage.objects.filter(reply_to__iexact=address).update(reply_to="")


def forget_words(words: Sequence[str], *, but: OutboxMessage | None = None) -> None:
    """Take what names a removed person out of the texts of messages to others.

    Where it was, the message says in its own language that the person is removed.
    """
    if not words:
        return
    named = Q()
    for word in words:
        for field in ("subject", "body", "last_error"):
            named |= Q((f"{field}__icontains", word))
    kept = [but.pk] if but is not None else []
    for message in OutboxMessage.objects.filter(named).exclude(pk__in=kept).order_by("pk"):
        with translation.override(message.language or settings.LANGUAGE_CODE):
            instead = _("poistettu henkilö")
        for word in words:
            for field, written in (
                ("subject", word),
                ("body", word),
                ("last_error", word),
                ("html", escape(word)),
            ):
                hidden = re.compile(re.escape(written), re.IGNORECASE)
                setattr(message, field, hidden.sub(instead, getattr(message, field)))
        message.subject = message.subject[:LONGEST_SUBJECT]
        message.save(update_fields=["subject", "body", "last_error", "html"])
