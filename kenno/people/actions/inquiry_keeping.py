"""How long questions are kept: until they have ended, and 30 days more; then only their count."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kenno.core import audit
from kenno.core.enums import MessageState
from kenno.core.models import OutboxMessage
from kenno.people.actions.inquiries import CONFIRM_LIFETIME, EMPTY
from kenno.people.enums import InquiryState
from kenno.people.models import Inquiry, InquiryReport, InquirySender
from kenno.people.models.inquiries import BY_MAIL, CONFIRMED_FOR, ENDED
from kenno.people.queries.inquiries import REPORTS_KEPT

TEXT_KEPT: Final = timedelta(days=30)


@dataclass(frozen=True)
class PrunedInquiries:
    """How many questions were never confirmed, lost their text, and how many senders went."""

    expired: int
    forgotten: int
    senders: int


@transaction.atomic
def prune_inquiries() -> PrunedInquiries:
    """Remove what is no longer needed of questions and their senders; the counts stay.

    Questions that nobody confirmed within three days end. What a question said and who sent it go
    30 days after it was delivered or ended. A sender's address goes with their last question,
    unless coordinators need it: while they are closed, or reported within a year.
    """
    now = timezone.now()
    expired = Inquiry.objects.filter(
        state=InquiryState.UNCONFIRMED, asked_at__lt=now - CONFIRM_LIFETIME
    ).update(state=InquiryState.EXPIRED, ended_at=now, **EMPTY)
    _settle(now)
    forgotten = (
        Inquiry.objects.remembered()
        .filter(state__in=ENDED, ended_at__lt=now - TEXT_KEPT)
        .update(forgotten_at=now, sender=None, asked_by=None, **EMPTY)
    )
    InquiryReport.objects.filter(at__lt=now - REPORTS_KEPT).delete()
    pruned = PrunedInquiries(expired, forgotten, _forget_senders(now))
    if expired or forgotten:
        data = {"expired": expired, "forgotten": forgotten}
        audit.record("people.inquiries_pruned", subject=None, by=None, data=data)
    return pruned


def _settle(now: datetime) -> None:
    """Take over from the outbox what became of questions, once it is for good.

    30 days after a mail left nobody sends it back any more; and one that was refused so long ago,
    or whose last moment has come, is not tried again. Its text then goes at once.
    """
    long_ago = now - TEXT_KEPT
    left = Q(message__state__in=[MessageState.SENT, MessageState.BOUNCED])
    over = (
        Q(message__isnull=True)
        | Q(left, message__sent_at__lt=long_ago)
        | Q(message__state=MessageState.REFUSED, message__claimed_at__lt=long_ago)
        | Q(~left, message__expires_at__lt=now)
    )
    relayed = Inquiry.objects.filter(over, state=InquiryState.RELAYED).select_related("message")
    for inquiry in relayed.order_by("pk").select_for_update(of=("self",)):
        message = inquiry.message
        state = BY_MAIL.get(MessageState(message.state)) if message is not None else None
        inquiry.state = state or InquiryState.REFUSED
        inquiry.ended_at = inquiry.relayed_at or inquiry.asked_at
        inquiry.save(update_fields=["state", "ended_at"])
        if message is not None:
            # The address of whoever asked goes too, and housekeeping deletes one that never left.
            OutboxMessage.objects.filter(pk=message.pk).update(reply_to="", expires_at=long_ago)


def _forget_senders(now: datetime) -> int:
    """Forget addresses that nobody needs, and senders of whom nothing is left to know."""
    needed = (
        Exists(Inquiry.objects.filter(sender=OuterRef("pk")))
        | Exists(InquiryReport.objects.filter(sender=OuterRef("pk")))
        | Q(closed_at__isnull=False)
    )
    InquirySender.objects.filter(~needed).exclude(address="").update(address="")
    idle = InquirySender.objects.filter(
        ~needed,
        Q(confirmed_at__isnull=True) | Q(confirmed_at__lt=now - CONFIRMED_FOR),
        closures__isnull=True,
    )
    deleted, _by_model = idle.delete()
    return deleted
