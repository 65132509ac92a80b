"""A question from its form to the outbox: at once, after a confirmation, or not at all."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from kenno.core.enums import SuppressionReason
from kenno.core.exceptions import Gone
from kenno.core.models import AuditRecord
from kenno.core.suppression import suppress
from kenno.people import actions
from kenno.people.enums import ClosureReason, DeclinedBy, InquiryState
from kenno.people.models import Contact, Inquiry, InquirySender
from kenno.people.queries.inquiries import receiver_for
from tests.factories.inquiries import (
    ClosedSenderFactory,
    ConfirmedSenderFactory,
    StoppedSenderFactory,
)
from tests.factories.people import (
    ContactFactory,
    MunicipalOrganisationFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.people.inquiries.conftest import ADDRESS, GENERAL, Ask, confirm_token, mail, mails

pytestmark = pytest.mark.django_db

CONFIRMATION = ("people.inquiry_confirmation", ADDRESS)
RECEIPT = ("people.inquiry_receipt", ADDRESS)
QUESTION = ("people.inquiry", "vastaaja@kunta.example")


def test_first_question_of_an_address_waits_for_its_confirmation(ask: Ask, contact: Contact):
    inquiry = ask(contact)
    assert (inquiry.state, inquiry.contact, inquiry.organisation) == (
        InquiryState.UNCONFIRMED,
        contact,
        contact.organisation,
    )
    assert mails() == [CONFIRMATION]
    assert InquirySender.objects.get().is_confirmed is False
    assert list(AuditRecord.objects.values_list("action", "by")) == [("people.inquiry_asked", None)]


def test_mail_to_an_unconfirmed_address_carries_nothing_that_was_typed(ask: Ask, contact: Contact):
    ask(contact, name="Osta halpaa", organisation="Mainosfirma", text="https://osta.example/")
    sent = mail("people.inquiry_confirmation")
    for typed in ("Osta halpaa", "Mainosfirma", "osta.example"):
        assert typed not in sent.subject + sent.body + sent.html
    assert (sent.confidential, sent.reply_to) == (True, "")


def test_confirming_passes_the_question_on_once(ask: Ask, contact: Contact):
    inquiry = ask(contact)
    token = confirm_token(inquiry)
    confirmed = actions.confirm(token=token)
    assert (confirmed.state, confirmed.receiver) == (InquiryState.RELAYED, contact.person)
    assert mails() == [CONFIRMATION, QUESTION]
    assert InquirySender.objects.get().is_confirmed is True
    with pytest.raises(Gone):
        actions.confirm(token=token)
    with pytest.raises(Gone):
        actions.confirm(token=confirm_token(inquiry))
    assert mails() == [CONFIRMATION, QUESTION]


def test_question_reaches_its_receiver_with_an_address_to_answer(ask: Ask, contact: Contact):
    actions.confirm(token=confirm_token(ask(contact)))
    sent = mail("people.inquiry")
    assert (sent.reply_to, sent.confidential) == (ADDRESS, True)
    assert sent.subject == "Kysymys: Kulttuurikaveri"
    for words in (
        "Naapurikunnan kulttuurisihteeri, Naapurikunta",
        "> Montako kaveria teillä on?",
        ADDRESS,
        "/kaytanteet/kulttuurikaveri/",
        "/kysymys/sulje/",
        "/kysymys/ilmoita/",
    ):
        assert words in sent.body


def test_question_is_put_in_the_receivers_language(ask: Ask):
    contact = ShownContactFactory(person__language="sv", person__email="svarare@kunta.example")
    actions.confirm(token=confirm_token(ask(contact)))
    sent = mail("people.inquiry")
    assert sent.language == "sv"
    assert "/sv/" in sent.body
    assert "Montako kaveria teillä on?" in sent.body


def test_question_to_a_swedish_municipality_is_put_in_swedish(ask: Ask):
    organisation = MunicipalOrganisationFactory(
        municipality__language_status="sv", general_email="kultur@kommun.example"
    )
    ConfirmedSenderFactory(address=ADDRESS)
    ask(organisation=organisation)
    assert mail("people.inquiry").language == "sv"


def test_mails_to_the_sender_are_in_the_language_in_which_they_asked(ask: Ask, contact: Contact):
    with translation.override("en"):
        inquiry = ask(contact)
    assert (inquiry.language, mail("people.inquiry_confirmation").language) == ("en", "en")


def test_links_and_scripts_of_a_question_are_only_text(ask: Ask, contact: Contact):
    ConfirmedSenderFactory(address=ADDRESS)
    ask(contact, name="<b>Nimi</b>", text="<script>alert(1)</script> https://evil.example/")
    sent = mail("people.inquiry")
    assert "<script>" not in sent.html
    assert "<b>Nimi" not in sent.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; https://evil.example/" in sent.html
    assert 'href="https://evil.example' not in sent.html


def test_question_of_a_confirmed_address_goes_at_once_with_a_receipt(ask: Ask, contact: Contact):
    ConfirmedSenderFactory(address=ADDRESS)
    inquiry = ask(contact, address="Kysyja@Naapuri.Example")
    assert inquiry.state == InquiryState.RELAYED
    assert mails() == [QUESTION, RECEIPT]
    assert "/kysymys/tila/" in mail("people.inquiry_receipt").body
    assert "Montako" not in mail("people.inquiry_receipt").body


def test_confirmation_is_remembered_for_a_year(ask: Ask, contact: Contact):
    ConfirmedSenderFactory(address=ADDRESS, confirmed_at=timezone.now() - timedelta(days=364))
    assert ask(contact).state == InquiryState.RELAYED
    InquirySender.objects.update(confirmed_at=timezone.now() - timedelta(days=366))
    assert ask(contact).state == InquiryState.UNCONFIRMED


def test_signed_in_person_asks_without_confirming(ask: Ask, contact: Contact):
    person = UserFactory(email=ADDRESS)
    inquiry = ask(contact, by=person)
    assert (inquiry.state, inquiry.asked_by) == (InquiryState.RELAYED, person)
    assert mails() == [QUESTION]
    assert AuditRecord.objects.get().by == person


def test_same_sending_twice_is_one(ask: Ask, contact: Contact):
    first, second = (ask(contact, stamp="sama") for _ in range(2))
    assert first == second
    assert Inquiry.objects.count() == 1
    assert mails() == [CONFIRMATION]


def test_question_to_the_general_address(ask: Ask):
    organisation = MunicipalOrganisationFactory(general_email="kulttuuri@kunta.example")
    ConfirmedSenderFactory(address=ADDRESS)
    inquiry = ask(organisation=organisation)
    assert (inquiry.state, inquiry.receiver) == (InquiryState.RELAYED, None)
    assert mails() == [("people.inquiry", "kulttuuri@kunta.example"), RECEIPT]


@pytest.mark.parametrize("how", ["withdraws", "ends", "closes", "bounces"])
def test_question_goes_to_the_general_address_when_the_contact_cannot_be_reached(
    ask: Ask, how: str
):
    contact = ShownContactFactory(**GENERAL)
    inquiry = ask(contact)
    match how:
        case "withdraws":
            actions.hide_contacts(person=contact.person, by=contact.person)
        case "ends":
            actions.end_contact(contact=contact, by=contact.person)
        case "closes":
            contact.person.is_active = False
            contact.person.save()
        case "bounces":
            suppress(address=contact.person.email, reason=SuppressionReason.BOUNCE)
    confirmed = actions.confirm(token=confirm_token(inquiry))
    assert (confirmed.state, confirmed.receiver) == (InquiryState.RELAYED, None)
    assert mails() == [CONFIRMATION, ("people.inquiry", "kulttuuri@kunta.example")]


def test_question_that_nobody_can_get_is_told_of(ask: Ask, contact: Contact):
    inquiry = ask(contact)
    actions.hide_contacts(person=contact.person, by=contact.person)
    assert actions.confirm(token=confirm_token(inquiry)).state == InquiryState.UNREACHABLE
    assert mails() == [CONFIRMATION, RECEIPT]
    told = mail("people.inquiry_receipt")
    assert told.subject == "Viestiäsi ei voitu välittää"
    assert "Yhteyshenkilö ei enää ota vastaan viestejä" in told.body


def test_question_to_a_contact_of_the_demonstration_goes_nowhere(ask: Ask):
    contact = ShownContactFactory(person__is_example=True)
    ConfirmedSenderFactory(address=ADDRESS)
    assert ask(contact).state == InquiryState.UNREACHABLE
    assert mails() == [RECEIPT]


@pytest.mark.parametrize("made", [ContactFactory, ShownContactFactory])
def test_contact_without_consent_or_willingness_is_not_asked(made: type[ShownContactFactory]):
    contact = made(answers_questions=made is ContactFactory)
    assert receiver_for(contact.pk, None) is None


def test_receiver_of_an_organisation_that_works_no_more_is_nobody():
    contact = ShownContactFactory(organisation__is_active=False, **GENERAL)
    assert receiver_for(contact.pk, contact.organisation) is None


def test_receiver_says_the_name_only_when_it_may_be_seen():
    named = {"person__first_name": "Etunimi", "person__last_name": "Sukunimi"}
    hidden = receiver_for(ShownContactFactory(**named).pk, None)
    shown = receiver_for(ShownContactFactory(visibility="role-and-name", **named).pk, None)
    assert hidden is not None
    assert shown is not None
    assert (hidden.name, shown.name) == ("", "Etunimi Sukunimi")


def test_closed_out_sender_is_told_so_by_mail(ask: Ask, contact: Contact):
    ClosedSenderFactory(sender=ConfirmedSenderFactory(address=ADDRESS), person=contact.person)
    inquiry = ask(contact)
    assert (inquiry.state, inquiry.declined_by) == (InquiryState.DECLINED, DeclinedBy.RECEIVER)
    assert mails() == [RECEIPT]
    assert "ei ota vastaan viestejä sinulta" in mail("people.inquiry_receipt").body
    assert ask(ShownContactFactory()).state == InquiryState.RELAYED


def test_closed_out_sender_does_not_reach_the_person_in_another_job(ask: Ask, contact: Contact):
    ClosedSenderFactory(sender=ConfirmedSenderFactory(address=ADDRESS), person=contact.person)
    other_job = ShownContactFactory(person=contact.person, title="museonjohtaja")
    assert ask(other_job).state == InquiryState.DECLINED


def test_sender_closed_for_all_is_told_so_by_mail(ask: Ask, contact: Contact):
    StoppedSenderFactory(address=ADDRESS)
    inquiry = ask(contact)
    assert (inquiry.state, inquiry.declined_by) == (InquiryState.DECLINED, DeclinedBy.SERVICE)
    assert mails() == [RECEIPT]
    assert "ei toistaiseksi välitetä" in mail("people.inquiry_receipt").body


def test_disowned_address_gets_no_more_mail(ask: Ask, contact: Contact):
    StoppedSenderFactory(address=ADDRESS, closed_because=ClosureReason.DISOWNED)
    assert ask(contact).state == InquiryState.DECLINED
    assert mails() == []


def test_owner_of_a_disowned_address_asks_signed_in(ask: Ask, contact: Contact):
    StoppedSenderFactory(address=ADDRESS, closed_because=ClosureReason.DISOWNED)
    assert ask(contact, by=UserFactory(email=ADDRESS)).state == InquiryState.RELAYED


def test_sender_stopped_meanwhile_is_not_passed_on_by_confirming(ask: Ask, contact: Contact):
    inquiry = ask(contact)
    InquirySender.objects.update(closed_at=timezone.now(), closed_because=ClosureReason.REPORTED)
    assert actions.confirm(token=confirm_token(inquiry)).state == InquiryState.DECLINED
