"""What other servers tell of our messages once they have left: bounces, delays, complaints."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kenno.core import suppression
from kenno.core.enums import MessageEventKind, MessageState, SuppressionReason
from kenno.core.models import LEFT, MessageEvent, OutboxMessage

# How long after a message left a report that names only its receiver is taken to be about it.
RECENT = timedelta(days=5)
LONGEST_DETAIL = 1000
LONGEST_REPORT_ID = 200


class ReportKind(Enum):
    """What a report says; a soft bounce did not arrive either, but the address may well work."""

    HARD_BOUNCE = "hard-bounce"
    SOFT_BOUNCE = "soft-bounce"
    DELAY = "delay"
    COMPLAINT = "complaint"
    UNSUBSCRIPTION = "unsubscription"


class Outcome(Enum):
    """What became of a report."""

    TAKEN = "taken"
    KNOWN = "known"
    UNMATCHED = "unmatched"


@dataclass(frozen=True)
class Report:
    """One report on one receiver of one message.

    `report_id` is the same whenever the same report comes. `message_ids` are what the message is
    called, ours or the mail service's, without angle brackets.
    """

    report_id: str
    kind: ReportKind
    message_ids: tuple[str, ...] = ()
    recipient: str = ""
    detail: str = ""
    at: datetime = field(default_factory=timezone.now)


_EVENTS = {
    ReportKind.HARD_BOUNCE: MessageEventKind.BOUNCED,
    ReportKind.SOFT_BOUNCE: MessageEventKind.BOUNCED,
    ReportKind.DELAY: MessageEventKind.DELAYED,
    ReportKind.COMPLAINT: MessageEventKind.COMPLAINED,
    ReportKind.UNSUBSCRIPTION: MessageEventKind.UNSUBSCRIBED,
}
_SUPPRESSIONS = {
    ReportKind.HARD_BOUNCE: SuppressionReason.BOUNCE,
    ReportKind.COMPLAINT: SuppressionReason.COMPLAINT,
    ReportKind.UNSUBSCRIPTION: SuppressionReason.ASKED,
}


@transaction.atomic
def take_report(report: Report) -> Outcome:
    """Note a report on the message that it is about, and mail its receiver no more if need be.

    The same report twice changes nothing the second time. One that fits none of our messages
    changes nothing at all.
    """
    message = _message_of(report)
    if message is None:
        return Outcome.UNMATCHED
    _event, created = MessageEvent.objects.get_or_create(
        report_id=report.report_id[:LONGEST_REPORT_ID],
        defaults={
            "message": message,
            "at": report.at,
            "kind": _EVENTS[report.kind],
            "detail": report.detail[:LONGEST_DETAIL],
        },
    )
    if not created:
        return Outcome.KNOWN
    _change_state(message, report)
    if reason := _SUPPRESSIONS.get(report.kind):
        # Whom we wrote to, not whom the report names: mail may have been passed on from there.
        suppression.suppress(address=message.recipient, reason=reason, message=message)
    return Outcome.TAKEN


def _message_of(report: Report) -> OutboxMessage | None:
    """Return the message by its name; else the only recent one to the receiver, if it is one.

    Neither finds a message that has not been handed to anybody yet.
    """
    tried = OutboxMessage.objects.exclude(claimed_at=None).order_by("-pk")
    if names := [name for name in report.message_ids if name]:
        named = tried.filter(Q(message_id__in=names) | Q(service_id__in=names)).first()
        if named is not None:
            return named
    if not report.recipient:
        return None
    recent = tried.to(report.recipient).filter(state__in=LEFT, sent_at__gte=timezone.now() - RECENT)
    found = list(recent[:2])
    return found[0] if len(found) == 1 else None


def _change_state(message: OutboxMessage, report: Report) -> None:
    messages = OutboxMessage.objects.filter(pk=message.pk)
    match report.kind:
        case ReportKind.HARD_BOUNCE | ReportKind.SOFT_BOUNCE:
            sent_at = message.sent_at or report.at
            # One that waits for another try did leave on this one, whatever we were told.
            messages.filter(
                state__in=(MessageState.SENT, MessageState.SENDING, MessageState.WAITING)
            ).update(
                state=MessageState.BOUNCED,
                sent_at=sent_at,
                last_error=report.detail[:LONGEST_DETAIL],
            )
        case ReportKind.COMPLAINT:
            messages.filter(complained_at=None).update(complained_at=report.at)
        case _noted_only:
            pass
