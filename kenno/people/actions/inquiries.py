"""Asking a contact without knowing their address: sent, confirmed, passed on once, taken back."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse, translate_url
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.core import audit, links, outbox
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.mails import Mail
from kenno.people import inquiry_mails
from kenno.people.actions.contacts import hold
from kenno.people.enums import ClosureReason, DeclinedBy, InquiryState
from kenno.people.models import Inquiry, InquirySender, User
from kenno.people.models.inquiries import ABOUT_LENGTH, hash_of
from kenno.people.queries.inquiries import (
    Receiver,
    Target,
    inquiry_with_everything,
    is_closed_by,
    target_of,
)

CONFIRM_LIFETIME: Final = timedelta(days=3)
# As long as there is something to see, and a while for who looks late.
STATUS_LIFETIME: Final = timedelta(days=60)
RECEIVER_LIFETIME: Final = timedelta(days=60)
# The mail waits so long where none is set up, or a refused one is to be tried again.
RELAY_LIFETIME: Final = timedelta(days=90)
SENT_IN_A_DAY: Final = 10
UNCONFIRMED_IN_A_DAY: Final = 3
RECEIVED_IN_A_DAY: Final = 20
DAY: Final = timedelta(days=1)
EMPTY: Final = {"text": "", "sender_name": "", "sender_organisation": ""}


class TooManyInquiries(Refusal):
    """A limit on messages was reached; the same works later."""

    status = 429


@dataclass(frozen=True, kw_only=True)
class About:
    """What is asked about, as the room that shows it calls it: `path` is in the active language."""

    title: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """What somebody asks, and to which address the answer goes."""

    name: str
    organisation: str = ""
    address: str
    text: str


@transaction.atomic
def ask(
    *, question: Question, about: About, receiver: Receiver, stamp: str, by: User | None
) -> Inquiry:
    """Keep a question and see to it that it reaches who is asked; the same sending twice is one.

    Who is signed in (`by`) has a confirmed address, so their question goes at once, as does that
    of an address confirmed within a year, with a receipt. Otherwise a mail asks first whether the
    address is the sender's. `stamp` is the form's own. Raises TooManyInquiries.
    """
    address = question.address.strip().lower()
    # Who takes the consent back at this moment does so before, and gets no question, or after, and
    # finds the question to stop.
    hold(receiver.contact.pk if receiver.contact is not None else None)
    key = hashlib.sha256(f"{stamp}\n{address}\n{question.text}".encode()).hexdigest()
    known = Inquiry.objects.filter(key=key).first()
    if known is not None:
        return known
    sender = _sender_for(address)
    _keep_to_the_limits(sender, receiver, by=by)
    inquiry, created = Inquiry.objects.get_or_create(
        key=key,
        defaults={
            "sender": sender,
            "asked_by": by,
            "sender_name": question.name,
            "sender_organisation": question.organisation,
            "language": get_language() or settings.LANGUAGE_CODE,
            "text": question.text,
            "about_title": about.title[:ABOUT_LENGTH],
            "about_path": about.path,
            "contact": receiver.contact,
            "organisation": receiver.organisation,
        },
    )
    if created:
        audit.record("people.inquiry_asked", subject=inquiry, by=by)
        _begin(inquiry, sender, by=by)
    return inquiry


def _sender_for(address: str) -> InquirySender:
    InquirySender.objects.get_or_create(address_hash=hash_of(address))
    sender = InquirySender.objects.select_for_update().get(address_hash=hash_of(address))
    if sender.address != address:
        sender.address = address
        sender.save(update_fields=["address"])
    return sender


def _begin(inquiry: Inquiry, sender: InquirySender, *, by: User | None) -> None:
    if by is not None:
        sender.confirmed_at = timezone.now()
        sender.save(update_fields=["confirmed_at"])
        pass_on(inquiry)
    elif sender.is_closed:
        _decline(inquiry, DeclinedBy.SERVICE)
        # Whoever said that it was not them wants no more mail about what others write.
        if sender.closed_because != ClosureReason.DISOWNED:
            send_receipt(inquiry)
    elif sender.is_confirmed:
        pass_on(inquiry)
        send_receipt(inquiry)
    else:
        _ask_to_confirm(inquiry)


def _keep_to_the_limits(sender: InquirySender, receiver: Receiver, *, by: User | None) -> None:
    lately = sender.inquiries.filter(asked_at__gt=timezone.now() - DAY)
    if lately.count() >= SENT_IN_A_DAY:
        raise TooManyInquiries(
            _("Tästä osoitteesta on lähetetty tänään jo monta viestiä. Jatka huomenna.")
        )
    unconfirmed = lately.filter(state__in=[InquiryState.UNCONFIRMED, InquiryState.DISOWNED])
    waits = by is None and not sender.is_confirmed
    if waits and unconfirmed.count() >= UNCONFIRMED_IN_A_DAY:
        raise TooManyInquiries(
            _(
                "Osoitteeseen on jo lähetetty vahvistuslinkkejä. Vahvista ensin yksi niistä, "
                "tai yritä huomenna."
            )
        )
    person = receiver.contact.person if receiver.contact is not None else None
    _check_received(person, receiver.organisation.pk)


def _check_received(person: User | None, organisation: int) -> None:
    whose = (
        Q(to_organisation=True, organisation=organisation) if person is None else Q(receiver=person)
    )
    since = timezone.now() - DAY
    if Inquiry.objects.filter(whose, relayed_at__gt=since).count() >= RECEIVED_IN_A_DAY:
        raise TooManyInquiries(
            _("Vastaanottaja on saanut tänään jo monta viestiä. Lähetä omasi huomenna.")
        )


def _ask_to_confirm(inquiry: Inquiry) -> None:
    token = links.create_link(
        purpose=LinkPurpose.INQUIRY_CONFIRM, subject=inquiry, lifetime=CONFIRM_LIFETIME
    )
    _mail_sender(
        inquiry,
        "people.inquiry_confirmation",
        inquiry_mails.confirmation(
            inquiry,
            confirm_url=_absolute("people:confirm_inquiry", token),
            status_url=_absolute("people:inquiry_status", status_token(inquiry)),
        ),
        lifetime=CONFIRM_LIFETIME,
    )


def send_receipt(inquiry: Inquiry) -> None:
    """Tell the sender what became of the message; call with the sender's language active."""
    status_url = _absolute("people:inquiry_status", status_token(inquiry))
    mail = inquiry_mails.receipt(inquiry, status_url=status_url)
    _mail_sender(inquiry, "people.inquiry_receipt", mail, lifetime=STATUS_LIFETIME)


def _mail_sender(inquiry: Inquiry, kind: str, mail: Mail, *, lifetime: timedelta) -> None:
    outbox.queue_message(
        kind=kind,
        key=f"{kind}-{inquiry.pk}-{inquiry.state}",
        recipient=_sender(inquiry).address,
        mail=mail,
        confidential=True,
        expires_at=timezone.now() + lifetime,
    )


def status_token(inquiry: Inquiry) -> str:
    """Return a new personal link's token, by which the sender sees the state of a question."""
    return links.create_link(
        purpose=LinkPurpose.INQUIRY_SENDER, subject=inquiry, lifetime=STATUS_LIFETIME
    )


def _absolute(name: str, *parts: str) -> str:
    return settings.BASE_URL + reverse(name, args=parts)


def pass_on(inquiry: Inquiry, *, limited: bool = True) -> None:
    """Put the question in the outbox, or note why it cannot be; call in the transaction of why.

    Raises TooManyInquiries, unless not `limited`.
    """
    sender = _sender(inquiry)
    own = inquiry.asked_by_id is not None and sender.closed_because == ClosureReason.DISOWNED
    if sender.is_closed and not own:
        _decline(inquiry, DeclinedBy.SERVICE)
        return
    target = target_of(inquiry)
    if target is None:
        _end(inquiry, InquiryState.UNREACHABLE)
        return
    if is_closed_by(target, sender):
        _decline(inquiry, DeclinedBy.RECEIVER)
        return
    if limited:
        _check_received(target.person, target.organisation.pk)
    inquiry.receiver, inquiry.to_organisation = target.person, target.person is None
    inquiry.message = _queue_question(inquiry, target, sender.address)
    inquiry.state, inquiry.relayed_at = InquiryState.RELAYED, timezone.now()
    inquiry.save(update_fields=["receiver", "to_organisation", "message", "state", "relayed_at"])


def _queue_question(inquiry: Inquiry, target: Target, answer_to: str) -> outbox.OutboxMessage:
    token = links.create_link(
        purpose=LinkPurpose.INQUIRY_RECEIVER, subject=inquiry, lifetime=RECEIVER_LIFETIME
    )
    with translation.override(inquiry.language):
        about = translate_url(inquiry.about_path, target.language)
    with translation.override(target.language):
        mail = inquiry_mails.question(
            inquiry,
            address=answer_to,
            about_url=settings.BASE_URL + about,
            close_url=_absolute("people:close_sender", token),
            report_url=_absolute("people:report_inquiry", token),
        )
    return outbox.queue_message(
        kind="people.inquiry",
        key=f"people.inquiry-{inquiry.pk}",
        recipient=target.address,
        mail=mail,
        reply_to=answer_to,
        confidential=True,
        expires_at=timezone.now() + RELAY_LIFETIME,
    )


def _decline(inquiry: Inquiry, declined_by: DeclinedBy) -> None:
    inquiry.declined_by = declined_by
    _end(inquiry, InquiryState.DECLINED)


def _end(inquiry: Inquiry, state: InquiryState) -> None:
    inquiry.state, inquiry.ended_at = state, timezone.now()
    inquiry.save(update_fields=["state", "ended_at", "declined_by"])


def locked(inquiry: Inquiry | None) -> Inquiry:
    """Return the question as it now is; raise Gone when there is none, or nothing left of it."""
    if inquiry is None:
        raise Gone(_("Viesti on jo poistettu palvelusta."))
    present = (
        Inquiry.objects.select_for_update(of=("self",))
        .select_related("sender", "message", "receiver", "organisation", "contact__organisation")
        .filter(pk=inquiry.pk)
        .first()
    )
    if present is None or present.forgotten_at is not None:
        raise Gone(_("Viesti on jo poistettu palvelusta."))
    return present


def _sender(inquiry: Inquiry) -> InquirySender:
    """Return who asked; raise Gone when that is not known any more."""
    if inquiry.sender is None:
        raise Gone(_("Viesti on jo poistettu palvelusta."))
    return inquiry.sender


def unconfirmed_inquiry(token: str) -> Inquiry:
    """Return the question that a link would confirm; raise Gone when it does not work."""
    inquiry = links.find_link(token=token, purpose=LinkPurpose.INQUIRY_CONFIRM).subject
    if inquiry is None or inquiry.state != InquiryState.UNCONFIRMED:
        raise Gone(_("Viesti ei enää odota vahvistusta."))
    found: Inquiry = inquiry
    return found


@transaction.atomic
def confirm(*, token: str) -> Inquiry:
    """Confirm the sender's address and pass the question on, once; return it as it now is.

    When it cannot be passed on, the sender gets a mail that says why. Raises Gone when the link
    does not work, and TooManyInquiries: then the link is still unused.
    """
    found = links.use_link(token=token, purpose=LinkPurpose.INQUIRY_CONFIRM).subject
    hold(found.contact_id if found is not None else None)
    inquiry = locked(found)
    if inquiry.state != InquiryState.UNCONFIRMED:
        raise Gone(_("Viesti ei enää odota vahvistusta."))
    sender = _sender(inquiry)
    sender.confirmed_at = timezone.now()
    sender.save(update_fields=["confirmed_at"])
    audit.record("people.inquiry_confirmed", subject=inquiry, by=None)
    pass_on(inquiry)
    if inquiry.state != InquiryState.RELAYED:
        with translation.override(inquiry.language):
            send_receipt(inquiry)
    return inquiry


@transaction.atomic
def take_back(*, inquiry: Inquiry, by: User | None) -> None:
    """Take a question back that has not left, and forget what it said.

    Raises Conflict when it has left or ended, and Refusal when it is another person's.
    """
    present = locked(inquiry)
    if by is not None and present.asked_by_id != by.pk:
        raise Refusal(_("Vain lähettäjä itse voi ottaa viestin takaisin."))
    if present.state == InquiryState.TAKEN_BACK:
        return
    if not stop(present):
        raise Conflict(_("Viesti on jo lähtenyt tai päättynyt, joten sitä ei voi ottaa takaisin."))
    _end_forgotten(present, InquiryState.TAKEN_BACK)
    audit.record("people.inquiry_taken_back", subject=present, by=by)


@transaction.atomic
def disown(*, inquiry: Inquiry) -> None:
    """Note that the address's owner did not write the question: nothing goes from it any more.

    A question that has not left is stopped and forgotten. The second time changes nothing.
    """
    present = locked(inquiry)
    sender = _sender(present)
    stopped = stop(present)
    if not stopped and sender.closed_because == ClosureReason.DISOWNED:
        return
    sender.confirmed_at = None
    if not sender.is_closed:
        sender.closed_at, sender.closed_because = timezone.now(), ClosureReason.DISOWNED
    sender.save(update_fields=["confirmed_at", "closed_at", "closed_because"])
    if stopped:
        _end_forgotten(present, InquiryState.DISOWNED)
    audit.record("people.inquiry_disowned", subject=present, by=None, data={"stopped": stopped})


def stop(inquiry: Inquiry) -> bool:
    """Keep a question from leaving; tell whether that was still possible."""
    if inquiry.state == InquiryState.UNCONFIRMED:
        links.revoke_links(purpose=LinkPurpose.INQUIRY_CONFIRM, subject=inquiry)
        return True
    if inquiry.state != InquiryState.RELAYED or inquiry.message is None:
        return False
    return outbox.take_back(inquiry.message)


def _end_forgotten(inquiry: Inquiry, state: InquiryState) -> None:
    """End a question that nobody is to read any more; who sent it is still known for a while."""
    for name, empty in EMPTY.items():
        setattr(inquiry, name, empty)
    inquiry.message, inquiry.receiver, inquiry.relayed_at = None, None, None
    inquiry.save(update_fields=[*EMPTY, "message", "receiver", "relayed_at"])
    _end(inquiry, state)


def inquiry_of_sender(token: str) -> Inquiry:
    """Return the question whose state the sender's link shows; raise Gone when it does not work."""
    linked = links.find_link(token=token, purpose=LinkPurpose.INQUIRY_SENDER)
    inquiry = inquiry_with_everything(int(linked.object_id))
    if inquiry is None:
        raise Gone(_("Viesti on jo poistettu palvelusta."))
    return inquiry
