"""Questions follow their contact: who takes a consent back gets none, not even one on its way."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from kenno.core import links, outbox
from kenno.core.enums import LinkPurpose, MessageState
from kenno.people.actions.inquiries import locked, pass_on, send_receipt
from kenno.people.enums import InquiryState
from kenno.people.models import Contact, Inquiry
from kenno.people.queries.inquiries import target_of


def follow_change(ids: Collection[int]) -> None:
    """Send questions elsewhere that have not left, when their contact can be reached no more."""
    for inquiry in _waiting().filter(contact__in=list(ids)).order_by("pk"):
        target = target_of(inquiry)
        if target is None or target.person != inquiry.receiver:
            _redirect(inquiry)


def follow_replacement(old: Contact, new: Contact | None) -> None:
    """Let a contact's successor get the questions that have not left, or the general address."""
    waiting = list(_waiting().filter(contact=old).order_by("pk"))
    unconfirmed = Inquiry.objects.filter(contact=old, state=InquiryState.UNCONFIRMED)
    unconfirmed.update(contact=new)
    Inquiry.objects.filter(pk__in=[inquiry.pk for inquiry in waiting]).update(contact=new)
    for inquiry in waiting:
        _redirect(inquiry)


def _waiting() -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(
        state=InquiryState.RELAYED, receiver__isnull=False, message__state=MessageState.WAITING
    ).select_related("organisation__municipality", "receiver")


@transaction.atomic
def _redirect(inquiry: Inquiry) -> None:
    """Take a question's mail back and pass it on to whom it goes now; its sender is told if none.

    No limit stands in the way: the sender and the receiver were within them when it was asked.
    """
    present = locked(inquiry)
    if present.message is None or not outbox.take_back(present.message):
        return
    links.revoke_links(purpose=LinkPurpose.INQUIRY_RECEIVER, subject=present)
    present.message, present.receiver, present.relayed_at = None, None, None
    present.save(update_fields=["message", "receiver", "relayed_at"])
    pass_on(present, limited=False)
    if present.state != InquiryState.RELAYED:
        with translation.override(present.language):
            send_receipt(present)
