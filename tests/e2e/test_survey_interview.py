"""A coordinator writes a municipality's answer in a call; its owner approves it on a phone."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from kenno.people.models import User
from kenno.practices.models import Practice
from kenno.surveys.models import Answer, Response
from tests.e2e.answering_pages import invited
from tests.e2e.conftest import NARROW
from tests.factories.people import CoordinatorFactory

pytestmark = pytest.mark.browser
UNIT = "Mikä yksikkö vastaa kulttuuripalveluista?"


def test_coordinator_interviews_and_the_owner_approves_on_a_phone(
    page: Page,
    browser: Browser,
    browser_context_args: dict[str, object],
    sign_in: Callable[[Page, User], None],
    axe: Callable[[Page], None],
) -> None:
    invitation, _link = invited()
    coordinator = CoordinatorFactory()
    sign_in(page, coordinator)
    page.goto(f"/tyopoyta/kyselyt/{invitation.recipient.round_id}/seuranta/kunnat/")
    page.get_by_role("link", name=re.compile("^Soita")).click()
    page.get_by_role("button", name="Aloita haastattelu").click()
    banner = page.get_by_text("Haastattelu: täytät kunnan Inari puolesta")
    expect(banner).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Kunnan kulttuuripalvelut").click()
    page.get_by_label(UNIT).fill("Sivistystoimi")
    expect(page.locator("#autosave")).to_contain_text("Tallennettu klo")
    page.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()
    page.get_by_role("link", name="Lisää käytänne").click()
    page.get_by_label("Mikä käytänteen nimi on?").fill("Satuhetki hallissa")
    page.get_by_role("button", name="Aloita kirjoittaminen").click()
    page.get_by_label("Tiivistelmä").fill("Lapset ja vanhukset lukevat yhdessä.")
    page.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()
    page.get_by_role("link", name="Tarkista ja lähetä hyväksyttäväksi").click()
    axe(page)
    page.get_by_role("button", name="Lähetä luettavaksi ja hyväksyttäväksi").click()
    expect(page.get_by_text("Haastateltu, odottaa hyväksyntää.")).to_be_visible()
    axe(page)
    assert (Practice.objects.get().created_by, Answer.objects.get().by) == (
        invitation.person,
        invitation,
    )

    [path] = set(re.findall(r"/kysely/[\w-]{43}/(?=\s)", str(mail.outbox[-1].body)))
    phone = browser.new_context(**{**browser_context_args, "viewport": NARROW}).new_page()  # type: ignore[arg-type]
    phone.goto(path)
    expect(phone.get_by_text("Koordinaattori kirjoitti kuntanne vastauksen")).to_be_visible()
    axe(phone)
    phone.set_viewport_size(NARROW)
    phone.get_by_role("button", name="Lue ja hyväksy vastaus").click()
    expect(phone.get_by_text("Sivistystoimi")).to_be_visible()
    phone.get_by_role("link", name="vähintään yksi lakisääteinen tehtävä").click()
    phone.get_by_label("edistää kulttuurin ja taiteen harrastamista").check()
    phone.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()
    phone.get_by_role("link", name="Lue ja hyväksy").click()
    axe(phone)
    phone.set_viewport_size(NARROW)
    phone.get_by_role("button", name="Hyväksy ja lähetä").click()
    expect(phone.get_by_text("Kiitos! Vastaus on lähetetty.")).to_be_visible()
    phone.context.close()
    assert Response.objects.get().submitted_by == invitation
    page.reload()
    expect(page.get_by_text("Vastaus on lähetetty")).to_be_visible()


def test_row_of_the_tracker_reminds_with_and_without_scripts(
    page: Page,
    browser: Browser,
    browser_context_args: dict[str, object],
    sign_in: Callable[[Page, User], None],
) -> None:
    invitation, _link = invited()
    second, _link = invited(invitation.recipient.round)
    listed = f"/tyopoyta/kyselyt/{second.recipient.round_id}/seuranta/kunnat/?state=sent"
    coordinator = CoordinatorFactory()
    sign_in(page, coordinator)
    page.goto(listed)
    page.get_by_role("button", name="Muistuta").first.click()
    expect(page.get_by_text("Muistutus lähtee.").first).to_be_visible()
    expect(page.get_by_role("button", name="Muistuta")).to_have_count(1)

    plain = browser.new_context(**{**browser_context_args, "java_script_enabled": False}).new_page()  # type: ignore[arg-type]
    sign_in(plain, coordinator)
    plain.goto(listed)
    plain.get_by_role("button", name="Muistuta").click()
    expect(plain).to_have_url(re.compile(re.escape(listed)))
    expect(plain.get_by_text("Muistutus lähtee.")).to_be_visible()
    expect(plain.get_by_role("button", name="Muistuta")).to_have_count(0)
    plain.context.close()
