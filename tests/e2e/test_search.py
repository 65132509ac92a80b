"""Searching in a browser: filters, marks, explanations, typing help, and where nothing leads."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kenno.places.actions import load_places
from kenno.places.models import Municipality
from kenno.search import actions as search
from tests.factories.practices import FullPracticeFactory, PublishedPracticeFactory
from tests.factories.vocabulary import ArtFormFactory, ConceptFactory

pytestmark = pytest.mark.browser

LIST = "/kaytanteet/"


@pytest.fixture(autouse=True)
def theatres(live_site: None) -> None:
    load_places()
    drama = ArtFormFactory(code="theatre", label_fi="Teatteri")
    ConceptFactory(code="p1", label_fi="teatterikasvatus")
    for title, code in (
        ("Lasten teatteri kylillä", "290"),
        ("Lasten teatteri torilla", "009"),
        ("Lasten teatteri metrossa", "091"),
    ):
        practice = FullPracticeFactory(
            title=title, municipality=Municipality.objects.get(code=code)
        )
        practice.art_forms.set([drama])
        practice.save()
    PublishedPracticeFactory(
        title="Soitinlainaamo", municipality=Municipality.objects.get(code="091")
    )
    search.rebuild()


def type_words(page: Page, words: str) -> None:
    """Type as a person does, and wait for the suggestions."""
    with page.expect_response(re.compile("ehdotukset")):
        page.locator("main").get_by_role("combobox", name="Hae käytänteitä").press_sequentially(
            words
        )


def test_words_are_marked_and_filters_counted_and_taken_off(page: Page) -> None:
    page.goto(f"{LIST}?q=teattereita")
    expect(page.locator("main")).to_contain_text("3 käytännettä")
    expect(page.locator("article mark").first).to_have_text("teatteri")

    page.get_by_role("checkbox", name=re.compile("Kainuu")).check()
    expect(page.locator("main")).to_contain_text("1 käytänne")
    expect(page).to_have_url(re.compile(r"q=teattereita&region=18"))
    page.get_by_role("checkbox", name=re.compile("Uusimaa")).check()
    expect(page.locator("main")).to_contain_text("2 käytännettä")
    page.get_by_role("link", name="Poista rajaus: Kainuu").click()
    expect(page.locator("main")).to_contain_text("1 käytänne")
    expect(page.get_by_role("link", name="Lasten teatteri metrossa")).to_be_visible()

    page.go_back()
    expect(page.locator("main")).to_contain_text("2 käytännettä")
    page.locator("main").get_by_role("combobox", name="Hae käytänteitä").fill("lainaamo")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=lainaamo&region=18&region=01"))


def test_place_in_words_is_explained_and_can_be_undone(page: Page) -> None:
    page.goto(f"{LIST}?q=lasten+teatteri+Kainuussa")
    expect(page.locator("main")).to_contain_text("”Kainuussa” ymmärrettiin rajaukseksi")
    expect(page.locator("article")).to_have_count(1)

    page.get_by_role("link", name="Hae sanalla ”Kainuussa”").click()
    expect(page.locator("article")).to_have_count(3)
    expect(page.locator("main")).not_to_contain_text("ymmärrettiin rajaukseksi")


def test_suggestions_are_walked_and_chosen_by_keyboard(page: Page) -> None:
    page.goto(LIST)
    box = page.locator("main").get_by_role("combobox", name="Hae käytänteitä")
    type_words(page, "teatt")
    options = page.get_by_role("option")
    expect(options).to_have_count(4)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#announcer")).to_have_text("4 ehdotusta")

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-concept-1")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("teatt")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=teatterikasvatus$"))


def test_suggested_place_becomes_filter(page: Page) -> None:
    page.goto(LIST)
    type_words(page, "teatteri kai")
    page.get_by_role("option", name=re.compile("Kainuu")).click()
    expect(page).to_have_url(re.compile(r"\?q=teatteri&region=18$"))
    expect(page.locator("article")).to_have_count(1)


def test_enter_without_mark_searches_words_as_typed(page: Page) -> None:
    page.goto(LIST)
    type_words(page, "teatt")
    expect(page.get_by_role("option")).to_have_count(4)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=teatt$"))


def test_open_suggestions_are_accessible(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto(LIST)
    type_words(page, "teatt")
    page.keyboard.press("ArrowDown")
    axe(page)


def test_search_works_without_scripts(page: Page) -> None:
    page.route("**/*.js", lambda route: route.fulfill(body=""))
    page.goto(LIST)
    page.locator("main").get_by_role("combobox", name="Hae käytänteitä").fill("teatteri")
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_have_count(3)


def test_nothing_found_leads_on(page: Page) -> None:
    page.goto(f"{LIST}?q=teatteri&region=19")
    page.get_by_role("link", name="ilman rajausta Lappi").click()
    expect(page.locator("article")).to_have_count(3)
    page.goto(f"{LIST}?q=nukketeltta")
    page.get_by_role("link", name="Pyydä tätä").click()
    expect(page.get_by_label("Mitä haluat sanoa?")).to_have_value(
        "Kaipaan tällaista käytännettä: nukketeltta."
    )


def test_like_municipalities_come_first(page: Page) -> None:
    page.goto(f"{LIST}?q=teatteri")
    page.get_by_role("link", name="Kaltaisemme kunnat ensin").click()
    page.get_by_label("Mikä on teidän kuntanne?").select_option("Kalajoki")
    page.get_by_role("button", name="Näytä kaltaisemme ensin").click()
    expect(page).to_have_url(re.compile("order=alike&near=208"))
    expect(page.locator("article").first).to_contain_text("Alavieska on teidän kaltaisenne")
    page.get_by_text("Miten samankaltaisuus lasketaan?").click()
    expect(page.locator("main")).to_contain_text("Se lasketaan viidestä asiasta.")
