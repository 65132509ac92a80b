"""A tip becomes a practice: told by anybody, sent on by a coordinator, completed by its owner
behind a personal link on a phone, with and without scripts."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.actions.requests import revoke
from kenno.practices.models import DraftRequest, Practice
from kenno.surveys.models import Tip
from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.tip_pages import path_of
from tests.factories.people import CoordinatorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import DraftRequestFactory
from tests.factories.vocabulary import StatutoryTaskFactory
from tests.utils.guards import old_stamp

pytestmark = pytest.mark.browser
TASK = "edistää kulttuurin ja taiteen harrastamista"
SignIn = Callable[[Page, User], None]


def saved(page: Page) -> None:
    expect(page.locator("#autosave")).to_contain_text("Tallennettu klo")


def link_of_last_mail() -> str:
    [path] = re.findall(r"/luonnos/[\w-]+/(?:teksti/)?(?=\s)", str(mail.outbox[-1].body))
    return str(path)


def tell(page: Page) -> None:
    page.goto("/kunnat/alavieska/")
    page.get_by_role("main").get_by_role("link", name="Ilmianna hyvä käytänne").click()
    expect(page.get_by_label("Missä kunnassa?")).to_have_value("Alavieska")
    page.get_by_label("Mitä siellä tehdään hyvin?").fill("Kyläkino")
    page.get_by_label("Miksi se on hyvä?").fill("Elokuvia seurojentalolla.")
    page.get_by_label("Kuka olet?").fill("museolehtori naapurikunnasta")


def test_tip_is_sent_on_and_completed_by_its_owner_on_a_phone(
    page: Page, sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    place = MunicipalityFactory(name_fi="Alavieska", slug_fi="alavieska")
    StatutoryTaskFactory(label_fi=TASK)
    tell(page)
    page.locator("[name=stamp]").evaluate("(field, stamp) => (field.value = stamp)", old_stamp())
    page.get_by_role("button", name="Lähetä vinkki").click()
    page.wait_for_url("**/vinkki/kiitos/")
    axe(page)
    assert (Tip.objects.get().municipality, mail.outbox) == (place, [])

    sign_in(page, CoordinatorFactory())
    page.goto("/tyopoyta/")
    page.get_by_role("link", name="1 uusi vinkki").click()
    page.get_by_role("link", name="Kyläkino").click()
    page.get_by_label("Vastaanottajan tehtävä").fill("kulttuurisihteeri")
    page.get_by_label("Vastaanottajan sähköpostiosoite").fill("omistaja@kunta.example")
    page.get_by_label("Viesti hänelle").fill("Tästä pitäisi muidenkin tietää.")
    page.get_by_role("button", name="Lähetä omistajalle").click()
    expect(page.get_by_text("omistaja saa siihen linkin")).to_be_visible()
    axe(page)

    page.context.clear_cookies()
    page.set_viewport_size(NARROW)
    page.goto(link_of_last_mail())
    expect(page.get_by_text("Vinkin antoi: museolehtori naapurikunnasta.")).to_be_visible()
    expect(page.get_by_text("Elokuvia seurojentalolla.")).to_be_visible()
    axe(page)
    assert DraftRequest.objects.get().started_at is None
    page.set_viewport_size(NARROW)
    page.get_by_role("button", name="Aloita").click()
    page.get_by_role("link", name="vähintään yksi lakisääteinen tehtävä").click()
    page.get_by_label(TASK).check()
    saved(page)
    page.get_by_role("button", name="Tallenna ja palaa yhteenvetoon").click()
    page.get_by_role("button", name="Hyväksy ja lähetä tarkistettavaksi").click()
    expect(page.get_by_text("Kiitos! Teksti on nyt tarkistettavana.")).to_be_visible()
    axe(page)
    practice = Practice.objects.get()
    assert practice.review_state == ReviewState.IN_REVIEW
    assert mail.outbox[-1].subject == "Kiitos: Kyläkino on tarkistettavana"

    page.set_viewport_size(WIDE)
    sign_in(page, CoordinatorFactory())
    page.goto("/tyopoyta/tarkistus/")
    page.get_by_role("link", name="Kyläkino").click()
    page.get_by_label("Mitä kirjoittajan pitäisi täydentää?").fill("Kerro vielä hinta.")
    page.get_by_role("button", name="Palauta täydennettäväksi").click()
    page.context.clear_cookies()
    page.goto(link_of_last_mail())
    expect(page.get_by_text("Kerro vielä hinta.")).to_be_visible()
    page.get_by_role("button", name="Hyväksy ja lähetä tarkistettavaksi").click()
    expect(page.get_by_text("Kiitos! Teksti on nyt tarkistettavana.")).to_be_visible()


def test_everything_behind_the_link_works_without_scripts(
    browser: Browser, browser_context_args: dict[str, object], live_site: None
) -> None:
    task = StatutoryTaskFactory(label_fi=TASK)
    asked = DraftRequestFactory(
        practice__title="Kyläkino", practice__statutory_tasks=[], reason="interview"
    )
    plain = {**browser_context_args, "viewport": NARROW, "java_script_enabled": False}
    page = browser.new_context(**plain).new_page()  # type: ignore[arg-type]
    page.goto(path_of(asked))
    page.get_by_role("link", name="Joku muu tietää paremmin").click()
    page.get_by_label("Hänen tehtävänsä").fill("kirjastonjohtaja")
    page.get_by_label("Hänen sähköpostiosoitteensa").fill("kirjasto@kunta.example")
    page.get_by_role("button", name="Lähetä hänelle linkki").click()
    expect(page.get_by_text("kirjastonjohtaja:")).to_be_visible()

    page.goto(link_of_last_mail())
    page.get_by_role("button", name="Aloita").click()
    page.get_by_role("link", name="vähintään yksi lakisääteinen tehtävä").click()
    page.get_by_label(TASK).check()
    page.get_by_role("button", name="Tallenna ja palaa yhteenvetoon").click()
    page.get_by_role("button", name="Hyväksy ja lähetä tarkistettavaksi").click()
    expect(page.get_by_text("Kiitos! Teksti on nyt tarkistettavana.")).to_be_visible()
    practice = Practice.objects.get()
    assert practice.review_state == ReviewState.IN_REVIEW
    assert list(practice.get_latest_revision_as_object().statutory_tasks.all()) == [task]
    page.context.close()


def test_owner_says_no_and_a_revoked_link_opens_nothing(page: Page) -> None:
    asked = DraftRequestFactory(practice__title="Kyläkino")
    link = path_of(asked)
    page.goto(link)
    page.get_by_role("link", name="En täydennä tätä").click()
    page.get_by_label("Miksi et täydennä tätä?").fill("Emme tee tätä enää.")
    page.get_by_role("button", name="Vahvista: en täydennä").click()
    expect(page.get_by_text("Olet ilmoittanut, ettet täydennä tätä")).to_be_visible()
    assert DraftRequest.objects.get().decline_reason == "Emme tee tätä enää."
    revoke(request=asked, by=CoordinatorFactory())
    page.goto(link)
    expect(page.get_by_text("Kyläkino")).to_have_count(0)
