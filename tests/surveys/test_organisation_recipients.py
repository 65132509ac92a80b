"""Asking through other organisations: proposed as copies, from a file, by hand."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kenno.core import suppression
from kenno.core.enums import SuppressionReason
from kenno.core.exceptions import Refusal
from kenno.people.models import Contact, Organisation, User
from kenno.places.models import Municipality
from kenno.surveys.actions.recipient_files import WrongCell, import_recipients
from kenno.surveys.actions.recipients import add_proposed
from kenno.surveys.models import Recipient, SurveyRound
from kenno.surveys.queries.organisations import organisation_proposals
from kenno.surveys.queries.rounds import municipalities_without_recipient
from tests.factories.people import (
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ShownContactFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import RecipientFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> SurveyRound:
    return RoundFactory()


@pytest.fixture
def place() -> Municipality:
    return MunicipalityFactory(name_fi="Oulu", code="564")


def contact_of(place: Municipality, kind: str, **given: object) -> Contact:
    """Somebody of the municipality's one organisation of a kind."""
    there = Organisation.objects.filter(municipality=place, kind=kind).first()
    organisation = there or OrganisationFactory(
        municipality=place, kind=kind, name_fi=f"Oulun {kind}"
    )
    return ShownContactFactory(organisation=organisation, **given)


def page(survey: SurveyRound, rest: str) -> str:
    return f"/tyopoyta/kyselyt/{survey.pk}/vastaanottajat/{rest}"


def test_contacts_of_the_chosen_kinds_are_proposed(
    survey: SurveyRound, place: Municipality
) -> None:
    library = contact_of(place, "library")
    contact_of(place, "museum")
    contact_of(place, "library", ends_on=timezone.localdate() - timedelta(days=1))
    unmailed = contact_of(place, "library")
    suppression.suppress(address=unmailed.person.email, reason=SuppressionReason.BOUNCE)
    RecipientFactory(round=survey, municipality=place, person=contact_of(place, "library").person)
    ShownContactFactory(organisation=OrganisationFactory(kind="library"))
    found = organisation_proposals(survey, ["library", "municipality", "x"])
    assert [(one.municipality, one.contact) for one in found] == [(place, library)]
    assert len(organisation_proposals(survey)) == 2


def test_they_are_copies_and_the_municipality_stays_a_gap(
    survey: SurveyRound, place: Municipality, coordinator: User
) -> None:
    library = contact_of(place, "library")
    added = add_proposed(survey=survey, chosen=[], contacts=[library.pk], by=coordinator)
    recipient = Recipient.objects.get()
    assert (added, recipient.is_main, recipient.organisation) == (1, False, library.organisation)
    assert list(municipalities_without_recipient(survey)) == [place]


def test_chosen_as_main_makes_who_was_main_a_copy(
    survey: SurveyRound, place: Municipality, coordinator: User
) -> None:
    former = RecipientFactory(round=survey, municipality=place)
    library = contact_of(place, "library")
    add_proposed(survey=survey, chosen=[], main=[library.pk], by=coordinator)
    assert [one.contact for one in Recipient.objects.main()] == [library]
    former.refresh_from_db()
    assert not former.is_main


def test_chosen_as_main_leaves_the_municipalitys_own_proposal_a_copy(
    survey: SurveyRound, place: Municipality, coordinator: User
) -> None:
    own = ShownContactFactory(organisation=MunicipalOrganisationFactory(municipality=place))
    library = contact_of(place, "library")
    add_proposed(survey=survey, chosen=["564"], main=[library.pk], by=coordinator)
    told = set(Recipient.objects.values_list("contact", "is_main"))
    assert told == {(own.pk, False), (library.pk, True)}


def test_who_is_a_contact_twice_is_asked_once(
    survey: SurveyRound, place: Municipality, coordinator: User
) -> None:
    own = ShownContactFactory(organisation=MunicipalOrganisationFactory(municipality=place))
    library = contact_of(place, "library", person=own.person)
    added = add_proposed(survey=survey, chosen=["564"], contacts=[library.pk], by=coordinator)
    assert (added, Recipient.objects.get().contact, Recipient.objects.get().is_main) == (
        1,
        own,
        True,
    )


def test_two_main_recipients_are_refused(
    survey: SurveyRound, place: Municipality, coordinator: User
) -> None:
    both = [contact_of(place, kind).pk for kind in ("library", "museum")]
    with pytest.raises(Refusal, match="Kunnalle Oulu on valittu kaksi päävastaanottajaa"):
        add_proposed(survey=survey, chosen=[], main=both, by=coordinator)
    assert not Recipient.objects.exists()


def test_page_proposes_other_kinds_only_when_asked(
    survey: SurveyRound, place: Municipality, coordinating: Client
) -> None:
    library, museum = contact_of(place, "library"), contact_of(place, "museum")
    assert library.person.email not in coordinating.get(page(survey, "ehdota/")).text
    shown = coordinating.get(page(survey, "ehdota/?kind=library&kind=x&kind=library")).text
    assert library.person.email not in shown
    shown = coordinating.get(page(survey, "ehdota/?kind=library")).text
    assert (library.person.email in shown, museum.person.email in shown) == (True, False)
    here = page(survey, "ehdota/?kind=library&kind=museum")
    both = {"contact": [library.pk], "main": [library.pk, museum.pk, "x", "9" * 40]}
    answer = coordinating.post(here, both)
    assert answer.status_code == 422
    kept = [(one.contact, chosen, main) for one, chosen, main in answer.context["others"]]
    assert sorted(kept, key=lambda one: one[0].pk) == [(library, True, True), (museum, False, True)]
    answer = coordinating.post(here, {"contact": [library.pk]})
    assert answer["Location"] == page(survey, "")
    assert "Oulun library" in coordinating.get(page(survey, "")).text


@pytest.mark.parametrize("number", [1, 3])
def test_proposals_of_organisations_take_as_many_queries_however_many(
    survey: SurveyRound, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in MunicipalityFactory.create_batch(number):
        contact_of(place, "library")
    with django_assert_num_queries(4):
        assert len(organisation_proposals(survey)) == number


def test_file_names_organisations_of_the_municipality(
    survey: SurveyRound, place: Municipality, coordinator: User
) -> None:
    library = OrganisationFactory(municipality=place, name_fi="Oulun kirjasto")
    OrganisationFactory(municipality=MunicipalityFactory(), name_fi="Muu kirjasto")
    rows = "municipality;email;organisation\nOulu;a@oulu.example;oulun Kirjasto\n"
    outcome = import_recipients(survey=survey, content=rows.encode(), by=coordinator)
    assert (outcome.added, outcome.errors) == (1, [])
    assert Recipient.objects.get().organisation == library
    rows = "municipality;email;organisation\nOulu;b@oulu.example;Muu kirjasto\n"
    outcome = import_recipients(survey=survey, content=rows.encode(), by=coordinator)
    assert outcome.errors == [
        WrongCell(2, "organisation", "Kunnassa ei ole organisaatiota ”Muu kirjasto”.")
    ]


def test_form_finds_an_organisation_by_its_name(
    survey: SurveyRound, place: Municipality, coordinating: Client
) -> None:
    library = OrganisationFactory(municipality=place, name_fi="Oulun kirjasto")
    shown = coordinating.get(page(survey, "lisaa/?municipality=564")).text
    assert '<option value="Oulun kirjasto"></option>' in shown
    data = {"municipality": "564", "email": "a@oulu.example", "language": "fi"}
    wrong = coordinating.post(page(survey, "lisaa/"), {**data, "organisation": "Museo"})
    assert wrong.status_code == 422
    assert "Kunnassa ei ole organisaatiota ”Museo”." in wrong.text
    assert 'value="Museo"' in wrong.text
    coordinating.post(page(survey, "lisaa/"), {**data, "organisation": " oulun kirjasto "})
    assert Recipient.objects.get().organisation == library
