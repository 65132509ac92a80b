"""How much may be asked, and how links confirm, and senders stop, what they sent."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kenno.core import delivery
from kenno.core.enums import MessageState
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.models import AuditRecord, OutboxMessage, SignedLink
from kenno.people import actions
from kenno.people.actions import TooManyInquiries
from kenno.people.actions.inquiries import (
    RECEIVED_IN_A_DAY,
    SENT_IN_A_DAY,
    UNCONFIRMED_IN_A_DAY,
)
from kenno.people.enums import ClosureReason, InquiryState
from kenno.people.models import Contact, Inquiry, InquirySender
from kenno.people.models.inquiries import hash_of
from kenno.people.queries.inquiries import inquiry_with_everything
from tests.factories.inquiries import (
    ConfirmedSenderFactory,
    InquiryFactory,
    InquirySenderFactory,
    RelayedInquiryFactory,
)
from tests.factories.people import (
    ContactFactory,
    MunicipalOrganisationFactory,
    UserFactory,
)
from tests.people.inquiries.conftest import ADDRESS, Ask, confirm_token, mails

pytestmark = pytest.mark.django_db

CONFIRMATION = ("people.inquiry_confirmation", ADDRESS)
RECEIPT = ("people.inquiry_receipt", ADDRESS)
QUESTION = ("people.inquiry", "vastaaja@kunta.example")


def test_sender_may_send_so_many_in_a_day(ask: Ask, contact: Contact):
    sender = ConfirmedSenderFactory(address=ADDRESS)
    RelayedInquiryFactory.create_batch(SENT_IN_A_DAY - 1, sender=sender, contact=ContactFactory())
    ask(contact)
    with pytest.raises(TooManyInquiries):
        ask(contact)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert ask(contact).state == InquiryState.RELAYED


def test_limits_count_every_way_to_write_an_address(ask: Ask, contact: Contact):
    for number in range(UNCONFIRMED_IN_A_DAY):
        ask(contact, address=f"kysyja+{number}@NAAPURI.example")
    with pytest.raises(TooManyInquiries):
        ask(contact)


def test_mail_goes_to_the_address_as_it_was_given(ask: Ask, contact: Contact):
    ask(contact, address="kysyja+kenno@naapuri.example")
    assert mails() == [("people.inquiry_confirmation", "kysyja+kenno@naapuri.example")]


def test_unconfirmed_address_gets_so_many_mails_in_a_day(ask: Ask, contact: Contact):
    for _ in range(UNCONFIRMED_IN_A_DAY):
        ask(contact)
    with pytest.raises(TooManyInquiries):
        ask(contact)
    assert mails() == [CONFIRMATION] * UNCONFIRMED_IN_A_DAY
    assert ask(contact, address="toinen@naapuri.example").state == InquiryState.UNCONFIRMED


def test_receiver_gets_so_many_in_a_day(ask: Ask, contact: Contact):
    for _ in range(RECEIVED_IN_A_DAY - 1):
        RelayedInquiryFactory(contact=contact)
    waiting = InquiryFactory(contact=contact)
    token = confirm_token(waiting)
    ask(contact, by=UserFactory())
    with pytest.raises(TooManyInquiries):
        ask(contact, address="toinen@naapuri.example")
    with pytest.raises(TooManyInquiries):
        actions.confirm(token=token)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert actions.confirm(token=token).state == InquiryState.RELAYED


def test_general_address_gets_so_many_in_a_day(ask: Ask):
    organisation = MunicipalOrganisationFactory(general_email="kulttuuri@kunta.example")
    person = UserFactory()
    RelayedInquiryFactory.create_batch(
        RECEIVED_IN_A_DAY,
        contact=None,
        organisation=organisation,
        receiver=None,
        to_organisation=True,
    )
    with pytest.raises(TooManyInquiries):
        ask(organisation=organisation, by=person)


def test_refused_question_leaves_no_trace(ask: Ask, contact: Contact):
    RelayedInquiryFactory.create_batch(RECEIVED_IN_A_DAY, contact=contact)
    with pytest.raises(TooManyInquiries):
        ask(contact)
    assert not InquirySender.objects.filter(address_hash=hash_of(ADDRESS)).exists()


@pytest.mark.parametrize("days", [2, 4])
def test_link_confirms_within_three_days(ask: Ask, contact: Contact, days: int):
    token = confirm_token(ask(contact))
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        if days < 3:
            assert actions.confirm(token=token).state == InquiryState.RELAYED
        else:
            with pytest.raises(Gone, match="vanhentunut"):
                actions.confirm(token=token)


def test_forged_link_confirms_nothing(ask: Ask, contact: Contact):
    ask(contact)
    with pytest.raises(Gone):
        actions.confirm(token="keksitty")
    assert mails() == [CONFIRMATION]


def test_link_of_one_kind_does_not_do_for_another(ask: Ask, contact: Contact):
    inquiry = ask(contact)
    with pytest.raises(Gone):
        actions.confirm(token=actions.status_token(inquiry))
    with pytest.raises(Gone):
        actions.inquiry_of_receiver(confirm_token(inquiry))
    assert set(SignedLink.objects.values_list("used_at", flat=True)) == {None}


def test_unconfirmed_question_is_taken_back_and_forgotten(ask: Ask, contact: Contact):
    inquiry = ask(contact)
    token = confirm_token(inquiry)
    actions.take_back(inquiry=inquiry, by=None)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.text, inquiry.sender_name) == (InquiryState.TAKEN_BACK, "", "")
    with pytest.raises(Gone):
        actions.confirm(token=token)
    actions.take_back(inquiry=inquiry, by=None)
    assert AuditRecord.objects.filter(action="people.inquiry_taken_back").count() == 1


def test_question_on_its_way_is_taken_back_with_its_mail(ask: Ask, contact: Contact):
    ConfirmedSenderFactory(address=ADDRESS)
    inquiry = ask(contact)
    actions.take_back(inquiry=inquiry, by=None)
    assert mails() == [RECEIPT]
    assert inquiry_with_everything(inquiry.pk).standing == InquiryState.TAKEN_BACK


@pytest.mark.parametrize("state", ["sending", "sent", "bounced", "refused"])
def test_question_that_has_left_is_not_taken_back(state: str):
    inquiry = RelayedInquiryFactory(message__state=state)
    with pytest.raises(Conflict):
        actions.take_back(inquiry=inquiry, by=None)
    inquiry.refresh_from_db()
    assert inquiry.text == "Montako kaveria teillä on?"
    assert OutboxMessage.objects.count() == 1


def test_only_the_sender_takes_a_question_back():
    inquiry = RelayedInquiryFactory(asked_by=UserFactory())
    with pytest.raises(Refusal):
        actions.take_back(inquiry=inquiry, by=UserFactory())


def test_disowning_stops_the_question_and_closes_the_address(ask: Ask, contact: Contact):
    sender = ConfirmedSenderFactory(address=ADDRESS)
    inquiry = ask(contact)
    actions.disown(inquiry=inquiry)
    inquiry.refresh_from_db()
    sender.refresh_from_db()
    assert (inquiry.state, inquiry.text) == (InquiryState.DISOWNED, "")
    assert (sender.is_confirmed, sender.closed_because) == (False, ClosureReason.DISOWNED)
    assert mails() == [RECEIPT]
    actions.disown(inquiry=inquiry)
    assert AuditRecord.objects.filter(action="people.inquiry_disowned").count() == 1


def test_disowning_what_has_left_closes_the_address(ask: Ask, contact: Contact):
    inquiry = RelayedInquiryFactory(message__state="sent")
    actions.disown(inquiry=inquiry)
    actions.disown(inquiry=inquiry)
    inquiry = Inquiry.objects.select_related("sender").get()
    assert (inquiry.state, inquiry.sender.is_closed) == (InquiryState.RELAYED, True)
    assert AuditRecord.objects.filter(action="people.inquiry_disowned").count() == 1


def test_state_follows_the_mail(ask: Ask, contact: Contact):
    inquiry = ask(contact, by=UserFactory(email=ADDRESS))
    assert inquiry_with_everything(inquiry.pk).standing == InquiryState.RELAYED
    delivery.send_message(inquiry.message_id)
    assert inquiry_with_everything(inquiry.pk).standing == InquiryState.DELIVERED
    inquiry.message.refresh_from_db()
    assert (inquiry.message.body, inquiry.message.html) == ("", "")


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (MessageState.WAITING, InquiryState.RELAYED),
        (MessageState.SENDING, InquiryState.RELAYED),
        (MessageState.SENT, InquiryState.DELIVERED),
        (MessageState.BOUNCED, InquiryState.BOUNCED),
        (MessageState.REFUSED, InquiryState.REFUSED),
    ],
)
def test_standing_of_each_state_of_the_mail(state: MessageState, standing: InquiryState):
    inquiry = RelayedInquiryFactory(message__state=state)
    assert inquiry_with_everything(inquiry.pk).standing == standing


def test_address_is_known_by_its_hash_however_it_is_written():
    InquirySenderFactory(address=ADDRESS)
    assert hash_of(" Kysyja@NAAPURI.example ") == InquirySender.objects.get().address_hash
    assert ADDRESS not in hash_of(ADDRESS)


def test_no_contents_stand_in_the_audit_trail(ask: Ask, contact: Contact):
    inquiry = ask(contact)
    actions.confirm(token=confirm_token(inquiry))
    actions.report(inquiry=inquiry, reason="offensive")
    actions.close_sender(inquiry=inquiry)
    actions.disown(inquiry=inquiry)
    written = " ".join(
        f"{record.label} {record.message} {record.data}" for record in AuditRecord.objects.all()
    )
    for secret in ("Montako", "Naapurikun", ADDRESS, "vastaaja@"):
        assert secret not in written
