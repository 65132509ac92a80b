"""How long questions are kept: until they have ended, and 30 days more; then only their count."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kenno.core import audit, links
from kenno.core.enums import MessageState
from kenno.core.models import LEFT, OutboxMessage
from kenno.people.actions.inquiries import CONFIRM_LIFETIME, EMPTY, locked, stop
from kenno.people.enums import InquiryState
from kenno.people.models import ClosedSender, Inquiry, InquiryReport, InquirySender, User
from kenno.people.models.inquiries import BY_MAIL, CONFIRMED_FOR, ENDED, hash_of
from kenno.people.queries.inquiries import REPORTS_KEPT, asked_by

TEXT_KEPT: Final = timedelta(days=30)
FORGOTTEN: Final = {**EMPTY, "sender": None, "asked_by": None}


@transaction.atomic
def forget_inquiries(now: datetime, rehearse: bool) -> int:
    """End questions that nobody confirmed within three days, and forget those that have ended.

    What a question said and who sent it go 30 days after it was delivered or ended otherwise; that
    there was one stays. Returns how many ended or were forgotten.
    """
    unconfirmed = Inquiry.objects.filter(
        state=InquiryState.UNCONFIRMED, asked_at__lt=now - CONFIRM_LIFETIME
    )
    ended = Inquiry.objects.remembered().filter(state__in=ENDED, ended_at__lt=now - TEXT_KEPT)
    if rehearse:
        settled = _over(now).filter(relayed_at__lt=now - TEXT_KEPT)
        return unconfirmed.count() + ended.count() + settled.count()
    expired = unconfirmed.update(state=InquiryState.EXPIRED, ended_at=now, **EMPTY)
    _settle(now)
    forgotten = ended.update(forgotten_at=now, **FORGOTTEN)
    if expired or forgotten:
        data = {"expired": expired, "forgotten": forgotten}
        audit.record("people.inquiries_forgotten", subject=None, by=None, data=data)
    return expired + forgotten


def _over(now: datetime) -> QuerySet[Inquiry]:
    """Return the questions of whose mail no more is to be heard.

    30 days after a mail left nobody sends it back any more; and one that was refused so long ago,
    or whose last moment has come, is not tried again.
    """
    long_ago = now - TEXT_KEPT
    left = Q(message__state__in=LEFT)
    over = (
        Q(message__isnull=True)
        | Q(left, message__sent_at__lt=long_ago)
        | Q(message__state=MessageState.REFUSED, message__claimed_at__lt=long_ago)
        | Q(~left, message__expires_at__lt=now)
    )
    return Inquiry.objects.filter(over, state=InquiryState.RELAYED)


def _settle(now: datetime) -> None:
    """Take over from the outbox what became of questions, once it is for good.

    The address of whoever asked goes from their mails too, and the mail that never left.
    """
    for inquiry in _over(now).select_related("message").order_by("pk"):
        message = inquiry.message
        state = BY_MAIL.get(MessageState(message.state)) if message is not None else None
        inquiry.state = state or InquiryState.REFUSED
        inquiry.ended_at = inquiry.relayed_at or inquiry.asked_at
        inquiry.save(update_fields=["state", "ended_at"])
        if message is not None:
            mail = OutboxMessage.objects.filter(pk=message.pk)
            mail.exclude(state__in=LEFT).delete()
            mail.update(reply_to="")


@transaction.atomic
def forget_senders(now: datetime, rehearse: bool) -> int:
    """Forget addresses that nobody needs, and senders of whom nothing is left to know.

    An address goes with the last question from it, unless coordinators need it: while it is
    closed, or was reported within a year. Its hash stays while it is confirmed or closed by
    somebody. Returns how many senders were forgotten altogether.
    """
    reports = InquiryReport.objects.filter(at__lt=now - REPORTS_KEPT)
    if not rehearse:
        reports.delete()
    needed = (
        Exists(Inquiry.objects.filter(sender=OuterRef("pk")))
        | Exists(InquiryReport.objects.filter(sender=OuterRef("pk"), at__gte=now - REPORTS_KEPT))
        | Q(closed_at__isnull=False)
    )
    unneeded = InquirySender.objects.filter(~needed)
    idle = unneeded.filter(
        Q(confirmed_at__isnull=True) | Q(confirmed_at__lt=now - CONFIRMED_FOR),
        ~Exists(ClosedSender.objects.filter(sender=OuterRef("pk"))),
    )
    if rehearse:
        return idle.count()
    unneeded.exclude(address="").update(address="")
    return idle.delete()[0]


def forget_inquiries_of(person: User) -> None:
    """Forget what a person asked, for the removal of all that is kept about them.

    What has not left is stopped; what has left was given to its receiver. Of the address only the
    hash stays, and that only while somebody has closed it out.
    """
    now = timezone.now()
    for inquiry in asked_by(person).order_by("pk"):
        present = locked(inquiry)
        if stop(present):
            _end(present, InquiryState.TAKEN_BACK, now)
        elif present.message is not None and present.message.state == MessageState.REFUSED:
            # Nobody is to try it again, and its text tells who asked.
            OutboxMessage.objects.filter(pk=present.message.pk).delete()
            _end(present, InquiryState.REFUSED, now)
        links.forget_links(present)
    asked_by(person).update(forgotten_at=now, **FORGOTTEN)
    ClosedSender.objects.filter(sender__address_hash=hash_of(person.email)).update(label="")
    InquirySender.objects.filter(address__iexact=person.email).update(address="", confirmed_at=None)


def _end(inquiry: Inquiry, state: InquiryState, now: datetime) -> None:
    """End a question whose mail is deleted."""
    inquiry.state, inquiry.ended_at, inquiry.message = state, now, None
    inquiry.save(update_fields=["state", "ended_at", "message"])
