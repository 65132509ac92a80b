"""The honeycomb under a person's hands: by keyboard, by pointer, and while typing a name."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from kenno.places.actions import load_places

pytestmark = pytest.mark.browser


@pytest.fixture
def map(page: Page, live_site: None) -> Locator:
    load_places()
    page.goto("/kunnat/")
    return page.locator("[data-honeycomb]")


def cell(map: Locator, name: str) -> Locator:
    return map.locator("svg").get_by_role("link", name=f"{name}: ei vielä käytänteitä", exact=True)


def test_cells_are_links_named_in_words(map: Locator) -> None:
    expect(cell(map, "Inari")).to_have_attribute("href", "/kunnat/inari/")
    assert map.locator("svg").get_by_role("link").count() == 308


def test_arrow_keys_go_from_cell_to_cell(page: Page, map: Locator) -> None:
    cell(map, "Inari").focus()
    expect(map.locator("[data-cell-name]")).to_have_text("Inari: ei vielä käytänteitä")
    page.keyboard.press("ArrowUp")
    expect(cell(map, "Utsjoki")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(map, "Utsjoki")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cell(map, "Inari")).to_be_focused()
    cell(map, "Kittilä").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(cell(map, "Enontekiö")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/kunnat/enontekio/$"))


def test_pointer_shows_the_name_of_a_cell(map: Locator) -> None:
    cell(map, "Hanko").hover()
    expect(map.locator("[data-cell-name]")).to_have_text("Hanko: ei vielä käytänteitä")


def test_map_can_be_skipped(page: Page, map: Locator) -> None:
    map.get_by_role("link", name="Ohita kartta").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(map.get_by_text("Näytä taulukkona")).to_be_focused()


def test_typing_a_name_shows_what_matches(page: Page, map: Locator) -> None:
    search = page.get_by_role("searchbox", name="Etsi kunta nimellä")
    search.press_sequentially("utsj")
    expect(page.get_by_role("heading", name="1 kunta")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=utsj$"))
    expect(search).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", name="1 kunta")).to_be_visible()
    expect(search).to_have_value("utsj")
