"""From an invitation to a question that arrives, over a real mail server; no page shows whom."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kenno.people.models import User
from tests.factories.people import CoordinatorFactory, MunicipalOrganisationFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.utils.smtp import SmtpServer

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, User], None]
CONTRIBUTOR, VISITOR = "sihteeri@alavieska.example", "kysyja@naapuri.example"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CODE = re.compile(r"\b[A-Z0-9]{4}-?[A-Z0-9]{4}\b|\b[A-Z0-9]{6}\b")
# Forms that come back in a blink look like a machine's.
A_WHILE = 3_500


def test_contributor_is_invited_becomes_a_contact_and_is_asked(
    page: Page, sign_in: SignIn, smtp_server: SmtpServer
) -> None:
    place = MunicipalityFactory(name_fi="Alavieska")
    MunicipalOrganisationFactory(municipality=place, name_fi="Alavieska")
    practice = PublishedPracticeFactory(municipality=place, title="Kyläkino")

    sign_in(page, CoordinatorFactory())
    page.goto("/tyopoyta/ihmiset/lisaa/")
    page.get_by_label("Sähköpostiosoite").fill(CONTRIBUTOR)
    page.get_by_label("Kunta", exact=True).select_option(label="Alavieska")
    page.get_by_role("button", name="Lisää ja kutsu").click()
    expect(page.get_by_text("Rooli on annettu")).to_be_visible()
    [invitation] = smtp_server.received
    assert invitation.recipients == [CONTRIBUTOR]
    page.context.clear_cookies()

    [address] = re.findall(r"https?://[^\s/]+(/\S*)", invitation.text)[:1]
    page.goto(address)
    page.get_by_label("Sähköpostiosoite").fill(CONTRIBUTOR)
    page.get_by_role("button", name="Lähetä koodi").click()
    code = CODE.findall(smtp_server.received[-1].text)[0]
    page.get_by_label("Koodi").fill(code)
    page.get_by_label("Koodi").press("Enter")
    expect(page.get_by_role("heading", name="Työpöytä")).to_be_visible()
    expect(page.get_by_role("link", name="Alavieska").first).to_be_visible()

    page.goto(f"/tyopoyta/kaytanteet/{practice.pk}/osa/contact/")
    page.get_by_label("Minä (kirjoita tehtävänimike alle)").check()
    page.get_by_label("Uuden yhteyshenkilön tehtävänimike").fill("kulttuurisihteeri")
    page.get_by_role("button", name="Tallenna ja palaa yhteenvetoon").click()
    page.get_by_label("Tehtävänimike", exact=True).check()
    page.get_by_label("Vastaan kysymyksiin").check()
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_text("Näkyvissä: tehtävänimike.")).to_be_visible()
    page.context.clear_cookies()

    page.goto(practice.get_absolute_url())
    expect(page.locator(".person__role")).to_have_text("kulttuurisihteeri")
    page.get_by_role("link", name="Kysy tästä käytänteestä").click()
    page.get_by_label("Nimesi").fill("Naapurikunnan kulttuurisihteeri")
    page.get_by_label("Sähköpostiosoitteesi").fill(VISITOR)
    page.get_by_label("Viestisi").fill("Mistä saitte valkokankaan?")
    page.wait_for_timeout(A_WHILE)
    page.get_by_role("button", name="Lähetä viesti").click()
    expect(page.get_by_role("heading", name="Katso sähköpostisi")).to_be_visible()
    [confirmation] = re.findall(r"/kysymys/vahvista/[\w-]+/", smtp_server.received[-1].text)
    page.goto(confirmation)
    page.get_by_role("button", name="Vahvista ja lähetä viesti").click()
    expect(page.get_by_text("Viesti on lähtenyt vastaanottajan sähköpostiin.")).to_be_visible()

    [question] = [mail for mail in smtp_server.received if "valkokankaan" in mail.text]
    assert question.recipients == [CONTRIBUTOR]
    assert question.header("Reply-To") == VISITOR
    for path in ("/", practice.get_absolute_url(), place.get_absolute_url(), "/kaytanteet/"):
        page.goto(path)
        assert ADDRESS.findall(page.content()) == []
