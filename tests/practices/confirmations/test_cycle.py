"""The yearly question about practices under a travelled clock, and how it is answered."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType

from kenno.core.exceptions import Conflict
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.moderation import actions as moderation
from kenno.people.models import User
from kenno.practices.actions import confirmations as actions
from kenno.practices.actions.confirmations import AskedPractices
from kenno.practices.actions.drafts import submit
from kenno.practices.enums import ConfirmationAnswer
from kenno.practices.models import Practice, PracticeConfirmation
from kenno.practices.queries.confirmations import is_stale
from kenno.search.models import IndexChange
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
    ShownContactFactory,
)
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory

NOON = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
A_YEAR_AGO = date(2025, 3, 2)
NOTHING = AskedPractices(0, 0, 0)


@pytest.fixture
def to_day(time_machine) -> Callable[[int], None]:
    def go(day: int) -> None:
        time_machine.move_to(NOON + timedelta(days=day), tick=False)

    go(0)
    return go


@pytest.fixture
def practice(to_day, db) -> Practice:
    found: Practice = PublishedPracticeFactory(last_confirmed_on=A_YEAR_AGO)
    return found


@pytest.fixture
def writer(practice: Practice) -> User:
    found: User = ContributorFactory(municipality=practice.municipality)
    return found


def receivers() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("recipient", flat=True))


def test_writers_of_the_municipality_are_asked_when_a_year_has_gone(practice, writer):
    other = ContributorFactory(municipality=practice.municipality)
    ContributorFactory()
    assert actions.ask_about_practices() == AskedPractices(asked=1, reminded=0, mails=2)
    assert sorted(receivers()) == sorted([writer.email, other.email])
    question = PracticeConfirmation.objects.get()
    assert (question.about, question.asked_on, question.mails) == (
        A_YEAR_AGO,
        date(2026, 3, 2),
        1,
    )


def test_main_contributor_is_asked_instead_of_the_others(practice, writer):
    main = ContributorFactory(municipality=practice.municipality)
    main.memberships.update(is_main=True)
    actions.ask_about_practices()
    assert receivers() == [main.email]


def test_nothing_is_asked_the_day_before(practice, writer, to_day):
    to_day(-1)
    assert actions.ask_about_practices() == NOTHING


def test_contact_of_the_practice_is_asked_instead_of_its_writers(practice, writer):
    contact = ShownContactFactory(answers_questions=True)
    Practice.objects.filter(pk=practice.pk).update(contact=contact)
    actions.ask_about_practices()
    assert receivers() == [contact.person.email]


def test_writers_are_asked_when_the_contact_has_stepped_back(practice, writer):
    contact = ShownContactFactory(answers_questions=True, stepped_back_at=NOON)
    Practice.objects.filter(pk=practice.pk).update(contact=contact)
    actions.ask_about_practices()
    assert receivers() == [writer.email]


def test_one_mail_lists_what_falls_due_within_a_month(practice, writer):
    place = practice.municipality
    soon = PublishedPracticeFactory(municipality=place, last_confirmed_on=date(2025, 3, 30))
    later = PublishedPracticeFactory(municipality=place, last_confirmed_on=date(2025, 4, 30))
    assert actions.ask_about_practices() == AskedPractices(2, 0, 1)
    body = OutboxMessage.objects.get().body
    assert [found.title in body for found in (practice, soon, later)] == [True, True, False]


def test_drafts_archived_and_examples_are_not_asked_about(to_day, db):
    PracticeFactory(last_confirmed_on=A_YEAR_AGO)
    PublishedPracticeFactory(last_confirmed_on=A_YEAR_AGO, is_example=True)
    assert actions.ask_about_practices() == NOTHING


def test_practice_never_confirmed_counts_from_its_publication(to_day, db):
    PublishedPracticeFactory()
    to_day(364)
    assert actions.ask_about_practices() == NOTHING
    to_day(365)
    assert actions.ask_about_practices() == AskedPractices(1, 0, 0)


def test_whole_cycle_reminds_twice_and_coordinators_see_it(practice, writer, to_day, client):
    done = {}
    for day in range(60):
        to_day(day)
        run = actions.ask_about_practices()
        if run != NOTHING:
            done[day] = run
    assert done == {
        0: AskedPractices(1, 0, 1),
        14: AskedPractices(0, 1, 1),
        28: AskedPractices(0, 1, 1),
    }
    client.force_login(CoordinatorFactory())
    page = " ".join(client.get("/tyopoyta/").content.decode().split())
    assert "1 käytännettä ei ole kukaan vahvistanut kuuteen viikkoon." in page
    assert Practice.objects.published().count() == 1


def test_run_twice_on_a_day_changes_nothing(practice, writer):
    actions.ask_about_practices()
    assert actions.ask_about_practices() == NOTHING


def test_keeping_confirms_and_tells_the_search(practice, writer):
    actions.ask_about_practices()
    IndexChange.objects.all().delete()
    actions.keep_practice(practice=practice, by=writer)
    practice.refresh_from_db()
    question = PracticeConfirmation.objects.get()
    assert practice.last_confirmed_on == date(2026, 3, 2)
    assert (question.answer, question.answered_by) == (ConfirmationAnswer.KEPT, writer)
    assert list(IndexChange.objects.values_list("key", flat=True)) == [str(practice.pk)]
    assert AuditRecord.objects.filter(action="practices.confirmed").count() == 1


def test_keeping_twice_on_a_day_is_a_conflict(practice, writer):
    actions.keep_practice(practice=practice, by=writer)
    with pytest.raises(Conflict):
        actions.keep_practice(practice=practice, by=writer)


def test_archiving_is_asked_for_and_not_done(practice, writer):
    actions.ask_about_practices()
    actions.ask_for_archiving(practice=practice, message="Loppui", by=writer)
    practice.refresh_from_db()
    question = PracticeConfirmation.objects.get()
    assert practice.live is True
    assert (question.answer, question.message, question.handled_at) == (
        ConfirmationAnswer.ARCHIVE,
        "Loppui",
        None,
    )


def test_archiving_is_asked_for_once(practice, writer):
    actions.ask_for_archiving(practice=practice, message="Loppui", by=writer)
    with pytest.raises(Conflict):
        actions.ask_for_archiving(practice=practice, message="Loppui", by=writer)


def test_archiving_closes_the_request(practice, writer):
    actions.ask_for_archiving(practice=practice, message="Loppui", by=writer)
    moderation.archive(record=practice, by=CoordinatorFactory())
    assert PracticeConfirmation.objects.get().handled_at == NOON


def test_keeping_after_all_closes_the_request(practice, writer):
    actions.ask_for_archiving(practice=practice, message="Loppui", by=writer)
    actions.keep_practice(practice=practice, by=CoordinatorFactory())
    assert PracticeConfirmation.objects.get().handled_at == NOON


def test_archived_practice_is_asked_about_no_more(practice, writer):
    actions.ask_about_practices()
    moderation.archive(record=practice, by=CoordinatorFactory())
    assert PracticeConfirmation.objects.get().answer == ConfirmationAnswer.ENDED
    with pytest.raises(Conflict):
        actions.keep_practice(practice=practice, by=writer)


def publish(practice: Practice, writer: User) -> None:
    submit(practice=practice, by=writer)
    practice.refresh_from_db()
    moderation.approve(
        record=practice, by=CoordinatorFactory(), revision_id=practice.latest_revision_id
    )
    practice.refresh_from_db()


def test_publication_confirms_on_its_own_day(to_day, db):
    practice = PracticeFactory()
    writer = ContributorFactory(municipality=practice.municipality)
    submit(practice=practice, by=writer)
    practice.refresh_from_db()
    assert practice.last_confirmed_on is None
    to_day(5)
    moderation.approve(
        record=practice, by=CoordinatorFactory(), revision_id=practice.latest_revision_id
    )
    practice.refresh_from_db()
    assert practice.last_confirmed_on == date(2026, 3, 7)


def test_publication_answers_the_question(practice, writer):
    actions.ask_about_practices()
    publish(practice, writer)
    assert PracticeConfirmation.objects.get().answer == ConfirmationAnswer.EDITED
    assert practice.last_confirmed_on == date(2026, 3, 2)


def test_older_text_published_later_does_not_undo_a_confirmation(practice, writer, to_day):
    submit(practice=practice, by=writer)
    to_day(1)
    actions.keep_practice(practice=practice, by=writer)
    practice.refresh_from_db()
    moderation.approve(
        record=practice, by=CoordinatorFactory(), revision_id=practice.latest_revision_id
    )
    practice.refresh_from_db()
    assert practice.last_confirmed_on == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("confirmed", "stale"), [(date(2024, 9, 2), False), (date(2024, 9, 1), True)]
)
def test_practice_is_stale_after_eighteen_months(to_day, confirmed, stale):
    assert is_stale(Practice(last_confirmed_on=confirmed)) is stale


def test_page_and_card_say_when_it_was_confirmed(practice, client):
    page = client.get(practice.get_absolute_url()).content.decode()
    assert "Vahvistettu viimeksi 2. maaliskuuta 2025." in " ".join(page.split())
    assert "Kukaan ei ole vahvistanut" not in page
    assert "Vahvistettu viimeksi 3/2025" in client.get("/kaytanteet/").content.decode()


def test_page_and_card_say_plainly_that_it_was_long_ago(to_day, client, db):
    practice = PublishedPracticeFactory(last_confirmed_on=date(2024, 1, 1))
    page = client.get(practice.get_absolute_url()).content.decode()
    assert "Kukaan ei ole vahvistanut tätä yli 18 kuukauteen." in page
    assert "Vahvista ajantasaiseksi" not in page
    client.force_login(ContributorFactory(municipality=practice.municipality))
    assert "Vahvista ajantasaiseksi" in client.get(practice.get_absolute_url()).content.decode()
    assert "Ei vahvistettu yli 18 kuukauteen" in client.get("/kaytanteet/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_run_without_anything_to_do_asks_the_database_the_same(
    to_day, db, number, django_assert_num_queries
):
    for _number in range(number):
        PublishedPracticeFactory(last_confirmed_on=date(2025, 9, 1))
    with django_assert_num_queries(3):
        actions.ask_about_practices()


@pytest.mark.parametrize("number", [1, 3])
def test_many_practices_of_a_municipality_cost_as_much_as_one(
    practice, writer, number, django_assert_num_queries
):
    for _number in range(number - 1):
        PublishedPracticeFactory(
            municipality=practice.municipality, last_confirmed_on=date(2025, 3, 1)
        )
    ContentType.objects.get_for_model(User)
    with django_assert_num_queries(17):
        actions.ask_about_practices()
