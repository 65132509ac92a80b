"""A whole national survey against a served site: its own processes, mail over a real server."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, expect

from kenno.surveys import tasks
from kenno.surveys.models import Answer
from tests.e2e.conftest import NARROW
from tests.factories.people import CoordinatorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.vocabulary import StatutoryTaskFactory
from tests.utils.serving import ServedSite
from tests.utils.smtp import ReceivedMail, SmtpServer

pytestmark = pytest.mark.browser
LONGEST_WAIT = 30
IN_DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
QUESTION = "Mikä yksikkö vastaa kulttuuripalveluista?"
TASK = "edistää kulttuurin ja taiteen harrastamista"
QUESTIONS = {
    "suomeksi": QUESTION,
    "ruotsiksi": "Vilken enhet ansvarar för kulturtjänsterna?",
    "englanniksi": "Which unit is responsible for culture services?",
}
TEXTS = {
    "suomeksi": (
        "Mitä hyvää teillä tehdään?",
        "Kerro käytänne, josta muutkin voivat oppia.",
        "Kulttuurin osaamiskeskus",
    ),
    "ruotsiksi": (
        "Vad bra görs hos er?",
        "Berätta om en praxis som andra kan lära sig av.",
        "Kompetenscentret för kultur",
    ),
    "englanniksi": (
        "What good do you do?",
        "Tell of a practice from which others can learn.",
        "Centre of expertise for culture",
    ),
}
ASKED = ("Kuhmo", "Inari", "Utsjoki", "Kemi")
PLACES = (*ASKED, "Oulu")
PRACTICE = "Satuhetki hallissa"
DELEGATE = "kirjasto@utsjoki.example"


def address_of(place: str) -> str:
    """Who is asked for a municipality."""
    return f"kulttuuri@{place.lower()}.example"


class Survey:
    """One survey, seen by its coordinator and by those who are asked."""

    def __init__(
        self, browser: Browser, options: dict[str, object], site: ServedSite, mails: SmtpServer
    ) -> None:
        self.site, self.mails = site, mails
        self._browser = browser
        self._options = {**options, "base_url": site.url}
        self.office = self._context().new_page()
        client = Client()
        client.force_login(CoordinatorFactory())
        name = django_settings.SESSION_COOKIE_NAME
        self.office.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": site.url}]
        )
        self.address = ""

    def _context(self, **more: object):
        return self._browser.new_context(**{**self._options, **more})

    def phone(self, address: str) -> Page:
        """A phone without an account that has opened a link."""
        page = self._context(viewport=NARROW).new_page()
        page.set_default_timeout(10_000)
        page.goto(address)
        return page

    def mail_to(self, who: str, *, after: int = 0) -> ReceivedMail:
        """Wait until there are more than `after` mails to somebody; return the newest of them."""
        deadline = time.monotonic() + LONGEST_WAIT
        while (
            len(found := [mail for mail in self.mails.received if mail.recipients == [who]])
            <= after
        ):
            assert time.monotonic() < deadline, f"no mail to {who}"
            time.sleep(0.1)
        return found[-1]

    def link_to(self, who: str, *, after: int = 0) -> str:
        """The personal link in the newest mail to somebody."""
        [address, *_more] = re.findall(
            r"https?://[^\s/]+(/kysely/[\w-]+/)", self.mail_to(who, after=after).text
        )
        return address

    def let_time_bring(self) -> None:
        """Ask the worker of the served site for what the clock asks of it every minute."""
        with override_settings(TASKS=IN_DATABASE):
            tasks.run_rounds.enqueue()

    def states(self) -> dict[str, int]:
        """The municipalities by state, as the tracker shows them."""
        self.office.goto(self.address + "seuranta/")
        rows = self.office.get_by_role("region", name="Kunnat tiloittain").locator("tbody tr")
        return {
            row.get_by_role("rowheader").inner_text(): int(
                row.get_by_role("cell").first.inner_text()
            )
            for row in rows.all()
            if row.get_by_role("cell").first.inner_text() != "0"
        }


@pytest.fixture
def survey(
    browser: Browser,
    browser_context_args: dict[str, object],
    live_site: None,
    smtp_server: SmtpServer,
    tmp_path: Path,
) -> Iterator[Survey]:
    site = ServedSite(tmp_path, smtp_server.port)
    site.start()
    yield Survey(browser, browser_context_args, site, smtp_server)
    site.stop()


def build(survey: Survey) -> None:
    page = survey.office
    page.goto("/tyopoyta/kyselyt/")
    page.get_by_label("Kyselyn nimi").fill("Valtakunnallinen kysely")
    page.get_by_role("button", name="Aloita kysely").click()
    survey.address = page.url
    page.get_by_role("link", name="Muokkaa tekstejä ja aikoja").click()
    page.get_by_label("Avautuu").fill("2026-01-01T08:00")
    page.get_by_label("Sulkeutuu").fill("2099-01-01T16:00")
    for language, (title, introduction, unit) in TEXTS.items():
        page.get_by_label(f"Otsikko {language}").fill(title)
        page.get_by_label(f"Johdanto {language}").fill(introduction)
        page.get_by_label(f"Allekirjoittava yksikkö {language}").fill(unit)
    expect(page.locator("#preview")).to_contain_text("Kerro käytänne, josta muutkin voivat oppia.")
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("link", name="Valitse osiot ja niiden järjestys").click()
    for section, fields in (
        ("Perustiedot", ["Tiivistelmä", "Missä vaiheessa"]),
        ("Kenelle ja mitä", ["Lakisääteiset"]),
    ):
        group = page.get_by_role("group", name=section, exact=True)
        for field in fields:
            group.get_by_label(re.compile(field)).first.check()
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("link", name="Omat kysymykset ja esikatselu").click()
    page.get_by_role("button", name="Lisää kysymys").click()
    for language, text in QUESTIONS.items():
        page.get_by_label(f"Kysymys {language}").fill(text)
    page.get_by_role("button", name="Tallenna").click()
    page.goto(survey.address + "vastaanottajat/tuo/")
    rows = ["municipality;email;title"] + [
        f"{name};{address_of(name)};kulttuurisihteeri" for name in ASKED
    ]
    page.get_by_label(re.compile("Tiedosto")).set_input_files(
        {"name": "vastaanottajat.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    page.get_by_role("button", name="Tuo vastaanottajat").click()
    expect(page.get_by_text("kulttuurisihteeri").first).to_be_visible()


def try_out(survey: Survey) -> None:
    """The coordinator answers as a municipality would; it does not count."""
    page = survey.office
    page.goto(survey.address + "kokeile/")
    page.get_by_label("Kunta").select_option(label="Kuhmo")
    page.get_by_role("button", name="Aloita kokeilu").click()
    page.get_by_role("button", name="Aloita").click()
    answer_question(page, "Kokeilu")


def answer_question(page: Page, text: str) -> None:
    page.get_by_role("link", name="Kysymykset").first.click()
    page.get_by_label(QUESTION).fill(text)
    expect(page.locator("#autosave")).to_contain_text("Tallennettu klo")
    page.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()


def open_round(survey: Survey) -> None:
    page = survey.office
    page.goto(survey.address)
    page.get_by_role("link", name="Avaa kysely").click()
    page.get_by_role("button", name="Avaa kysely").click()
    assert Answer.objects.count() == 0
    assert survey.states() == {"kutsu lähtemässä": 4, "ei vastaanottajaa": 1}
    survey.let_time_bring()
    for name in ASKED:
        survey.mail_to(address_of(name))
    assert survey.states() == {"kutsuttu, ei avannut": 4, "ei vastaanottajaa": 1}


def answer_in_two_sittings(survey: Survey) -> None:
    """Everything that serves the phone dies between the sittings, while something is typed."""
    link = survey.link_to(address_of("Kuhmo"))
    first = survey.phone(link)
    first.get_by_role("button", name="Aloita").click()
    answer_question(first, "Sivistystoimi")
    assert survey.states() == {
        "aloittanut vastaamisen": 1,
        "kutsuttu, ei avannut": 3,
        "ei vastaanottajaa": 1,
    }
    first.get_by_role("link", name="Lisää käytänne").click()
    first.get_by_label("Mikä käytänteen nimi on?").fill(PRACTICE)
    first.get_by_role("button", name="Aloita kirjoittaminen").click()
    expect(first.get_by_label("Tiivistelmä")).to_be_visible()
    survey.site.kill_workers()
    with first.expect_response(
        lambda answer: answer.request.method == "POST" and answer.ok, timeout=60_000
    ):
        first.get_by_label("Tiivistelmä").fill("Lapset ja vanhukset lukevat yhdessä hallissa.")
    first.context.close()

    second = survey.phone(link)
    second.get_by_role("button", name="Jatka vastausta").click()
    second.get_by_role("link", name="Tarkista ja lähetä").click()
    expect(second.locator("main")).to_contain_text("Sivistystoimi")
    expect(second.locator("main")).to_contain_text("Lapset ja vanhukset lukevat yhdessä hallissa.")
    second.get_by_role("link", name="vähintään yksi lakisääteinen tehtävä").click()
    second.get_by_label(TASK).check()
    second.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()
    second.get_by_role("link", name="Tarkista ja lähetä").click()
    second.get_by_role("button", name="Lähetä vastaus").click()
    expect(second.get_by_text("Kiitos! Vastaus on lähetetty.")).to_be_visible()
    second.context.close()
    assert "/yhteenveto/" in survey.mail_to(address_of("Kuhmo"), after=1).text
    assert survey.states() == {
        "vastannut": 1,
        "kutsuttu, ei avannut": 3,
        "ei vastaanottajaa": 1,
    }


def pass_on(survey: Survey) -> None:
    page = survey.phone(survey.link_to(address_of("Utsjoki")))
    page.get_by_role("link", name="Joku muu tietää paremmin").click()
    page.get_by_label("Vastaajan tehtävä").fill("kirjastonjohtaja")
    page.get_by_label("Vastaajan sähköpostiosoite").fill(DELEGATE)
    page.get_by_role("button", name="Lähetä hänelle linkki").click()
    expect(page.get_by_text("kirjastonjohtaja").first).to_be_visible()
    page.context.close()
    assert survey.link_to(DELEGATE) != ""
    assert survey.states() == {
        "vastannut": 1,
        "siirtänyt toiselle": 1,
        "kutsuttu, ei avannut": 2,
        "ei vastaanottajaa": 1,
    }


def decline(survey: Survey) -> None:
    page = survey.phone(survey.link_to(address_of("Inari")))
    page.get_by_role("link", name="En vastaa tähän kyselyyn").click()
    page.get_by_label(re.compile("Miksi")).fill("Virka on täyttämättä.")
    page.get_by_role("button", name="Vahvista: en vastaa").click()
    expect(page.get_by_text("Kiitos tiedosta.")).to_be_visible()
    page.context.close()
    assert survey.states() == {
        "vastannut": 1,
        "siirtänyt toiselle": 1,
        "kutsuttu, ei avannut": 1,
        "kieltäytynyt": 1,
        "ei vastaanottajaa": 1,
    }


def close_review_and_publish(survey: Survey) -> None:
    page = survey.office
    page.goto(survey.address + "vaihe/sulje/")
    page.get_by_role("button", name="Sulje kysely").click()
    page.goto("/tyopoyta/tarkistus/")
    page.get_by_role("link", name=PRACTICE).click()
    page.get_by_role("button", name="Julkaise").click()
    expect(page.get_by_text(f"Julkaistu: ”{PRACTICE}”.")).to_be_visible()
    assert PRACTICE in survey.mail_to(address_of("Kuhmo"), after=2).text


def find(survey: Survey) -> None:
    reader = survey.phone("/kaytanteet/?q=satuhetket")
    expect(reader.get_by_role("link", name=PRACTICE)).to_be_visible()
    reader.context.close()


def test_survey_goes_from_building_to_a_practice_that_is_found(survey: Survey) -> None:
    for name in PLACES:
        MunicipalityFactory(name_fi=name)
    StatutoryTaskFactory(label_fi=TASK)
    for stage in (
        build,
        try_out,
        open_round,
        answer_in_two_sittings,
        pass_on,
        decline,
        close_review_and_publish,
        find,
    ):
        stage(survey)
