"""A contact answers the yearly mail, takes out their data and leaves, in a browser."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from kenno.people import actions
from kenno.people.enums import ConfirmationAnswer
from kenno.people.models import Confirmation, Contact, User
from tests.factories.people import ContributorFactory, ShownContactFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def contact(live_site: None) -> Contact:
    person = ContributorFactory(first_name="Kulttuurisihteeri")
    card: Contact = ShownContactFactory(
        person=person, title="kulttuurisihteeri", confirmed_on=date(2020, 1, 1)
    )
    ShownContactFactory(person=person, title="museonjohtaja", confirmed_on=date(2020, 1, 1))
    return card


def link_of_mail() -> str:
    actions.ask_contacts()
    found = re.search(r"http://[^/\s]+(/yhteyshenkilo/\S+)", str(mail.outbox[0].body))
    assert found is not None
    return found.group(1)


def test_contact_keeps_one_card_and_hands_the_other_over(
    page: Page, contact: Contact, axe: Callable[[Page], None]
) -> None:
    page.goto(link_of_mail())
    expect(page.get_by_role("heading", name="Pitävätkö tiedot vielä paikkansa?")).to_be_visible()
    expect(page.get_by_text("suostut uudelleen tähän").first).to_be_visible()
    axe(page)
    page.get_by_role(
        "button", name=re.compile("Tiedot pitävät paikkansa.*kulttuurisihteeri")
    ).click()
    expect(page.get_by_text("Kiitos! Tiedot on vahvistettu.")).to_be_visible()

    page.get_by_text("Joku muu hoitaa tätä nyt").click()
    page.get_by_label("Seuraajan sähköpostiosoite").fill("seuraaja")
    page.get_by_label("Viesti seuraajalle").fill("Jatka tästä")
    page.get_by_role("button", name=re.compile("Kutsu seuraaja")).click()
    expect(page.get_by_role("link", name="Syötä kelvollinen sähköpostiosoite.")).to_be_visible()
    expect(page.get_by_label("Viesti seuraajalle")).to_have_value("Jatka tästä")
    axe(page)
    page.get_by_label("Seuraajan sähköpostiosoite").fill("seuraaja@kunta.example")
    page.get_by_role("button", name=re.compile("Kutsu seuraaja")).click()
    expect(page.get_by_role("heading", name="Kiitos vastauksesta")).to_be_visible()

    assert Confirmation.objects.get(contact=contact).answer == ConfirmationAnswer.KEPT
    successor = Confirmation.objects.get(contact__title="museonjohtaja").successor
    assert successor is not None
    assert successor.person.email == "seuraaja@kunta.example"


def test_contact_removes_the_card_without_javascript(
    browser, base_url: str, contact: Contact
) -> None:
    page = browser.new_context(java_script_enabled=False, base_url=base_url).new_page()
    page.goto(link_of_mail())
    page.get_by_text("En ole enää yhteyshenkilö").first.click()
    page.get_by_role("button", name=re.compile("Poista kortti.*kulttuurisihteeri")).click()
    expect(page.get_by_text("Kortti on poistettu käytöstä")).to_be_visible()
    contact.refresh_from_db()
    assert contact.is_ended is True


def test_person_takes_their_data_out_and_leaves(
    page: Page,
    contact: Contact,
    sign_in: Callable[[Page, User], None],
    axe: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    sign_in(page, contact.person)
    page.goto("/tyopoyta/asetukset/")
    page.get_by_role("link", name="Kaikki, mitä sinusta on tallennettu").click()
    expect(page.get_by_role("heading", name="Kaikki tietoni")).to_be_visible()
    axe(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Lataa tiedostona (JSON)").click()
    waiting.value.save_as(tmp_path / "data.json")
    found = json.loads((tmp_path / "data.json").read_text())
    cards = next(part for part in found["sections"] if part["name"] == "people.contacts")
    assert [card["job_title"] for card in cards["entries"]] == [
        "kulttuurisihteeri",
        "museonjohtaja",
    ]

    page.get_by_role("link", name="Poista tietoni").click()
    expect(page.get_by_text("yhteyshenkilökortti: kulttuurisihteeri")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Poista kaikki tietoni").click()
    expect(page.get_by_role("heading", name="Tietosi on poistettu")).to_be_visible()
    page.goto("/tyopoyta/")
    expect(page).to_have_url(re.compile("/kirjaudu/"))
    assert User.objects.filter(pk=contact.person_id).exists() is False
