"""A survey with the keyboard alone: by who is asked, and by who asks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kenno.people.models import User
from kenno.surveys.models import Invitation, Response, SurveyRound
from tests.e2e.answering_pages import SECTIONS, invited
from tests.e2e.keyboard import Keyboard
from tests.factories.people import CoordinatorFactory
from tests.factories.surveys import (
    ChoiceFactory,
    OpenRoundFactory,
    QuestionFactory,
    SentInvitationFactory,
)
from tests.factories.vocabulary import StatutoryTaskFactory

pytestmark = pytest.mark.browser
UNIT = "Mikä yksikkö vastaa kulttuuripalveluista?"


def test_keyboard_alone_answers_a_survey_and_sends_it(page: Page) -> None:
    survey = OpenRoundFactory(practice_sections=SECTIONS)
    StatutoryTaskFactory(label_fi="edistää kulttuurin ja taiteen harrastamista")
    QuestionFactory(round=survey, place="before", heading_fi="Taustaa", text_fi=UNIT, position=1)
    ChoiceFactory(round=survey, place="before", text_fi="Onko suunnitelmaa?", position=2)
    _invitation, link = invited(survey)
    keys = Keyboard(page)
    page.goto(link)
    keys.press("button", "Aloita")
    keys.press("link", "Taustaa")
    keys.write(UNIT, "Sivistystoimi")
    keys.choose("kyllä")
    keys.press("button", "Tallenna ja palaa vastaukseen")
    keys.press("link", "Lisää käytänne")
    keys.write("Mikä käytänteen nimi on?", "Satuhetki hallissa")
    page.keyboard.press("Escape")
    keys.press("button", "Aloita kirjoittaminen")
    keys.write("Tiivistelmä", "Lapset ja vanhukset lukevat yhdessä.")
    keys.press("button", "Tallenna ja palaa vastaukseen")
    keys.press("link", "Tarkista ja lähetä")
    keys.press("link", "vähintään yksi lakisääteinen tehtävä")
    keys.press("checkbox", "edistää kulttuurin ja taiteen harrastamista", key="Space")
    keys.press("button", "Tallenna ja palaa vastaukseen")
    keys.press("link", "Tarkista ja lähetä")
    keys.press("button", "Lähetä vastaus")
    expect(page.get_by_text("Kiitos! Vastaus on lähetetty.")).to_be_visible()
    assert Response.objects.get().submitted_at is not None


def test_keyboard_alone_passes_a_survey_on(page: Page) -> None:
    _invitation, link = invited()
    keys = Keyboard(page)
    page.goto(link)
    keys.press("link", "Joku muu tietää paremmin")
    keys.write("Vastaajan tehtävä", "kirjastonjohtaja")
    keys.write("Vastaajan sähköpostiosoite", "kirjasto@inari.example")
    keys.press("button", "Lähetä hänelle linkki")
    expect(page.get_by_text("kirjastonjohtaja").first).to_be_visible()
    assert Invitation.objects.filter(parent__isnull=False).count() == 1


def test_keyboard_alone_declines_a_survey(page: Page) -> None:
    _invitation, link = invited()
    keys = Keyboard(page)
    page.goto(link)
    keys.press("link", "En vastaa tähän kyselyyn")
    keys.write("Miksi ette vastaa?", "Virka on täyttämättä.")
    keys.press("button", "Vahvista: en vastaa")
    expect(page.get_by_text("Kiitos tiedosta.")).to_be_visible()
    assert Invitation.objects.get().decline_reason == "Virka on täyttämättä."


def test_keyboard_alone_builds_a_round(page: Page, sign_in: Callable[[Page, User], None]) -> None:
    sign_in(page, CoordinatorFactory())
    keys = Keyboard(page)
    page.goto("/tyopoyta/kyselyt/")
    keys.write("Kyselyn nimi", "Kysely näppäimistöllä")
    keys.press("button", "Aloita kysely")
    keys.press("link", "Muokkaa tekstejä ja aikoja")
    keys.write("Otsikko suomeksi", "Mitä hyvää teillä tehdään?")
    keys.press("button", "Tallenna")
    keys.press("link", "Valitse osiot ja niiden järjestys")
    keys.press("checkbox", "Mitä tehdään?", key="Space")
    keys.press("button", "Tallenna")
    keys.press("link", "Omat kysymykset ja esikatselu")
    keys.press("button", "Lisää kysymys")
    keys.write("Kysymys suomeksi", UNIT)
    keys.press("button", "Tallenna")
    expect(page.get_by_role("heading", name=UNIT)).to_be_visible()
    survey = SurveyRound.objects.get()
    assert survey.title_fi == "Mitä hyvää teillä tehdään?"
    [story] = [part for part in survey.practice_sections if part["section"] == "story"]
    assert story["fields"] == ["need"]
    assert [question.text_fi for question in survey.questions.all()] == [UNIT]


def test_keyboard_alone_follows_and_closes_a_round(
    page: Page, sign_in: Callable[[Page, User], None]
) -> None:
    invitation = SentInvitationFactory(recipient__round=OpenRoundFactory(name="Kysely"))
    place = invitation.recipient.municipality.name
    sign_in(page, CoordinatorFactory())
    keys = Keyboard(page)
    page.goto("/tyopoyta/kyselyt/")
    keys.press("link", re.compile("^Kysely$"))
    keys.press("link", "Kyselyn seuranta")
    keys.press("link", "Kunnat luettelona")
    keys.press("link", place)
    expect(page.get_by_role("heading", name=place)).to_be_visible()
    page.goto(f"/tyopoyta/kyselyt/{invitation.recipient.round_id}/")
    keys.press("link", "Sulje kysely")
    keys.press("button", "Sulje kysely")
    expect(page.get_by_text("Kysely on suljettu.")).to_be_visible()
    assert SurveyRound.objects.get().state == "closed"
