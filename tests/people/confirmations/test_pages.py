"""The pages of the yearly question: from the mail, in the workspace, and for coordinators."""

from datetime import date

import pytest
from django.test import Client

from kenno.core.models import OutboxMessage
from kenno.people import actions
from kenno.people.consents import TEXT_VERSION
from kenno.people.enums import ConfirmationAnswer
from kenno.people.models import Contact
from tests.factories.people import (
    ContactFactory,
    ContributorFactory,
    CoordinatorFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.people.confirmations.conftest import address_in, question_of
from tests.people.conftest import signed_in, text_of

OWN = "/tyopoyta/yhteystiedot/vahvista/"
LIST = "/tyopoyta/yhteyshenkilot/vahvistusta-vailla/"
THANKS = "/yhteyshenkilo/vahvistettu/"


@pytest.fixture
def link(contact: Contact) -> str:
    actions.ask_contacts()
    return address_in(OutboxMessage.objects.get())


def keep(contact: Contact) -> dict[str, object]:
    return {"contact": contact.pk, "answer": "keep", "text_version": TEXT_VERSION}


def hand_over(contact: Contact, **changed: str) -> dict[str, object]:
    given = {"title": "tuottaja", "email": "seuraaja@kunta.example", "message": "", **changed}
    prefixed = {f"c{contact.pk}-{name}": value for name, value in given.items()}
    return {"contact": contact.pk, "answer": "hand-over", **prefixed}


def test_opening_the_link_changes_nothing(contact, link, client):
    response = client.get(link)
    assert (response.status_code, question_of(contact).answered_at) == (200, None)
    assert str(contact) in text_of(response)
    assert contact.person.email not in text_of(response)


def test_link_keeps_the_card_and_thanks(contact, link, client):
    response = client.post(link, keep(contact))
    assert (response.status_code, response["Location"]) == (302, f"{THANKS}pitaa/")
    assert client.get(response["Location"]).status_code == 200
    assert question_of(contact).answer == ConfirmationAnswer.KEPT


def test_link_removes_the_card(contact, link, client):
    response = client.post(link, {"contact": contact.pk, "answer": "remove"})
    assert response["Location"] == f"{THANKS}poistettu/"
    assert question_of(contact).answer == ConfirmationAnswer.REMOVED


def test_link_hands_over(contact, link, client):
    response = client.post(link, hand_over(contact))
    assert response["Location"] == f"{THANKS}seuraaja/"
    assert question_of(contact).successor.person.email == "seuraaja@kunta.example"
    assert "Seuraajaksi on pyydetty: tuottaja." in text_of(client.get(link))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"email": "seuraaja"}, "Syötä kelvollinen sähköpostiosoite."),
        ({"title": ""}, "Tämä kenttä on pakollinen."),
        ({"message": "a" * 1001}, "Tämän arvon tulee olla enintään 1000 merkkiä pitkä"),
    ],
)
def test_wrong_successor_is_told_and_nothing_typed_is_lost(contact, link, client, changed, told):
    response = client.post(link, hand_over(contact, **{"message": "Jatka tästä", **changed}))
    assert response.status_code == 422
    assert told in text_of(response)
    assert changed.get("message", "Jatka tästä") in text_of(response)
    assert "error-summary" in text_of(response)


def test_own_address_as_successor_is_told_on_the_page(contact, link, client):
    response = client.post(link, hand_over(contact, email=contact.person.email))
    assert response.status_code == 422
    assert "Tämä on yhteyshenkilön oma osoite." in text_of(response)


def test_link_works_until_the_last_card_is_answered(contact, to_day, client):
    other = ContactFactory(person=contact.person, title="rehtori", confirmed_on=date(2025, 3, 1))
    actions.ask_contacts()
    link = address_in(OutboxMessage.objects.get())
    assert client.post(link, keep(contact))["Location"] == link
    assert client.post(link, keep(contact)).status_code == 409
    assert client.post(link, keep(other))["Location"] == f"{THANKS}pitaa/"
    assert client.get(link).status_code == 410


def test_answer_by_one_link_uses_up_that_of_the_reminder(contact, link, to_day, client):
    to_day(14)
    actions.ask_contacts()
    reminder = address_in(OutboxMessage.objects.order_by("-pk")[0])
    client.post(link, keep(contact))
    assert [client.get(address).status_code for address in (link, reminder)] == [410, 410]


def test_link_expires_after_a_year(link, to_day, client):
    to_day(364)
    assert client.get(link).status_code == 200
    to_day(365)
    assert client.get(link).status_code == 410


def test_forged_link_is_gone(client, db):
    assert client.get("/yhteyshenkilo/vahvista/arvaus/").status_code == 410


def test_link_of_a_closed_account_is_gone(contact, link, client):
    actions.deactivate(person=contact.person, by=None)
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("answer", ["keep", "remove"])
def test_card_of_another_person_is_not_answered_by_the_link(contact, to_day, client, answer):
    other = ShownContactFactory(confirmed_on=date(2025, 3, 2))
    actions.ask_contacts()
    link = address_in(OutboxMessage.objects.get(recipient=contact.person.email))
    response = client.post(link, {**keep(other), "answer": answer})
    assert (response.status_code, question_of(other).answered_at) == (409, None)


@pytest.mark.parametrize("contact_pk", ["", "x", "999999999999999999999", "0"])
def test_card_that_is_none_is_a_conflict(link, client, contact_pk):
    data = {"contact": contact_pk, "answer": "keep"}
    assert client.post(link, data).status_code == 409


def test_unknown_answer_is_refused(contact, link, client):
    assert client.post(link, {"contact": contact.pk, "answer": "x"}).status_code == 400


def test_old_words_are_shown_anew_before_anything_is_agreed_to(contact, link, client):
    response = client.post(link, {**keep(contact), "text_version": "2020-1"})
    assert response.status_code == 409
    assert "Suostumuksen teksti on muuttunut." in text_of(response)
    assert question_of(contact).answered_at is None


def test_card_that_ended_meanwhile_is_a_conflict(contact, link, client):
    actions.end_contact(contact=contact, by=CoordinatorFactory())
    assert client.get(link).status_code == 410


def test_signed_in_person_answers_in_the_workspace(contact, link):
    client = signed_in(contact.person)
    assert "Pitävätkö yhteystietosi vielä paikkansa?" in text_of(client.get("/tyopoyta/"))
    assert client.post(OWN, keep(contact))["Location"] == "/tyopoyta/yhteystiedot/"
    assert "Pitävätkö yhteystietosi vielä paikkansa?" not in text_of(client.get("/tyopoyta/"))


def test_signed_in_person_without_questions_reads_that_nothing_waits(db):
    page = text_of(signed_in(UserFactory()).get(OWN))
    assert "Mitään ei ole nyt vahvistettavana." in page


def test_page_of_the_workspace_needs_sign_in(db, client):
    assert client.get(OWN).status_code == 302


def test_list_is_for_coordinators(clients):
    statuses = {kind: client.get(LIST).status_code for kind, client in clients.items()}
    assert statuses == {"anonymous": 302, "no role": 403, "contributor": 403, "coordinator": 200}


def test_list_tells_who_was_asked_when_and_how_often(contact, to_day, coordinating):
    for day in (0, 14, 28, 42):
        to_day(day)
        actions.ask_contacts()
    coordinating.force_login(CoordinatorFactory())
    page = text_of(coordinating.get(LIST))
    assert [text in page for text in (str(contact), "2.3.2026", "3 viestiä", "ei näytetä")] == [
        True,
        True,
        True,
        True,
    ]
    assert "1 yhteyshenkilö ei ole vahvistanut" in text_of(coordinating.get("/tyopoyta/"))


def test_failed_hand_over_is_seen_by_the_coordinator(contact, link, to_day, coordinating):
    successor = actions.hand_over(
        contact=contact, title="rehtori", email="seuraaja@kunta.example", by=contact.person
    )
    assert "odottaa seuraajan vastausta" in text_of(coordinating.get(LIST))
    actions.decline_contact(contact=successor, by=successor.person)
    to_day(1)
    actions.ask_contacts()
    assert "seuraaja ei suostunut" in text_of(coordinating.get(LIST))
    assert "1 seuraaja ei ole suostunut" in text_of(coordinating.get("/tyopoyta/"))


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_as_often_for_many(
    to_day, coordinating, number, django_assert_num_queries
):
    for _number in range(number):
        ContactFactory(confirmed_on=date(2025, 3, 2))
    actions.ask_contacts()
    coordinating.get(LIST)
    with django_assert_num_queries(5):
        coordinating.get(LIST)


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_database_as_often_for_many(
    to_day, client, contact, number, django_assert_num_queries
):
    for count in range(number - 1):
        ContactFactory(
            person=contact.person, title=f"tehtävä {count}", confirmed_on=date(2025, 3, 2)
        )
    actions.ask_contacts()
    link = address_in(OutboxMessage.objects.get())
    client.get(link)
    with django_assert_num_queries(5):
        client.get(link)


def test_coordinator_asks_again_and_is_told_when_it_was_today(contact, link, to_day, coordinating):
    path = f"/tyopoyta/yhteyshenkilot/{contact.pk}/kysy/"
    assert coordinating.post(path).status_code == 409
    to_day(1)
    coordinating.force_login(CoordinatorFactory())
    assert coordinating.post(path)["Location"] == LIST
    assert OutboxMessage.objects.count() == 2
    assert coordinating.get(path).status_code == 405
    assert coordinating.post("/tyopoyta/yhteyshenkilot/0/kysy/").status_code == 404


def test_asking_again_is_for_coordinators(contact, link, clients):
    path = f"/tyopoyta/yhteyshenkilot/{contact.pk}/kysy/"
    statuses = {kind: client.post(path).status_code for kind, client in clients.items()}
    assert statuses == {"anonymous": 302, "no role": 403, "contributor": 403, "coordinator": 409}


def test_successor_is_named_by_owner_keeper_and_coordinator_only(contact):
    path = f"/tyopoyta/yhteystiedot/{contact.pk}/seuraaja/"
    people = {
        "owner": contact.person,
        "keeper": ContributorFactory(municipality=contact.organisation.municipality),
        "coordinator": CoordinatorFactory(),
        "other contributor": ContributorFactory(),
        "no role": UserFactory(),
    }
    statuses = {kind: signed_in(person).get(path).status_code for kind, person in people.items()}
    assert statuses == {
        "owner": 200,
        "keeper": 200,
        "coordinator": 200,
        "other contributor": 403,
        "no role": 403,
    }


def test_successor_page_asks_the_successor(contact, coordinating):
    path = f"/tyopoyta/yhteystiedot/{contact.pk}/seuraaja/"
    data = {"title": "rehtori", "email": "seuraaja@kunta.example"}
    response = coordinating.post(path, data)
    organisation = contact.organisation_id
    assert response["Location"] == f"/tyopoyta/organisaatiot/{organisation}/yhteyshenkilot/"
    wrong = coordinating.post(path, {**data, "email": contact.person.email})
    assert (wrong.status_code, "oma osoite" in text_of(wrong)) == (422, True)
    assert coordinating.get("/tyopoyta/yhteystiedot/0/seuraaja/").status_code == 404


def test_answers_without_the_token_of_the_form_are_refused(contact, link):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, keep(contact)).status_code == 403
