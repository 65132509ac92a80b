"""A contact sets up a card, is shown by title on a practice, takes the consent back, is gone."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from kenno.people.models import Contact, User
from tests.factories.people import ContributorFactory, MunicipalOrganisationFactory
from tests.factories.practices import PublishedPracticeFactory

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, User], None]


def test_contributor_is_shown_by_title_until_hiding(page: Page, sign_in: SignIn) -> None:
    me = ContributorFactory(first_name="Etunimi", last_name="Sukunimi")
    place = me.memberships.get().municipality
    MunicipalOrganisationFactory(municipality=place)
    practice = PublishedPracticeFactory(municipality=place)
    sign_in(page, me)

    page.goto(f"/tyopoyta/kaytanteet/{practice.pk}/osa/contact/")
    page.get_by_label("Minä (kirjoita tehtävänimike alle)").check()
    page.get_by_label("Uuden yhteyshenkilön tehtävänimike").fill("kulttuurisihteeri")
    page.get_by_role("button", name="Tallenna ja palaa yhteenvetoon").click()
    expect(page.get_by_text("Valitse vielä, mitä sinusta näytetään.")).to_be_visible()
    page.get_by_label("Tehtävänimike", exact=True).check()
    page.get_by_label("Vastaan kysymyksiin").check()
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_text("Näkyvissä: tehtävänimike.")).to_be_visible()

    page.goto(practice.get_absolute_url())
    expect(page.locator(".person__role")).to_have_text("kulttuurisihteeri")
    expect(page.get_by_text("Vastaa kysymyksiin.")).to_be_visible()
    expect(page.get_by_text("Sukunimi")).to_have_count(0)
    expect(page.get_by_text(me.email)).to_have_count(0)

    page.goto("/tyopoyta/yhteystiedot/")
    page.get_by_role("button", name="Piilota minut heti").click()
    expect(page.get_by_text("Suostumus on peruttu.")).to_be_visible()
    page.goto(practice.get_absolute_url())
    expect(page.locator(".person__role")).to_have_count(0)


def test_invited_person_agrees_from_the_mail_without_signing_in(
    page: Page, sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    me = ContributorFactory(first_name="Kulttuurisihteeri")
    organisation = MunicipalOrganisationFactory(municipality=me.memberships.get().municipality)
    sign_in(page, me)
    page.goto(f"/tyopoyta/organisaatiot/{organisation.pk}/yhteyshenkilot/")
    page.get_by_label("Tehtävänimike").fill("kulttuurituottaja")
    page.get_by_label("Sähköpostiosoite").fill("tuottaja@kunta.example")
    page.get_by_role("button", name="Lähetä kutsu").click()
    expect(page.get_by_role("row", name="kulttuurituottaja kutsuttu")).to_be_visible()
    contact = Contact.objects.get()
    page.context.clear_cookies()
    [link] = re.findall(r"/yhteyshenkilo/kutsu/[\w-]+/", str(mail.outbox[-1].body))

    page.goto(link)
    expect(page.get_by_text("Kulttuurisihteeri ehdottaa")).to_be_visible()
    page.get_by_label("Tehtävänimike ja nimi").check()
    page.get_by_role("button", name="Suostun yhteyshenkilöksi").click()
    expect(page.get_by_text("Kirjoita nimesi, jos haluat sen näkyvän.").first).to_be_visible()
    axe(page)
    page.get_by_label("Etunimi").fill("Tuottaja")
    page.get_by_role("button", name="Suostun yhteyshenkilöksi").click()
    expect(page.get_by_text("Olet nyt yhteyshenkilö.")).to_be_visible()

    page.goto(contact.organisation.get_absolute_url())
    expect(page.locator(".person__role")).to_have_text("kulttuurituottaja")
    expect(page.locator(".person__note")).to_have_text("Tuottaja")
