"""Questions on their way when their contact changes, ends, hands over or goes."""

import pytest

from kenno.core.models import OutboxMessage
from kenno.people import actions, registry
from kenno.people.actions.removal import Asked, remove_person
from kenno.people.enums import InquiryState
from kenno.people.models import Inquiry
from tests.factories.inquiries import ConfirmedSenderFactory, InquiryFactory, RelayedInquiryFactory
from tests.factories.people import ShownContactFactory, UserFactory
from tests.people.inquiries.conftest import ADDRESS, GENERAL, Ask, mails

pytestmark = pytest.mark.django_db

GENERAL_MAIL = ("people.inquiry", "kulttuuri@kunta.example")
RECEIPT = ("people.inquiry_receipt", ADDRESS)


@pytest.mark.parametrize("how", ["hides", "ends", "is removed", "is closed"])
def test_waiting_question_goes_to_the_general_address_when_its_contact(
    ask: Ask, coordinator, how: str
):
    contact = ShownContactFactory(**GENERAL)
    ConfirmedSenderFactory(address=ADDRESS)
    inquiry = ask(contact)
    person = contact.person
    match how:
        case "hides":
            actions.hide_contacts(person=person, by=person)
        case "ends":
            actions.end_contact(contact=contact, by=person)
        case "is removed":
            remove_person(person=person, asked=Asked.BY_THEMSELVES, by=person)
        case "is closed":
            actions.deactivate(person=person, by=coordinator)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.receiver, inquiry.to_organisation) == ("relayed", None, True)
    assert [mail for mail in mails() if mail[0] == "people.inquiry"] == [GENERAL_MAIL]


def test_sender_is_told_when_a_waiting_question_has_nowhere_to_go(ask: Ask):
    contact = ShownContactFactory()
    ConfirmedSenderFactory(address=ADDRESS)
    inquiry = ask(contact)
    actions.hide_contacts(person=contact.person, by=contact.person)
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.UNREACHABLE
    assert mails() == [RECEIPT, RECEIPT]
    told = OutboxMessage.objects.order_by("pk").values_list("subject", flat=True)
    assert list(told) == ["Viestisi on matkalla", "Viestiäsi ei voitu välittää"]


def test_question_that_has_left_stays_where_it_is():
    inquiry = RelayedInquiryFactory(message__state="sent")
    person = inquiry.receiver
    actions.hide_contacts(person=person, by=person)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.receiver) == (InquiryState.RELAYED, person)


def test_waiting_question_stays_when_its_contact_can_still_be_asked():
    inquiry = RelayedInquiryFactory()
    registry.contacts_changed([inquiry.contact_id])
    assert Inquiry.objects.get().message_id == inquiry.message_id


def test_successor_gets_the_questions_that_have_not_left():
    old = ShownContactFactory()
    new = ShownContactFactory(
        organisation=old.organisation, person=UserFactory(email="seuraaja@kunta.example")
    )
    waiting = RelayedInquiryFactory(contact=old, sender__address=ADDRESS)
    unconfirmed = InquiryFactory(contact=old)
    left = RelayedInquiryFactory(contact=old, message__state="sent")
    registry.contact_replaced(old, new)
    for inquiry in (waiting, unconfirmed, left):
        inquiry.refresh_from_db()
    assert (waiting.contact, waiting.receiver) == (new, new.person)
    assert (unconfirmed.contact, unconfirmed.state) == (new, InquiryState.UNCONFIRMED)
    assert (left.contact, left.receiver) == (old, old.person)
    assert waiting.message.recipient == "seuraaja@kunta.example"
