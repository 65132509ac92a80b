"""A municipality answers a survey behind its link: on a phone, in two sittings, with and without
scripts, and with a connection that goes."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Response as Answered

from kenno.practices.models import Practice
from kenno.surveys.models import Answer, Response
from tests.e2e.answering_pages import invited, path_of, survey_with_questions
from tests.e2e.conftest import NARROW
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.surveys import CopyFactory, SentInvitationFactory

pytestmark = pytest.mark.browser
UNIT = "Mikä yksikkö vastaa kulttuuripalveluista?"
Axe = Callable[[Page], None]


def saved(page: Page) -> None:
    expect(page.locator("#autosave")).to_contain_text("Tallennettu klo")


def test_municipality_answers_on_a_phone_and_joins_a_practice(page: Page, axe: Axe) -> None:
    PublishedPracticeFactory(title="Kulttuurikaveri lähtee mukaan")
    _invitation, link = invited()
    page.set_viewport_size(NARROW)
    page.goto(link)
    assert Response.objects.count() == 0
    page.get_by_role("button", name="Aloita").click()

    page.get_by_role("link", name="Kunnan kulttuuripalvelut").click()
    page.get_by_label(UNIT).fill("Sivistystoimi")
    expect(page.get_by_label("Mitä suunnitelma on muuttanut?")).to_have_count(0)
    page.get_by_label("kyllä").check()
    page.get_by_label("Mitä suunnitelma on muuttanut?").fill("Rahaa on vähän enemmän.")
    saved(page)
    axe(page)
    page.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()
    expect(page.get_by_role("link", name="Lisää käytänne")).to_be_visible()
    assert Answer.objects.count() == 3

    page.get_by_role("link", name="Lisää käytänne").click()
    page.get_by_label("Mikä käytänteen nimi on?").press_sequentially("Kulttuurikaveri")
    expect(page.get_by_role("heading", name="Onko se jokin näistä?")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Käytössä teilläkin").click()
    expect(page.get_by_text("Merkitsimme, että käytänne on teilläkin käytössä.")).to_be_visible()

    page.get_by_role("link", name="Lisää käytänne").click()
    page.get_by_label("Mikä käytänteen nimi on?").fill("Satuhetki hallissa")
    page.get_by_role("button", name="Aloita kirjoittaminen").click()
    page.get_by_label("Tiivistelmä").fill("Lapset ja vanhukset lukevat yhdessä.")
    saved(page)
    page.close()


def test_second_sitting_on_another_phone_goes_on_where_the_first_ended(
    browser: Browser, browser_context_args: dict[str, object], live_site: None, axe: Axe
) -> None:
    _invitation, link = invited()
    first = browser.new_context(**{**browser_context_args, "viewport": NARROW}).new_page()  # type: ignore[arg-type]
    first.goto(link)
    first.get_by_role("button", name="Aloita").click()
    first.get_by_role("link", name="Kunnan kulttuuripalvelut").click()
    first.get_by_label(UNIT).fill("Sivistystoimi")
    saved(first)
    first.context.close()

    page = browser.new_context(**{**browser_context_args, "viewport": NARROW}).new_page()  # type: ignore[arg-type]
    page.goto(link)
    page.get_by_role("button", name="Jatka vastausta").click()
    page.get_by_role("link", name="Kunnan kulttuuripalvelut").click()
    expect(page.get_by_label(UNIT)).to_have_value("Sivistystoimi")
    page.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()
    page.get_by_role("link", name="Lisää käytänne").click()
    page.get_by_label("Mikä käytänteen nimi on?").fill("Satuhetki hallissa")
    page.get_by_role("button", name="Aloita kirjoittaminen").click()
    page.get_by_label("Tiivistelmä").fill("Lapset ja vanhukset lukevat yhdessä.")
    page.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()
    page.get_by_role("link", name="Tarkista ja lähetä").click()
    axe(page)
    page.get_by_role("link", name="vähintään yksi lakisääteinen tehtävä").click()
    page.get_by_label("edistää kulttuurin ja taiteen harrastamista").check()
    page.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()
    page.get_by_role("link", name="Tarkista ja lähetä").click()
    page.get_by_role("button", name="Lähetä vastaus").click()
    expect(page.get_by_text("Kiitos! Vastaus on lähetetty.")).to_be_visible()
    axe(page)
    assert Practice.objects.get().review_state == "in-review"
    receipt = mail.outbox[-1].body
    [back] = re.findall(r"/kysely/[\w-]+/yhteenveto/", str(receipt))
    page.goto(back)
    expect(page.get_by_text("Lapset ja vanhukset lukevat yhdessä.")).to_be_visible()
    expect(page.get_by_role("button", name="Lähetä vastaus")).to_have_count(0)
    page.context.close()


def test_everything_works_without_scripts(
    browser: Browser, browser_context_args: dict[str, object], live_site: None
) -> None:
    _invitation, link = invited()
    plain = {**browser_context_args, "viewport": NARROW, "java_script_enabled": False}
    page = browser.new_context(**plain).new_page()  # type: ignore[arg-type]
    page.goto(link)
    page.get_by_role("button", name="Aloita").click()
    page.get_by_role("link", name="Kunnan kulttuuripalvelut").click()
    page.get_by_label(UNIT).fill("Sivistystoimi")
    page.get_by_label("kyllä").check()
    page.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()
    page.get_by_label("Mitä suunnitelma on muuttanut?").fill("Rahaa on.")
    page.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()
    page.get_by_role("link", name="Tarkista ja lähetä").click()
    expect(page.get_by_text("Rahaa on.")).to_be_visible()
    page.get_by_role("button", name="Lähetä vastaus").click()
    expect(page.get_by_text("Kiitos! Vastaus on lähetetty.")).to_be_visible()
    page.context.close()


def test_what_was_typed_without_a_connection_is_sent_when_it_returns(page: Page) -> None:
    _invitation, link = invited()
    page.goto(link)
    page.get_by_role("button", name="Aloita").click()
    page.get_by_role("link", name="Kunnan kulttuuripalvelut").click()
    context: BrowserContext = page.context
    context.set_offline(True)
    page.get_by_label(UNIT).fill("Sivistystoimi")
    page.get_by_label("ei", exact=True).check()
    expect(page.locator("#autosave")).to_contain_text("Yhteys katkesi.")
    assert not Answer.objects.exists()
    context.set_offline(False)
    saved(page)
    assert {"Sivistystoimi", "2"} == set(Answer.objects.values_list("value", flat=True))
    assert page.evaluate("localStorage.length") == 0


def test_what_was_typed_is_there_after_the_page_was_closed_without_a_connection(
    page: Page,
) -> None:
    _invitation, link = invited()
    page.goto(link)
    page.get_by_role("button", name="Aloita").click()
    page.get_by_role("link", name="Kunnan kulttuuripalvelut").click()
    address = page.url
    page.context.set_offline(True)
    page.get_by_label(UNIT).fill("Sivistystoimi")
    expect(page.locator("#autosave")).to_contain_text("Yhteys katkesi.")
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(address)
    expect(again.get_by_label(UNIT)).to_have_value("Sivistystoimi")
    saved(again)
    assert Answer.objects.get().value == "Sivistystoimi"


def write(page: Page, label: str, text: str) -> None:
    """Write into a field, and wait until the form has saved that."""

    def saves_it(answer: Answered) -> bool:
        sent = answer.request.post_data_buffer or b""
        return text.encode() in sent and "muutokset" not in answer.url

    with page.expect_response(saves_it):
        page.get_by_label(label).fill(text)


def test_two_people_see_each_others_answers_and_keep_what_they_type(
    page: Page, browser: Browser, browser_context_args: dict[str, object], axe: Axe
) -> None:
    survey = survey_with_questions()
    invitation, link = invited(survey)
    copy = CopyFactory(round=survey, municipality=invitation.recipient.municipality)
    page.goto(link)
    page.get_by_role("button", name="Aloita").click()
    page.get_by_role("link", name="Kunnan kulttuuripalvelut").click()
    other = browser.new_context(**browser_context_args).new_page()  # type: ignore[arg-type]
    other.goto(path_of(SentInvitationFactory(recipient=copy)))
    other.get_by_role("button", name="Jatka vastausta").click()
    front = other.context.new_page()
    front.clock.install()
    front.goto(other.url)
    other.get_by_role("link", name="Kunnan kulttuuripalvelut").click()

    write(other, UNIT, "Sivistystoimi")
    # Moving on to the next question asks what is new.
    page.get_by_label("ei", exact=True).focus()
    expect(page.get_by_label(UNIT)).to_have_value("Sivistystoimi")
    expect(page.get_by_text("Toinen vastaaja muutti tätä klo").first).to_be_visible()
    axe(page)

    other.get_by_label("kyllä").check()
    changed = "Mitä suunnitelma on muuttanut?"
    write(other, changed, "Rahaa on enemmän.")
    page.get_by_label(UNIT).focus()
    expect(page.get_by_label(changed)).to_have_value("Rahaa on enemmän.")
    page.get_by_label(changed).press_sequentially(" Ja tiloja")
    saved(page)
    write(other, UNIT, "Vapaa-ajan toimi")
    page.context.set_offline(True)
    page.get_by_label(UNIT).press("End")
    page.get_by_label(UNIT).press_sequentially(" ja muut")
    page.context.set_offline(False)
    page.get_by_label(changed).focus()
    told = page.get_by_text("”Vapaa-ajan toimi”. Sinun vastauksesi on vielä tässä.").first
    expect(told).to_be_visible()
    expect(page.get_by_label(UNIT)).to_have_value("Sivistystoimi ja muut")
    assert Answer.objects.get(question__position=1).value == "Vapaa-ajan toimi"

    front.clock.fast_forward(20_000)
    expect(front.get_by_text("Vastaus muuttui muualla.").first).to_be_visible()
    state = front.get_by_role("link", name="Kunnan kulttuuripalvelut")
    expect(state).to_contain_text("valmis")
    axe(front)
    other.context.close()
