"""Organisations taken in from a file, in a browser: looked at, mended, looked at and saved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kenno.people.models import User
from tests.factories.people import CoordinatorFactory, OrganisationFactory

pytestmark = pytest.mark.browser


def choose(page: Page, text: str) -> None:
    file = {"name": "organisaatiot.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("Tiedosto").set_input_files(file)
    page.get_by_role("button", name="Näytä, mitä muuttuisi").click()


def test_coordinator_takes_organisations_in_from_a_file(
    page: Page, sign_in: Callable[[Page, User], None], axe: Callable[[Page], None]
) -> None:
    OrganisationFactory(name_fi="Kainuun kulttuuriyhdistys", name_sv="Entinen")
    sign_in(page, CoordinatorFactory())
    page.goto("/tyopoyta/organisaatiot/")
    page.get_by_role("link", name="Tuo tai vie tiedostona").click()

    choose(page, "kind;name_fi;name_sv\nmuseum;Museo;\nlinna;Kajaanin linna;\n")
    expect(page.get_by_text("Tiedostossa on virheitä. Mitään ei muutettu.")).to_be_visible()
    expect(page.get_by_role("row", name="3 kind Lajia ”linna” ei ole.")).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Tuo toinen tiedosto").click()
    choose(
        page,
        "kind;name_fi;name_sv\nmuseum;Museo;\n"
        "association;Kainuun kulttuuriyhdistys;Kajanalands kulturförening\n",
    )
    shown = page.get_by_text("Lisättäisiin 1, muutettaisiin 1, ennallaan 0.")
    expect(shown).to_be_visible()
    axe(page)

    page.get_by_role("button", name="Tallenna muutokset").click()
    expect(page.get_by_text("Tuotu: lisätty 1, muutettu 1, ennallaan 0.")).to_be_visible()
    expect(page.get_by_role("link", name="Museo", exact=True)).to_be_visible()
