"""What the workspace opens to whom, and what it says of itself."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kenno.core.enums import MessageState
from tests.factories.people import (
    ContactFactory,
    ContributorFactory,
    InvitedContactFactory,
)
from tests.people.conftest import MakeMessage, signed_in, text_of

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@pytest.mark.parametrize(
    ("method", "name", "subject"),
    [
        ("get", "people:people", ""),
        ("get", "people:add_person", ""),
        ("post", "people:add_person", ""),
        ("get", "people:person", "person"),
        ("get", "people:deactivate", "person"),
        ("post", "people:deactivate", "person"),
        ("get", "people:remove_membership", "membership"),
        ("post", "people:remove_membership", "membership"),
        ("get", "people:outbox", ""),
        ("get", "people:message", "message"),
        ("post", "people:retry_message", "message"),
        ("get", "people:audit_trail", ""),
    ],
)
def test_coordinators_pages_are_for_coordinators(
    method: str,
    name: str,
    subject: str,
    clients: dict[str, Client],
    make_message: MakeMessage,
) -> None:
    person = ContributorFactory()
    subjects = {
        "": [],
        "person": [person.pk],
        "membership": [person.memberships.get().pk],
        "message": [make_message(state=MessageState.REFUSED, refusal="rejected", attempts=8).pk],
    }
    address = reverse(name, args=subjects[subject])
    answers = {who: getattr(client, method)(address) for who, client in clients.items()}
    assert answers["anonymous"]["Location"] == f"/kirjaudu/?next={address}"
    assert answers["no role"].status_code == 403
    assert answers["contributor"].status_code == 403
    assert "koordinaattori" in text_of(answers["contributor"])
    assert answers["coordinator"].status_code == (302 if method == "post" and subject else 200)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "ihmiset/"),
        ("post", "viestit/"),
        ("post", "tapahtumat/"),
        ("get", "viestit/1/uudelleen/"),
        ("put", "asetukset/"),
        ("put", "ihmiset/lisaa/"),
    ],
)
def test_pages_refuse_methods_that_are_not_theirs(
    method: str, path: str, coordinating: Client
) -> None:
    assert getattr(coordinating, method)(f"/tyopoyta/{path}").status_code == 405


@pytest.mark.parametrize(
    "path", ["ihmiset/0/", "ihmiset/0/sulje/", "ihmiset/roolit/0/poista/", "viestit/0/"]
)
def test_pages_of_what_is_not_there_say_so(path: str, coordinating: Client) -> None:
    assert coordinating.get(f"/tyopoyta/{path}").status_code == 404


def test_settings_are_for_everyone_signed_in(clients: dict[str, Client]) -> None:
    answers = {who: client.get("/tyopoyta/asetukset/") for who, client in clients.items()}
    assert answers.pop("anonymous")["Location"] == "/kirjaudu/?next=/tyopoyta/asetukset/"
    assert {answer.status_code for answer in answers.values()} == {200}


@pytest.mark.parametrize(
    ("who", "menu"),
    [
        ("no role", {"Asetukset", "Kirjaudu ulos"}),
        ("contributor", {"Asetukset", "Kirjaudu ulos"}),
        (
            "coordinator",
            {"Ihmiset", "Lähtevä posti", "Tapahtumaloki", "Asetukset", "Kirjaudu ulos"},
        ),
    ],
)
def test_the_workspace_menu_shows_what_a_person_may_open(
    who: str, menu: set[str], clients: dict[str, Client]
) -> None:
    page = clients[who].get("/tyopoyta/").content.decode()
    ours = {"Ihmiset", "Lähtevä posti", "Tapahtumaloki", "Asetukset", "Kirjaudu ulos"}
    assert {label for label in ours if f">{label}</a>" in page} == menu


def test_the_workspace_tells_a_person_without_a_role_what_to_do(
    clients: dict[str, Client],
) -> None:
    assert "Sinulla ei ole vielä roolia" in text_of(clients["no role"].get("/tyopoyta/"))
    assert "Sinulla ei ole vielä roolia" not in text_of(clients["contributor"].get("/tyopoyta/"))


def test_a_person_without_a_role_is_led_to_the_coordinator(clients: dict[str, Client]) -> None:
    page = clients["no role"].get("/tyopoyta/").content.decode()
    assert 'class="button" href="/palaute/">Kirjoita koordinaattorille</a>' in page


def test_a_form_with_errors_says_so_in_the_title(clients: dict[str, Client]) -> None:
    address = "/tyopoyta/ihmiset/lisaa/"
    titles = [
        TITLE.search(text_of(answer)).group(1).strip()
        for answer in (
            clients["coordinator"].get(address),
            clients["coordinator"].post(address, {"email": "x"}),
        )
    ]
    assert titles == [
        "Lisää henkilö – Kulttuurikenno",
        "Virhe: Lisää henkilö – Kulttuurikenno",
    ]


def test_the_page_of_mail_domains_offers_one_way_to_add_the_first(
    clients: dict[str, Client],
) -> None:
    page = clients["coordinator"].get("/tyopoyta/kuntien-sahkopostit/").content.decode()
    assert page.count('href="/tyopoyta/kuntien-sahkopostit/lisaa/"') == 1


def test_the_workspace_tells_coordinators_of_messages_that_did_not_get_through(
    clients: dict[str, Client], make_message: MakeMessage, settings: Settings
) -> None:
    title = "Viestejä ei ole saatu perille"
    make_message()
    assert title not in text_of(clients["coordinator"].get("/tyopoyta/"))
    make_message(state=MessageState.REFUSED, refusal="rejected")
    assert "1 viesti ei lähtenyt." in text_of(clients["coordinator"].get("/tyopoyta/"))
    assert title not in text_of(clients["contributor"].get("/tyopoyta/"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = ""
    assert "1 viesti odottaa, koska" in text_of(clients["coordinator"].get("/tyopoyta/"))


def test_the_workspace_tells_of_an_invitation_to_be_a_contact() -> None:
    contact = InvitedContactFactory()
    title = "Sinua on pyydetty yhteyshenkilöksi"
    page = text_of(signed_in(contact.person).get("/tyopoyta/"))
    assert title in page
    assert f'<a href="/tyopoyta/yhteystiedot/{contact.pk}/">{title}: {contact}</a>' in page
    assert title not in text_of(signed_in(ContactFactory().person).get("/tyopoyta/"))
