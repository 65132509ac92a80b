"""A whole national survey, from building it to a practice that is found.

    WRITE_GUIDE=1 pytest tests/e2e/test_survey_round.py

takes the pictures of the coordinator's guide anew.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from kenno.surveys.models import Answer
from tests.e2e.served_survey import GUIDE, ServedSurvey
from tests.factories.places import MunicipalityFactory
from tests.factories.vocabulary import StatutoryTaskFactory
from tests.utils.guards import old_stamp
from tests.utils.serving import ServedSite
from tests.utils.smtp import SmtpServer

pytestmark = pytest.mark.browser
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
TOLD_BY_TIP = "Kyläkino kiertää"
DELEGATE = "kirjasto@utsjoki.example"


def address_of(place: str) -> str:
    """Who is asked for a municipality."""
    return f"kulttuuri@{place.lower()}.example"


@pytest.fixture
def survey(
    browser: Browser,
    browser_context_args: dict[str, Any],
    live_site: None,
    smtp_server: SmtpServer,
    tmp_path: Path,
) -> Iterator[ServedSurvey]:
    site = ServedSite(tmp_path, smtp_server.port)
    site.start()
    yield ServedSurvey(browser, browser_context_args, site, smtp_server)
    site.stop()


def build(survey: ServedSurvey) -> None:
    page = survey.office
    page.goto("/tyopoyta/kyselyt/")
    page.get_by_label("Kyselyn nimi").fill("Valtakunnallinen kysely")
    page.get_by_role("button", name="Aloita kysely").click()
    survey.address = page.url
    page.get_by_role("link", name="Muokkaa tekstejä ja aikoja").click()
    today = timezone.localdate()
    page.get_by_label("Avautuu").fill(f"{today - timedelta(days=3)}T08:00")
    page.get_by_label("Sulkeutuu").fill(f"{today + timedelta(days=30)}T16:00")
    for language, (title, introduction, unit) in TEXTS.items():
        page.get_by_label(f"Otsikko {language}").fill(title)
        page.get_by_label(f"Johdanto {language}").fill(introduction)
        page.get_by_label(f"Allekirjoittava yksikkö {language}").fill(unit)
    expect(page.locator("#preview")).to_contain_text("Kerro käytänne, josta muutkin voivat oppia.")
    survey.picture(page, "texts", heading="Esikatselu")
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
    page.goto(survey.address + "vastaanottajat/")
    survey.picture(page, "recipients")
    page.goto(survey.address + "vastaanottajat/tuo/")
    rows = ["municipality;email;title"] + [
        f"{name};{address_of(name)};kulttuurisihteeri" for name in ASKED
    ]
    page.get_by_label(re.compile("Tiedosto")).set_input_files(
        {"name": "vastaanottajat.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    page.get_by_role("button", name="Tuo vastaanottajat").click()
    expect(page.get_by_text("kulttuurisihteeri").first).to_be_visible()
    page.goto(survey.address)
    survey.picture(page, "round")


def try_out(survey: ServedSurvey) -> None:
    """The coordinator answers as a municipality would; it does not count."""
    page = survey.office
    page.goto(survey.address + "kokeile/")
    page.get_by_label("Kunta").select_option(label="Kuhmo")
    page.get_by_role("button", name="Aloita kokeilu").click()
    page.get_by_role("button", name="Aloita").click()
    answer_question(page, "Kokeilu")
    survey.picture(page, "trial")


def answer_question(page: Page, text: str) -> None:
    page.get_by_role("link", name="Kysymykset").first.click()
    page.get_by_label(QUESTION).fill(text)
    expect(page.locator("#autosave")).to_contain_text("Tallennettu klo")
    page.get_by_role("button", name="Tallenna ja palaa vastaukseen").click()


def open_round(survey: ServedSurvey) -> None:
    page = survey.office
    page.goto(survey.address)
    page.get_by_role("link", name="Avaa kysely").click()
    survey.picture(page, "opening")
    page.get_by_role("button", name="Avaa kysely").click()
    assert Answer.objects.count() == 0
    assert survey.states() == {"kutsu lähtemässä": 4, "ei vastaanottajaa": 1}
    survey.let_time_bring()
    for name in ASKED:
        survey.mail_to(address_of(name))
    assert survey.states() == {"kutsuttu, ei avannut": 4, "ei vastaanottajaa": 1}


def answer_in_two_sittings(survey: ServedSurvey) -> None:
    """Everything that serves the phone dies between the sittings, while something is typed."""
    link = survey.link_to(address_of("Kuhmo"))
    first = survey.phone(link)
    survey.picture(first, "invitation")
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
    survey.picture(second, "summary")
    second.get_by_role("button", name="Lähetä vastaus").click()
    expect(second.get_by_text("Kiitos! Vastaus on lähetetty.")).to_be_visible()
    second.context.close()
    assert "/yhteenveto/" in survey.mail_to(address_of("Kuhmo"), after=1).text
    assert survey.states() == {
        "vastannut": 1,
        "kutsuttu, ei avannut": 3,
        "ei vastaanottajaa": 1,
    }


def pass_on(survey: ServedSurvey) -> None:
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


def decline(survey: ServedSurvey) -> None:
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


def tip(survey: ServedSurvey) -> None:
    """A reader tells of a municipality that nobody could ask; its owner completes the draft."""
    reader = survey.phone("/vinkki/")
    reader.get_by_label("Missä kunnassa?").fill("Oulu")
    reader.get_by_label("Mitä siellä tehdään hyvin?").fill(TOLD_BY_TIP)
    reader.get_by_label("Miksi se on hyvä?").fill("Elokuvia näytetään seurojentaloilla.")
    reader.locator("[name=stamp]").evaluate("(field, stamp) => (field.value = stamp)", old_stamp())
    survey.picture(reader, "tip")
    reader.get_by_role("button", name="Lähetä vinkki").click()
    reader.wait_for_url("**/vinkki/kiitos/")
    reader.context.close()

    page = survey.office
    page.goto("/tyopoyta/vinkit/")
    page.get_by_role("link", name=TOLD_BY_TIP).click()
    page.get_by_label("Vastaanottajan tehtävä").fill("kulttuurisihteeri")
    page.get_by_label("Vastaanottajan sähköpostiosoite").fill(address_of("Oulu"))
    survey.picture(page, "tip-kept")
    page.get_by_role("button", name="Lähetä omistajalle").click()

    owner = survey.phone(survey.link_to(address_of("Oulu")))
    owner.get_by_role("button", name="Aloita").click()
    owner.get_by_role("link", name="vähintään yksi lakisääteinen tehtävä").click()
    owner.get_by_label(TASK).check()
    owner.get_by_role("button", name="Tallenna ja palaa yhteenvetoon").click()
    owner.get_by_role("button", name="Hyväksy ja lähetä tarkistettavaksi").click()
    expect(owner.get_by_text("Kiitos!").first).to_be_visible()
    owner.context.close()
    assert survey.states() == {
        "vastannut": 1,
        "siirtänyt toiselle": 1,
        "kutsuttu, ei avannut": 1,
        "kieltäytynyt": 1,
        "ei vastaanottajaa": 1,
    }


def interview(survey: ServedSurvey) -> None:
    """The coordinator calls the municipality that has not opened its invitation."""
    page = survey.office
    page.get_by_role("link", name="Kunnat luettelona").click()
    page.get_by_role("link", name=re.compile("^Kemi")).first.click()
    page.get_by_role("link", name=re.compile("^Soita ja haastattele")).click()
    survey.picture(page, "call")
    page.get_by_role("button", name="Aloita haastattelu").click()
    answer_question(page, "Vapaa-aikatoimi")
    survey.picture(page, "interview")
    page.get_by_role("link", name="Tarkista ja lähetä hyväksyttäväksi").click()
    page.get_by_role("button", name="Lähetä luettavaksi ja hyväksyttäväksi").click()
    expect(page.get_by_text("Haastateltu, odottaa hyväksyntää.")).to_be_visible()

    owner = survey.phone(survey.link_to(address_of("Kemi"), after=1))
    owner.get_by_role("button", name="Lue ja hyväksy vastaus").click()
    expect(owner.get_by_text("Vapaa-aikatoimi")).to_be_visible()
    owner.get_by_role("button", name="Hyväksy ja lähetä").click()
    expect(owner.get_by_text("Kiitos! Vastaus on lähetetty.")).to_be_visible()
    owner.context.close()
    assert survey.states() == {
        "vastannut": 2,
        "siirtänyt toiselle": 1,
        "kieltäytynyt": 1,
        "ei vastaanottajaa": 1,
    }


def remind(survey: ServedSurvey) -> None:
    """Nobody is reminded on the heels of another mail; later, who was asked instead is."""
    page = survey.office
    utsjoki = survey.address + "seuranta/kunnat/utsjoki/"
    page.goto(utsjoki)
    expect(page.get_by_role("button", name=re.compile("^Muistuta"))).to_have_count(0)
    survey.let_days_pass(4)
    page.goto(utsjoki)
    survey.picture(page, "remind")
    page.get_by_role("row", name=re.compile(DELEGATE)).get_by_role(
        "button", name=re.compile("^Muistuta")
    ).click()
    delegate = survey.phone(survey.link_to(DELEGATE, after=1))
    delegate.get_by_role("button", name="Aloita").click()
    answer_question(delegate, "Kirjasto")
    delegate.get_by_role("link", name="Tarkista ja lähetä").click()
    delegate.get_by_role("button", name="Lähetä vastaus").click()
    expect(delegate.get_by_text("Kiitos! Vastaus on lähetetty.")).to_be_visible()
    delegate.context.close()
    assert survey.states() == {"vastannut": 3, "kieltäytynyt": 1, "ei vastaanottajaa": 1}
    survey.picture(page, "tracker", heading="Kutsut")


def close_review_and_publish(survey: ServedSurvey) -> None:
    page = survey.office
    page.goto(survey.address + "vaihe/sulje/")
    page.get_by_role("button", name="Sulje kysely").click()
    expect(page.get_by_text("Kysely on suljettu.")).to_be_visible()
    page.goto(survey.address + "seuranta/kunnat/kuhmo/")
    page.get_by_role("link", name="Lue vastaus ja käsittele sen käytänteet").click()
    expect(page.get_by_text("Sivistystoimi")).to_be_visible()
    survey.picture(page, "response")
    for title in (PRACTICE, TOLD_BY_TIP):
        page.goto("/tyopoyta/tarkistus/")
        page.get_by_role("link", name=title).click()
        if title == PRACTICE:
            survey.picture(page, "review")
        page.get_by_role("button", name="Julkaise").click()
        expect(page.get_by_text(f"Julkaistu: ”{title}”.")).to_be_visible()
    assert PRACTICE in survey.mail_to(address_of("Kuhmo"), after=2).text
    assert survey.states() == {"vastannut": 3, "kieltäytynyt": 1, "ei vastaanottajaa": 1}


def find(survey: ServedSurvey) -> None:
    reader = survey.phone("/kaytanteet/?q=satuhetket")
    expect(reader.get_by_role("link", name=PRACTICE)).to_be_visible()
    reader.goto("/kaytanteet/?q=elokuvat")
    expect(reader.get_by_role("link", name=TOLD_BY_TIP)).to_be_visible()
    reader.goto(f"/kyselyt/{survey.address.rstrip('/').rpartition('/')[2]}/")
    expect(reader.get_by_text("Vastasi 3 / 5 kuntaa, 60 %.")).to_be_visible()
    survey.picture(reader, "told")
    reader.context.close()


def test_survey_goes_from_building_to_a_practice_that_is_found(survey: ServedSurvey) -> None:
    for name in PLACES:
        MunicipalityFactory(name_fi=name, slug_fi=name.lower())
    StatutoryTaskFactory(label_fi=TASK)
    for stage in (
        build,
        try_out,
        open_round,
        answer_in_two_sittings,
        pass_on,
        decline,
        tip,
        interview,
        remind,
        close_review_and_publish,
        find,
    ):
        stage(survey)
    named = re.findall(r"\]\((survey/[\w-]+\.jpg)\)", GUIDE.read_text(encoding="utf-8"))
    assert sorted(named) == sorted(survey.pictures)
