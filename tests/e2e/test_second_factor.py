"""The second factor in a browser: set up on the first sign-in, asked for on the next."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kenno.people.actions import create_sign_in_link
from kenno.people.models import User
from tests.factories.people import CoordinatorFactory
from tests.people.second_factor.steps import code_of

pytestmark = pytest.mark.browser


def open_link(page: Page, person: User) -> None:
    address = create_sign_in_link(person)
    page.goto(address[address.index("/kirjaudu/") :])
    page.get_by_role("button", name="Kirjaudu", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/kirjaudu/ulos/")
    page.get_by_role("main").get_by_role("button", name="Kirjaudu ulos").click()


def add_device(page: Page) -> None:
    """Give the browser a device that makes passkeys and answers by itself."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


def test_coordinator_sets_up_a_passkey_and_signs_in_with_it(
    page: Page, axe: Callable[[Page], None]
) -> None:
    coordinator = CoordinatorFactory(first_name="Koordinaattori")
    add_device(page)
    open_link(page, coordinator)
    expect(page.get_by_text("Ota ensin käyttöön kirjautumisen toinen vaihe")).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Lisää pääsyavain").click()
    page.get_by_label("Nimi").fill("työpuhelin")
    page.get_by_role("button", name="Jatka").click()
    expect(page.get_by_role("heading", name="Varakoodit")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Jatka").click()
    expect(page).to_have_url(re.compile("/tyopoyta/$"))

    sign_out(page)
    open_link(page, coordinator)
    expect(page.get_by_role("heading", name="Kirjautumisen toinen vaihe")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Käytä pääsyavainta").click()
    expect(page).to_have_url(re.compile("/tyopoyta/$"))

    page.goto("/kirjaudu/turva/varakoodit/")
    page.get_by_role("link", name="Käytä pääsyavainta").click()
    axe(page)
    page.get_by_role("button", name="Käytä pääsyavainta").click()
    expect(page.get_by_role("heading", name="Varakoodit")).to_be_visible()


def test_a_browser_that_gives_no_passkey_says_so(page: Page) -> None:
    open_link(page, CoordinatorFactory())
    page.goto("/kirjaudu/turva/paasyavain/")
    page.evaluate("void (navigator.credentials.create = () => Promise.reject(new Error()))")
    page.get_by_role("button", name="Jatka").click()
    expect(page.get_by_text("Selain ei antanut pääsyavainta.")).to_be_visible()


def test_coordinator_sets_up_an_app_and_signs_in_with_it(
    page: Page, axe: Callable[[Page], None]
) -> None:
    coordinator = CoordinatorFactory()
    open_link(page, coordinator)
    page.goto("/tyopoyta/ihmiset/")
    page.get_by_role("link", name="Ota sovellus käyttöön").click()
    axe(page)
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Koodi", exact=False).fill("000000")
    page.get_by_role("button", name="Ota käyttöön").click()
    expect(page.get_by_text("Koodi ei täsmää.").first).to_be_visible()
    assert page.locator("code").inner_text().replace(" ", "") == secret
    page.get_by_label("Koodi", exact=False).fill(code_of(secret))
    page.get_by_role("button", name="Ota käyttöön").click()
    page.get_by_role("link", name="Jatka").click()
    expect(page.get_by_role("heading", name="Ihmiset", exact=True)).to_be_visible()

    sign_out(page)
    open_link(page, coordinator)
    page.get_by_label("Koodi", exact=False).fill(code_of(secret))
    page.get_by_role("button", name="Kirjaudu", exact=True).click()
    expect(page).to_have_url(re.compile("/tyopoyta/$"))
