"""A told practice is asked back about one part, mended on a phone, sent again and published."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from kenno.people.models import User
from kenno.practices.models import Practice
from tests.e2e.conftest import NARROW
from tests.e2e.handling_pages import sent_answer
from tests.factories.people import CoordinatorFactory

pytestmark = pytest.mark.browser

SignIn = Callable[[Page, User], None]
Axe = Callable[[Page], None]
TITLE = "Satuhetki hallissa"


def test_practice_asked_back_about_a_part_is_mended_on_a_phone_and_published(
    page: Page,
    sign_in: SignIn,
    axe: Axe,
    browser: Browser,
    browser_context_args: dict[str, object],
) -> None:
    response, practices = sent_answer()
    sign_in(page, CoordinatorFactory(first_name="Koordinaattori"))
    page.goto(f"/tyopoyta/kyselyt/vastaus/{response.pk}/")
    page.get_by_role("link", name=re.compile(f"Tarkista.*{TITLE}")).click()
    page.get_by_label("Mitä kirjoittajan pitäisi täydentää?").fill("Kenen tarve tämä on?")
    page.get_by_label("Mitä lomakkeen osaa se koskee?").select_option("Tarve ja kuvaus")
    page.get_by_role("button", name="Palauta täydennettäväksi").click()
    expect(page.get_by_text(f"Palautettu kirjoittajalle: ”{TITLE}”.")).to_be_visible()

    [path] = re.findall(r"/kysely/\S+", str(mail.outbox[-1].body))
    phone = browser.new_context(**{**browser_context_args, "viewport": NARROW}).new_page()  # type: ignore[arg-type]
    phone.goto(path)
    expect(phone.get_by_role("heading", name="Tarve ja kuvaus")).to_be_visible()
    message = phone.get_by_text("Kenen tarve tämä on?")
    expect(message).to_be_in_viewport()
    axe(phone)
    phone.get_by_label("Mihin tarpeeseen tämä vastaa").fill("Lapsilla ei ole satutuntia.")
    expect(phone.locator("#autosave")).to_contain_text("Tallennettu klo")
    phone.get_by_role("button", name="Tallenna ja lähetä uudelleen").click()
    expect(phone.get_by_text("Kiitos! Teksti on taas tarkistettavana.")).to_be_visible()
    axe(phone)
    phone.context.close()

    page.goto(f"/tyopoyta/tarkistus/kaytanne/{practices[1].pk}/")
    expect(page.get_by_text("Lapsilla ei ole satutuntia.")).to_be_visible()
    page.get_by_role("button", name="Julkaise").click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    assert Practice.objects.get(pk=practices[1].pk).live is True
