"""How the yearly question is answered: kept, handed over, removed."""

from datetime import date

import pytest
from django.utils import translation

from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people import actions
from kenno.people.actions import AskedContacts
from kenno.people.actions.confirmations import ConsentTextChanged
from kenno.people.consents import TEXT_VERSION, consent_text
from kenno.people.enums import ConfirmationAnswer, ConsentPurpose, ConsentSource, Visibility
from kenno.people.models import Confirmation, Consent, Contact, User
from tests.factories.people import (
    ContactFactory,
    CoordinatorFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.people.confirmations.conftest import question_of

SUCCESSOR = {"title": "kulttuurituottaja", "email": "seuraaja@kunta.example"}


@pytest.fixture
def asked(contact: Contact) -> Contact:
    actions.ask_contacts()
    return contact


def is_shown(contact: Contact) -> bool:
    return Contact.objects.shown().filter(pk=contact.pk).exists()


def test_keeping_confirms_and_renews_the_consent_in_the_words_shown_now(asked):
    with translation.override("sv"):
        actions.keep_contact(contact=asked, text_version=TEXT_VERSION, by=asked.person)
    asked.refresh_from_db()
    assert asked.confirmed_on == date(2026, 3, 2)
    consent = Consent.objects.filter(contact=asked).newest_first()[0]
    assert (consent.how, consent.text, consent.expires_at.date()) == (
        ConsentSource.YEARLY,
        consent_text(ConsentPurpose.ROLE, "sv"),
        date(2028, 3, 1),
    )
    assert question_of(asked).answer == ConfirmationAnswer.KEPT
    assert AuditRecord.objects.filter(action="people.contact_confirmed").count() == 1


def test_keeping_a_hidden_card_agrees_to_nothing(to_day, db):
    contact = ContactFactory(confirmed_on=date(2025, 3, 2))
    actions.ask_contacts()
    actions.keep_contact(contact=contact, text_version="", by=contact.person)
    assert Consent.objects.count() == 0
    assert question_of(contact).answer == ConfirmationAnswer.KEPT


def test_keeping_by_old_words_is_refused(asked):
    with pytest.raises(ConsentTextChanged):
        actions.keep_contact(contact=asked, text_version="2020-1", by=asked.person)
    assert question_of(asked).answered_at is None


def test_keeping_twice_is_a_conflict(asked):
    actions.keep_contact(contact=asked, text_version=TEXT_VERSION, by=asked.person)
    with pytest.raises(Conflict):
        actions.keep_contact(contact=asked, text_version=TEXT_VERSION, by=asked.person)


@pytest.mark.parametrize("other", [UserFactory, CoordinatorFactory])
def test_nobody_else_keeps_or_removes_a_card(asked, other):
    somebody = other()
    with pytest.raises(Refusal):
        actions.keep_contact(contact=asked, text_version=TEXT_VERSION, by=somebody)
    with pytest.raises(Refusal):
        actions.remove_contact(contact=asked, by=somebody)


def test_removing_ends_the_card_and_withdraws_the_consent_at_once(asked, registered_follower):
    actions.remove_contact(contact=asked, by=asked.person)
    asked.refresh_from_db()
    assert (asked.ends_on, is_shown(asked)) == (date(2026, 3, 2), False)
    assert Consent.objects.valid().count() == 0
    assert question_of(asked).answer == ConfirmationAnswer.REMOVED
    assert registered_follower.changed == [asked.pk]


def test_hand_over_invites_and_keeps_the_contact_until_the_successor_agrees(asked):
    successor = actions.hand_over(
        contact=asked, message="Tervetuloa!", by=asked.person, **SUCCESSOR
    )
    assert (successor.organisation, successor.is_accepted) == (asked.organisation, False)
    message = OutboxMessage.objects.get(kind="people.contact_invitation")
    assert message.recipient == SUCCESSOR["email"]
    assert "> Tervetuloa!" in message.body
    assert is_shown(asked) is True
    assert question_of(asked).successor == successor


def test_successor_who_agrees_takes_over(asked, registered_follower):
    successor = actions.hand_over(contact=asked, by=asked.person, **SUCCESSOR)
    agree(successor)
    asked.refresh_from_db()
    assert asked.is_ended is True
    assert question_of(asked).answer == ConfirmationAnswer.HANDED_OVER
    assert registered_follower.replaced == [(asked.pk, successor.pk)]
    record = AuditRecord.objects.get(action="people.contact_handed_over")
    assert (record.subject, record.by) == (asked, successor.person)


def agree(successor: Contact) -> None:
    actions.change_contact(
        contact=successor,
        card=actions.Card(title=successor.title, visibility=Visibility.ROLE),
        based_on=successor.version,
        by=successor.person,
        how=ConsentSource.OWN_PAGE,
    )


def test_contact_is_not_reminded_while_the_successor_thinks(asked, to_day):
    actions.hand_over(contact=asked, by=asked.person, **SUCCESSOR)
    to_day(29)
    assert actions.ask_contacts() == AskedContacts(0, 0, 0)


def test_contact_is_asked_anew_when_the_successor_declines(asked, to_day):
    successor = actions.hand_over(contact=asked, by=asked.person, **SUCCESSOR)
    to_day(3)
    actions.decline_contact(contact=successor, by=successor.person)
    assert actions.ask_contacts() == AskedContacts(1, 1, 0)
    question = question_of(asked)
    assert (question.asked_on, question.successor_failed_on, question.reminded, question.mails) == (
        date(2026, 3, 5),
        date(2026, 3, 5),
        0,
        2,
    )
    body = OutboxMessage.objects.filter(kind="people.yearly_question")[0].body
    assert "Nimeämäsi seuraaja ei ole suostunut tehtävään" in body


def test_contact_is_asked_anew_when_the_successor_does_not_answer_in_thirty_days(asked, to_day):
    actions.hand_over(contact=asked, by=asked.person, **SUCCESSOR)
    to_day(30)
    assert actions.ask_contacts() == AskedContacts(1, 1, 0)
    assert Contact.objects.filter(title=SUCCESSOR["title"]).count() == 0
    assert User.objects.filter(email=SUCCESSOR["email"]).count() == 0


def test_contact_without_a_successor_steps_back_in_the_end(asked, to_day):
    actions.hand_over(contact=asked, by=asked.person, **SUCCESSOR)
    for day in (30, 44, 58, 72):
        to_day(day)
        last = actions.ask_contacts()
    assert last == AskedContacts(0, 0, 1)
    assert is_shown(asked) is False


def test_naming_another_successor_takes_the_first_invitation_back(asked):
    first = actions.hand_over(contact=asked, by=asked.person, **SUCCESSOR)
    second = actions.hand_over(
        contact=asked, by=asked.person, title="rehtori", email="toinen@kunta.example"
    )
    assert Contact.objects.filter(pk=first.pk).exists() is False
    assert question_of(asked).successor == second


def test_keeping_after_all_takes_the_invitation_back(asked):
    successor = actions.hand_over(contact=asked, by=asked.person, **SUCCESSOR)
    actions.keep_contact(contact=asked, text_version=TEXT_VERSION, by=asked.person)
    assert Contact.objects.filter(pk=successor.pk).exists() is False
    assert question_of(asked).answer == ConfirmationAnswer.KEPT


def test_saving_the_card_goes_on_with_the_hand_over(asked):
    successor = actions.hand_over(contact=asked, by=asked.person, **SUCCESSOR)
    asked.refresh_from_db()
    agree(asked)
    assert question_of(asked).successor == successor


def test_successor_who_has_the_job_already_takes_over_at_once(asked, registered_follower):
    there = ShownContactFactory(
        organisation=asked.organisation, title=SUCCESSOR["title"], person__email=SUCCESSOR["email"]
    )
    assert actions.hand_over(contact=asked, by=asked.person, **SUCCESSOR) == there
    asked.refresh_from_db()
    assert asked.is_ended is True
    assert registered_follower.replaced == [(asked.pk, there.pk)]


def test_coordinator_names_a_successor_of_somebody_not_asked(contact):
    successor = actions.hand_over(contact=contact, by=CoordinatorFactory(), **SUCCESSOR)
    question = question_of(contact)
    assert (question.successor, question.mails) == (successor, 0)


@pytest.mark.parametrize("email", ["ei-osoite", "a@b\nBcc: c@d.example"])
def test_hand_over_to_no_address_is_refused_and_changes_nothing(asked, email):
    with pytest.raises(Refusal):
        actions.hand_over(contact=asked, title="rehtori", email=email, by=asked.person)
    assert question_of(asked).handed_over_at is None


def test_hand_over_to_oneself_is_refused(asked):
    own = asked.person.email.upper()
    with pytest.raises(Refusal):
        actions.hand_over(contact=asked, title="rehtori", email=own, by=asked.person)


def test_hand_over_of_an_ended_card_is_a_conflict(asked):
    actions.end_contact(contact=asked, by=asked.person)
    with pytest.raises(Conflict):
        actions.hand_over(contact=asked, by=asked.person, **SUCCESSOR)


def test_hand_over_twice_on_one_day_uses_one_question(contact):
    by = CoordinatorFactory()
    successor = actions.hand_over(contact=contact, by=by, **SUCCESSOR)
    actions.hand_over(contact=contact, by=by, title="rehtori", email="toinen@kunta.example")
    assert Confirmation.objects.count() == 1
    assert Contact.objects.filter(pk=successor.pk).exists() is False
