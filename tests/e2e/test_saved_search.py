"""A search followed by mail, in a browser: saved, confirmed, told of, changed and stopped."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kenno.core.delivery import send_waiting_messages
from kenno.people.models import User
from kenno.places.actions import load_places
from kenno.places.models import Municipality
from kenno.practices.models import Practice
from kenno.search import actions
from tests.factories.people import ContributorFactory
from tests.factories.practices import PublishedPracticeFactory

pytestmark = pytest.mark.browser
EMAIL = "lukija@kunta.example"


@pytest.fixture
def kajaani(live_site: None) -> Municipality:
    load_places()
    return Municipality.objects.get(code="205")


def publish(title: str, place: Municipality, *, days: int = 0) -> Practice:
    """Publish a practice so many days from now."""
    practice: Practice = PublishedPracticeFactory(
        title=title,
        municipality=place,
        first_published_at=timezone.now() + timedelta(days=days),
    )
    actions.index(kind="practice", key=str(practice.pk))
    return practice


def address_in(body: str, path: str, server: LiveServer) -> str:
    """Return the address of a mail's link on the server of this test."""
    found = re.search(rf"https?://[^/\s]+(/{path}/[^\s]*)", body)
    assert found is not None, body
    return server.url + found[1]


def digest(expected: int, *, days: int = 7) -> list[str]:
    """Make and send the digests of a later day; return the texts of their mails."""
    before = len(mail.outbox)
    actions.send_due_digests(timezone.now() + timedelta(days=days))
    send_waiting_messages()
    assert len(mail.outbox) == before + expected
    return [str(sent.body) for sent in mail.outbox[before:]]


def test_visitor_follows_a_search_until_it_is_stopped(
    page: Page, live_server: LiveServer, kajaani: Municipality, axe: Callable[[Page], None]
) -> None:
    publish("Kesäteatteri torilla", kajaani)
    page.goto("/kaytanteet/?q=lasten+teatteri&region=18")
    page.get_by_text("Seuraa tätä hakua").click()
    axe(page)
    page.get_by_label("joka päivä").check()
    page.get_by_label("Sähköpostiosoitteesi").fill(EMAIL)
    page.get_by_role("button", name="Seuraa hakua").click()
    expect(page.locator("h1")).to_have_text("Vahvista vielä osoitteesi")
    axe(page)

    [asked] = mail.outbox
    assert asked.to == [EMAIL]
    assert asked.body.startswith("Vahvista, että haluat seurata hakua: ”lasten teatteri”, Kainuu\n")
    page.goto(address_in(asked.body, "hakuvahti/vahvista", live_server))
    expect(page.locator("main")).to_contain_text("”lasten teatteri”, Kainuu")
    assert digest(0) == []
    page.get_by_role("button", name="Vahvista").click()
    expect(page.get_by_text("Kiitos! Kerromme uusista tuloksista")).to_be_visible()

    publish("Nukketeatteri lapsille", kajaani)
    publish("Soitinlainaamo", kajaani)
    publish("Teatteri lapsille muualla", Municipality.objects.get(code="148"))
    [told] = digest(1)
    assert told.startswith("Lue uusi tulos haustasi: ”lasten teatteri”, Kainuu\n")
    assert "Nukketeatteri lapsille (Kajaani)" in told
    page.goto(address_in(told, "kaytanteet", live_server))
    expect(page.locator("h1")).to_have_text("Nukketeatteri lapsille")

    page.goto(address_in(told, "hakuvahti/lopeta", live_server))
    axe(page)
    page.get_by_role("button", name="Lopeta").click()
    expect(page.get_by_text("lopetettu")).to_be_visible()
    axe(page)
    publish("Varjoteatteri lapsille", kajaani, days=8)
    assert digest(0, days=14) == []

    page.get_by_role("button", name=re.compile("Jatka seuraamista")).click()
    expect(page.get_by_text("Jatkuu. Kerromme taas uusista tuloksista.")).to_be_visible()
    [told] = digest(1, days=14)
    assert "Varjoteatteri lapsille" in told
    assert "Nukketeatteri" not in told


def test_signed_in_person_keeps_searches_in_the_workspace(
    page: Page, sign_in: Callable[[Page, User], None], kajaani: Municipality
) -> None:
    sign_in(page, ContributorFactory(email="sihteeri@kunta.example", municipality=kajaani))
    page.goto("/kaytanteet/?q=teatteri")
    page.get_by_text("Seuraa tätä hakua").click()
    page.get_by_role("button", name="Seuraa hakua").click()
    expect(page.locator("h1")).to_have_text("Hakuvahdit")
    expect(page.get_by_role("link", name="”teatteri”")).to_be_visible()

    page.get_by_label("joka päivä").check()
    page.get_by_role("button", name=re.compile("Tallenna")).click()
    expect(page.get_by_text("Muutettu.")).to_be_visible()
    expect(page.get_by_label("joka päivä")).to_be_checked()
    page.get_by_role("button", name=re.compile("Lopeta seuraaminen")).click()
    expect(page.get_by_text("Et saa enää viestejä tästä hausta.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Jatka seuraamista")).click()
    expect(page.get_by_label("joka päivä")).to_be_checked()
