"""The pages of the yearly question about practices: from the mail, in the workspace, the list."""

import re
from datetime import date

import pytest
from django.test import Client

from kenno.core.models import OutboxMessage
from kenno.people.models import User
from kenno.practices.actions import confirmations as actions
from kenno.practices.enums import ConfirmationAnswer
from kenno.practices.models import Practice, PracticeConfirmation
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.practices import PublishedPracticeFactory

OWN = "/tyopoyta/kaytanteet/vahvista/"
LIST = "/tyopoyta/kaytanteet/vahvistamattomat/"
OLD = date(2020, 1, 1)


@pytest.fixture
def practice(db) -> Practice:
    found: Practice = PublishedPracticeFactory(last_confirmed_on=OLD)
    return found


@pytest.fixture
def writer(practice: Practice) -> User:
    found: User = ContributorFactory(municipality=practice.municipality)
    return found


@pytest.fixture
def link(writer: User) -> str:
    actions.ask_about_practices()
    body = OutboxMessage.objects.get(recipient=writer.email).body
    found = re.search(r"http://[^/\s]+(/vahvista/\S+)", body)
    assert found is not None
    return found.group(1)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def archive(practice: Practice, message: str) -> dict[str, object]:
    return {"practice": practice.pk, "answer": "archive", f"p{practice.pk}-message": message}


def test_opening_the_link_changes_nothing(practice, link, client):
    response = client.get(link)
    assert (response.status_code, practice.title in text_of(response)) == (200, True)
    assert PracticeConfirmation.objects.get().answered_at is None


def test_link_keeps_the_practice_and_is_used_up(practice, link, client):
    response = client.post(link, {"practice": practice.pk, "answer": "keep"})
    assert (response.status_code, response["Location"]) == (302, "/vahvista/kaytanteet/")
    assert client.get(response["Location"]).status_code == 200
    assert PracticeConfirmation.objects.get().answer == ConfirmationAnswer.KEPT
    assert client.get(link).status_code == 410


def test_link_asks_for_archiving(practice, link, client):
    client.post(link, archive(practice, "Rahoitus loppui"))
    question = PracticeConfirmation.objects.get()
    assert (question.answer, question.message) == (ConfirmationAnswer.ARCHIVE, "Rahoitus loppui")


@pytest.mark.parametrize("message", ["", "a" * 2001])
def test_archiving_without_a_good_reason_is_told(practice, link, client, message):
    response = client.post(link, archive(practice, message))
    assert (response.status_code, message in text_of(response)) == (422, True)
    assert "error-summary" in text_of(response)
    assert PracticeConfirmation.objects.get().answered_at is None


def test_practice_of_another_municipality_is_not_answered_by_the_link(practice, link, client):
    other = PublishedPracticeFactory(last_confirmed_on=OLD)
    actions.ask_about_practices()
    for named in (other.pk, "x", "", "99999999999999999999"):
        response = client.post(link, {"practice": named, "answer": "keep"})
        assert response.status_code == 409
    other.refresh_from_db()
    assert other.last_confirmed_on == OLD


def test_unknown_answer_is_refused(practice, link, client):
    assert client.post(link, {"practice": practice.pk, "answer": "x"}).status_code == 400


def test_forged_link_is_gone(client, db):
    assert client.get("/vahvista/kaytanteet/arvaus/").status_code == 410


def test_link_of_a_closed_account_is_gone(writer, link, client):
    User.objects.filter(pk=writer.pk).update(is_active=False)
    assert client.get(link).status_code == 410


def test_writer_who_lost_the_role_answers_for_nothing(practice, writer, link, client):
    writer.memberships.all().delete()
    response = client.post(link, {"practice": practice.pk, "answer": "keep"})
    assert response.status_code == 409


def test_signed_in_writer_answers_in_the_workspace(practice, writer, link):
    client = signed_in(writer)
    assert "Ovatko kuntasi käytänteet vielä käytössä?" in text_of(client.get("/tyopoyta/"))
    assert client.post(OWN, {"practice": practice.pk, "answer": "keep"})["Location"] == OWN
    assert "Mitään ei ole nyt vahvistettavana." in text_of(client.get(OWN))


def test_practice_is_kept_by_writer_contact_and_coordinator_only(practice, writer):
    contact = ShownContactFactory()
    Practice.objects.filter(pk=practice.pk).update(contact=contact)
    people = {
        "writer": writer,
        "contact": contact.person,
        "coordinator": CoordinatorFactory(),
        "other writer": ContributorFactory(),
        "no role": UserFactory(),
    }
    statuses = {}
    for kind, person in people.items():
        Practice.objects.filter(pk=practice.pk).update(last_confirmed_on=OLD)
        path = f"/tyopoyta/kaytanteet/{practice.pk}/vahvista/"
        statuses[kind] = signed_in(person).post(path).status_code
    assert statuses == {
        "writer": 302,
        "contact": 302,
        "coordinator": 302,
        "other writer": 403,
        "no role": 403,
    }


def test_list_is_for_coordinators_and_tells_the_reason(practice, writer, link):
    actions.ask_for_archiving(practice=practice, message="Rahoitus loppui", by=writer)
    PublishedPracticeFactory(last_confirmed_on=OLD)
    actions.ask_about_practices()
    statuses = [
        signed_in(person).get(LIST).status_code
        for person in (UserFactory(), writer, CoordinatorFactory())
    ]
    assert statuses == [403, 403, 200]
    client = signed_in(CoordinatorFactory())
    page = text_of(client.get(LIST))
    wanted = ("Rahoitus loppui", "pyydetty arkistoimaan", "ei ketään, jolta kysyä")
    assert [text in page for text in wanted] == [True, True, True]
    assert "1 käytännettä on pyydetty arkistoimaan." in text_of(client.get("/tyopoyta/"))


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_database_as_often_for_many(
    practice, writer, number, django_assert_num_queries
):
    for _number in range(number - 1):
        PublishedPracticeFactory(municipality=practice.municipality, last_confirmed_on=OLD)
    actions.ask_about_practices()
    coordinating, writing = signed_in(CoordinatorFactory()), signed_in(writer)
    with django_assert_num_queries(5):
        coordinating.get(LIST)
    with django_assert_num_queries(4):
        writing.get(OWN)
