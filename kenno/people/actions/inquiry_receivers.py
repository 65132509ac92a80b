"""What receivers of questions decide on those who send them, and coordinators after that."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kenno.core import audit, links
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.people.actions.inquiries import locked
from kenno.people.enums import ClosureReason, ReportReason
from kenno.people.models import (
    ClosedSender,
    Inquiry,
    InquiryReport,
    InquirySender,
    Organisation,
    User,
)

REPORTERS_TO_CLOSE: Final = 3
REPORTS_COUNT_FOR: Final = timedelta(days=30)


def inquiry_of_receiver(token: str) -> Inquiry:
    """Return the question whose receiver has this link; raise Gone when it does not work."""
    inquiry = links.find_link(token=token, purpose=LinkPurpose.INQUIRY_RECEIVER).subject
    if inquiry is None or inquiry.forgotten_at is not None or inquiry.sender is None:
        raise Gone(_("Viesti on jo poistettu palvelusta."))
    _whose(inquiry)
    found: Inquiry = inquiry
    return found


def _whose(inquiry: Inquiry) -> dict[str, User | Organisation]:
    """Who received a question, as `ClosedSender` keeps it; raise Gone when they are removed."""
    if inquiry.receiver is not None:
        return {"person": inquiry.receiver}
    if inquiry.to_organisation:
        return {"organisation": inquiry.organisation}
    raise Gone(_("Viesti on jo poistettu palvelusta."))


def closure_of(inquiry: Inquiry) -> ClosedSender | None:
    """Return the closure by which a question's receiver takes no messages of its sender."""
    return ClosedSender.objects.filter(sender=inquiry.sender, **_whose(inquiry)).first()


@transaction.atomic
def close_sender(*, inquiry: Inquiry) -> None:
    """Take no more messages of a question's sender to this receiver; twice is once."""
    present = locked(inquiry)
    label = ", ".join(filter(None, [present.sender_name, present.sender_organisation]))
    closed, created = ClosedSender.objects.get_or_create(
        sender=present.sender, **_whose(present), defaults={"label": label}
    )
    if created:
        audit.record("people.sender_closed", subject=closed, by=present.receiver)


@transaction.atomic
def reopen_sender(*, closed: ClosedSender, by: User | None) -> None:
    """Take messages of a sender again; Refusal when another person closed them.

    `by` is None when the receiver came by the link of a mail.
    """
    present = ClosedSender.objects.select_for_update().filter(pk=closed.pk).first()
    if present is None:
        raise Gone(_("Lähettäjä on jo avattu."))
    if by is not None and present.person_id != by.pk:
        raise Refusal(_("Vain se, joka sulki lähettäjän, voi avata hänet."))
    audit.record("people.sender_reopened", subject=present, by=by or present.person)
    present.delete()


@transaction.atomic
def report(*, inquiry: Inquiry, reason: ReportReason) -> None:
    """Note that a receiver found a question improper, and why; twice is once.

    When three receivers have done so within 30 days, nothing of the sender is passed on to
    anyone, until a coordinator lifts it.
    """
    present = locked(inquiry)
    sender = InquirySender.objects.select_for_update().get(inquiries=present)
    [(kind, whose)] = _whose(present).items()
    _report, created = InquiryReport.objects.get_or_create(
        inquiry=present,
        defaults={"sender": sender, "receiver": f"{kind}-{whose.pk}", "reason": reason},
    )
    if not created:
        return
    audit.record(
        "people.inquiry_reported",
        subject=present,
        by=present.receiver,
        data={"reason": str(reason)},
    )
    if not sender.is_closed and _reporters(sender) >= REPORTERS_TO_CLOSE:
        sender.closed_at, sender.closed_because = timezone.now(), ClosureReason.REPORTED
        sender.save(update_fields=["closed_at", "closed_because"])
        audit.record("people.sender_stopped", subject=sender, by=None)


def _reporters(sender: InquirySender) -> int:
    since = timezone.now() - REPORTS_COUNT_FOR
    if sender.lifted_at is not None:
        since = max(since, sender.lifted_at)
    told = InquiryReport.objects.filter(sender=sender, at__gt=since).order_by("receiver")
    return told.values("receiver").distinct().count()


@transaction.atomic
def lift_sender(*, sender: InquirySender, by: User) -> None:
    """Let messages of a closed sender be passed on again; Conflict when they are already."""
    present = InquirySender.objects.select_for_update().get(pk=sender.pk)
    if not present.is_closed:
        raise Conflict(_("Lähettäjän viestejä välitetään jo."))
    data = {"reason": present.closed_because}
    present.closed_at, present.closed_because = None, ""
    present.lifted_at = timezone.now()
    present.save(update_fields=["closed_at", "closed_because", "lifted_at"])
    audit.record("people.sender_lifted", subject=present, by=by, data=data)
