"""The yearly question under a travelled clock: asked, reminded, stepped back, come back."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kenno.core import delivery
from kenno.core.bounces import Outcome, Report, ReportKind, take_report
from kenno.core.enums import MessageState
from kenno.core.exceptions import Conflict
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people import actions
from kenno.people.actions import AskedContacts
from kenno.people.consents import TEXT_VERSION
from kenno.people.enums import ConfirmationAnswer, ConsentSource, Visibility
from kenno.people.models import Confirmation, Consent, Contact
from tests.factories.people import (
    ContactFactory,
    CoordinatorFactory,
    InvitedContactFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.people.confirmations.conftest import NOON, address_in, question_of

A_YEAR_AGO = date(2025, 3, 2)


def deliver_waiting() -> None:
    for message in OutboxMessage.objects.waiting().order_by("pk"):
        delivery.send_message(message.pk)


def is_shown(contact: Contact) -> bool:
    return Contact.objects.shown().filter(pk=contact.pk).exists()


def test_contact_is_asked_when_a_year_has_gone(contact):
    assert actions.ask_contacts() == AskedContacts(persons=1, failed_hand_overs=0, stepped_back=0)
    question = question_of(contact)
    told = (question.about, question.asked_on, question.told_on, question.mails)
    assert told == (A_YEAR_AGO, date(2026, 3, 2), date(2026, 3, 2), 1)
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient, message.confidential) == (
        "people.yearly_question",
        contact.person.email,
        True,
    )


def test_contact_is_not_asked_the_day_before(contact, to_day):
    to_day(-1)
    assert actions.ask_contacts().persons == 0
    assert Confirmation.objects.count() == 0


def test_contact_is_asked_once_however_often_the_task_runs(contact):
    actions.ask_contacts()
    assert actions.ask_contacts() == AskedContacts(0, 0, 0)
    assert (Confirmation.objects.count(), OutboxMessage.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"ends_on": date(2026, 3, 2)},
        {"is_example": True},
        {"stepped_back_at": "2026-01-01T00:00Z"},
        {"starts_on": date(2026, 3, 3)},
    ],
)
def test_contact_who_is_not_at_work_is_not_asked(contact, fields):
    Contact.objects.filter(pk=contact.pk).update(**fields)
    assert actions.ask_contacts().persons == 0


def test_invited_closed_and_example_persons_are_not_asked(to_day, db):
    InvitedContactFactory(confirmed_on=A_YEAR_AGO)
    ContactFactory(confirmed_on=A_YEAR_AGO, person__is_active=False)
    ContactFactory(confirmed_on=A_YEAR_AGO, person__is_example=True)
    assert actions.ask_contacts().persons == 0


def test_card_never_confirmed_counts_from_the_day_it_was_accepted(to_day, db):
    contact = ContactFactory()
    to_day(364)
    assert actions.ask_contacts().persons == 0
    to_day(365)
    assert actions.ask_contacts().persons == 1
    assert question_of(contact).about == date(2026, 3, 2)


def test_person_with_several_cards_gets_one_mail_that_lists_them(contact):
    soon = ContactFactory(person=contact.person, title="museonjohtaja", confirmed_on="2025-03-25")
    later = ContactFactory(
        person=contact.person, title="teatterinjohtaja", confirmed_on="2025-05-02"
    )
    assert actions.ask_contacts().persons == 1
    body = OutboxMessage.objects.get().body
    assert [str(card) in body for card in (contact, soon, later)] == [True, True, False]
    asked = Confirmation.objects.order_by("contact").values_list("contact", flat=True)
    assert list(asked) == [contact.pk, soon.pk]


def test_mail_is_in_the_language_of_the_person(contact):
    contact.person.language = "sv"
    contact.person.save()
    actions.ask_contacts()
    assert OutboxMessage.objects.get().language == "sv"


def test_whole_cycle_reminds_twice_and_steps_back(contact, to_day):
    done = {}
    for day in range(60):
        to_day(day)
        run = actions.ask_contacts()
        if run != AskedContacts(0, 0, 0):
            done[day] = run
    assert done == {
        0: AskedContacts(1, 0, 0),
        14: AskedContacts(1, 0, 0),
        28: AskedContacts(1, 0, 0),
        42: AskedContacts(0, 0, 1),
    }
    assert is_shown(contact) is False
    subjects = OutboxMessage.objects.order_by("pk").values_list("subject", flat=True)
    question = "Pitävätkö yhteystietosi vielä paikkansa?"
    assert list(subjects) == [question, f"Muistutus: {question}", f"Muistutus: {question}"]


def test_contact_is_shown_until_the_forty_second_day(contact, to_day):
    for day in (0, 14, 28, 41):
        to_day(day)
        actions.ask_contacts()
    assert is_shown(contact) is True


def test_task_that_was_not_run_for_long_does_not_hurry(contact, to_day):
    actions.ask_contacts()
    to_day(50)
    assert actions.ask_contacts() == AskedContacts(1, 0, 0)
    to_day(51)
    assert actions.ask_contacts() == AskedContacts(0, 0, 0)
    to_day(64)
    assert actions.ask_contacts() == AskedContacts(1, 0, 0)
    to_day(78)
    assert actions.ask_contacts() == AskedContacts(0, 0, 1)


def test_stepping_back_is_told_to_search_and_written_down(contact, to_day, registered_follower):
    for day in (0, 14, 28, 42):
        to_day(day)
        actions.ask_contacts()
    assert registered_follower.changed == [contact.pk]
    record = AuditRecord.objects.get(action="people.contact_stepped_back")
    assert (record.subject, record.by) == (contact, None)


def test_contact_comes_back_by_the_first_link_of_the_cycle(contact, to_day):
    for day in (0, 14, 28, 42, 300):
        to_day(day)
        actions.ask_contacts()
    address = address_in(OutboxMessage.objects.order_by("pk")[0])
    answer = {"contact": contact.pk, "answer": "keep", "text_version": TEXT_VERSION}
    assert Client().post(address, answer).status_code == 302
    assert is_shown(contact) is True
    assert question_of(contact).answer == ConfirmationAnswer.KEPT


def test_contact_comes_back_by_saving_the_card_in_the_workspace(contact, to_day):
    for day in (0, 14, 28, 42):
        to_day(day)
        actions.ask_contacts()
    card = actions.Card(title=contact.title, visibility=Visibility.ROLE)
    contact.refresh_from_db()
    actions.change_contact(
        contact=contact,
        card=card,
        based_on=contact.version,
        by=contact.person,
        how=ConsentSource.OWN_PAGE,
    )
    assert is_shown(contact) is True
    assert question_of(contact).answer == ConfirmationAnswer.KEPT


def test_contact_whose_consent_has_expired_is_shown_only_after_agreeing_anew(contact, to_day):
    Consent.objects.filter(contact=contact).update(expires_at="2026-03-10T00:00Z")
    for day in (0, 14, 28, 42):
        to_day(day)
        actions.ask_contacts()
    actions.keep_contact(contact=contact, text_version=TEXT_VERSION, by=contact.person)
    assert is_shown(contact) is True
    consent = Consent.objects.valid().get(contact=contact)
    assert consent.how == ConsentSource.YEARLY


def test_kept_card_is_asked_about_again_after_a_year(contact, to_day):
    actions.ask_contacts()
    actions.keep_contact(contact=contact, text_version=TEXT_VERSION, by=contact.person)
    to_day(364)
    assert actions.ask_contacts().persons == 0
    to_day(365)
    assert actions.ask_contacts().persons == 1
    assert Confirmation.objects.filter(contact=contact).count() == 2


def test_job_that_ends_meanwhile_is_asked_about_no_more(contact, to_day):
    actions.ask_contacts()
    Contact.objects.filter(pk=contact.pk).update(ends_on=date(2026, 3, 10))
    to_day(14)
    assert actions.ask_contacts() == AskedContacts(0, 0, 0)
    assert question_of(contact).answer == ConfirmationAnswer.ENDED


def test_ending_a_card_closes_its_question(contact):
    actions.ask_contacts()
    actions.end_contact(contact=contact, by=CoordinatorFactory())
    assert question_of(contact).answer == ConfirmationAnswer.ENDED


def test_contact_whose_mail_bounced_steps_back_and_the_list_says_why(contact, to_day, client):
    actions.ask_contacts()
    message = OutboxMessage.objects.get()
    OutboxMessage.objects.update(state=MessageState.SENT, sent_at=NOON, claimed_at=NOON)
    bounce = Report("dsn:1", ReportKind.HARD_BOUNCE, message_ids=(message.message_id,))
    assert take_report(bounce) == Outcome.TAKEN
    for day in (14, 28, 42):
        to_day(day)
        actions.ask_contacts()
        deliver_waiting()
    refused = OutboxMessage.objects.filter(state=MessageState.REFUSED)
    assert refused.count() == 2
    client.force_login(CoordinatorFactory())
    page = client.get("/tyopoyta/yhteyshenkilot/vahvistusta-vailla/").content.decode()
    assert is_shown(contact) is False
    assert "osoitteeseen ei lähetetä viestejä" in page


def test_asking_again_begins_the_reminders_anew(contact, to_day):
    for day in (0, 14, 20):
        to_day(day)
        actions.ask_contacts()
    actions.ask_again(contact=contact, by=CoordinatorFactory())
    question = question_of(contact)
    assert (question.asked_on, question.reminded, question.mails) == (date(2026, 3, 22), 0, 3)
    to_day(33)
    assert actions.ask_contacts().persons == 0
    to_day(34)
    assert actions.ask_contacts().persons == 1


def test_asking_again_on_the_same_day_is_a_conflict(contact):
    actions.ask_contacts()
    with pytest.raises(Conflict):
        actions.ask_again(contact=contact, by=CoordinatorFactory())


def test_nobody_has_two_open_questions(contact):
    actions.ask_contacts()
    day = date(2026, 3, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(contact=contact, about=day, asked_on=day, told_on=day)


@pytest.mark.parametrize("number", [1, 3])
def test_run_without_anything_to_do_asks_the_database_the_same(
    to_day, db, number, django_assert_num_queries
):
    for _count in range(number):
        ShownContactFactory(confirmed_on=date(2025, 6, 1), organisation__name_fi=f"K{_count}")
    with django_assert_num_queries(5):
        actions.ask_contacts()


def test_each_person_costs_the_same(to_day, db):
    def queries(persons: int) -> int:
        for _number in range(persons):
            ContactFactory(confirmed_on=A_YEAR_AGO, person=UserFactory())
        with CaptureQueriesContext(connection) as asked:
            actions.ask_contacts()
        return len(asked)

    queries(1)
    one, three = queries(1), queries(3)
    per_person = (three - one) // 2
    assert three == one + 2 * per_person
    assert per_person <= 20
