"""What the workspace's front page tells a contributor of their municipality."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kenno.moderation.enums import ReviewState
from kenno.people.models import Consent, User
from kenno.practices.models import Practice
from kenno.practices.queries.municipality_state import MunicipalityState, states_of
from tests.factories.people import (
    ContactFactory,
    ContributorFactory,
    CoordinatorFactory,
    InvitedContactFactory,
    OrganisationFactory,
    ShownContactFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=400)


def test_states_of_counts_the_practices_and_contacts_of_each_municipality() -> None:
    alavieska, utajarvi = MunicipalityFactory(name_fi="Alavieska"), MunicipalityFactory(name_fi="Y")
    shown = ShownContactFactory(organisation=OrganisationFactory(municipality=alavieska))
    PublishedPracticeFactory(municipality=alavieska, completeness=40, contact=shown)
    PublishedPracticeFactory(
        municipality=alavieska,
        completeness=71,
        contact=None,
        first_published_at=timezone.now() - LONG_AGO,
    )
    PracticeFactory(municipality=alavieska, review_state=ReviewState.IN_REVIEW)
    PracticeFactory(municipality=alavieska, review_state=ReviewState.RETURNED)
    PublishedPracticeFactory()
    assert states_of({alavieska.pk, utajarvi.pk}) == [
        MunicipalityState(alavieska, 2, 1, 1, 56, 1, 1, 1),
        MunicipalityState(utajarvi, 0, 0, 0, None, 0, 0, 0),
    ]


@pytest.mark.parametrize(
    ("published", "confirmed", "stale"),
    [(10, None, 0), (400, None, 1), (400, 10, 0), (800, 400, 1)],
)
def test_states_of_calls_stale_what_was_not_confirmed_within_a_year(
    published: int, confirmed: int | None, stale: int
) -> None:
    now = timezone.now()
    practice: Practice = PublishedPracticeFactory(
        first_published_at=now - timedelta(days=published),
        last_confirmed_on=confirmed and (now - timedelta(days=confirmed)).date(),
    )
    assert states_of({practice.municipality_id})[0].stale == stale


@pytest.mark.parametrize("number", [1, 3])
def test_states_of_asks_three_things_however_many_municipalities(
    number: int, django_assert_num_queries: Any
) -> None:
    keys = {PublishedPracticeFactory().municipality_id for _ in range(number)}
    with django_assert_num_queries(3):
        assert len(states_of(keys)) == number


def test_workspace_tells_a_contributor_how_the_municipality_is_doing(
    writer: Client, author: User
) -> None:
    place = author.memberships.get().municipality
    PublishedPracticeFactory(municipality=place, completeness=50, contact=None)
    page = " ".join(writer.get("/tyopoyta/").content.decode().split())
    assert "Alavieska" in page
    assert "1 julkaistu käytänne" in page
    assert "1 käytänne ilman yhteyshenkilöä" in page
    assert "Yhtään yhteyshenkilöä ei ole näkyvissä." in page


def test_workspace_lists_what_was_given_back_to_the_municipality(
    writer: Client, practice: Practice
) -> None:
    Practice.objects.filter(pk=practice.pk).update(review_state=ReviewState.RETURNED)
    PracticeFactory(title="Muualla", review_state=ReviewState.RETURNED)
    page = writer.get("/tyopoyta/").content.decode()
    assert "Korjattavaksi palautettu: Kyläkino" in page
    assert "Muualla" not in page


def test_workspace_of_a_coordinator_lists_nobodys_returned_texts(client: Client) -> None:
    client.force_login(CoordinatorFactory())
    PracticeFactory(title="Muualla", review_state=ReviewState.RETURNED)
    assert "Muualla" not in client.get("/tyopoyta/").content.decode()


def test_workspace_lists_cards_that_wait_for_their_person(client: Client) -> None:
    person = ContributorFactory()
    client.force_login(person)
    InvitedContactFactory(person=person, title="kulttuurisihteeri")
    ContactFactory(person=person, title="tuottaja")
    lapsed = ShownContactFactory(person=person, title="kirjastonjohtaja")
    given = timezone.now() - timedelta(days=800)
    Consent.objects.filter(contact=lapsed).update(
        given_at=given, expires_at=given + timedelta(days=730)
    )
    InvitedContactFactory(title="museonjohtaja")
    page = client.get("/tyopoyta/").content.decode()
    assert "Sinua on pyydetty yhteyshenkilöksi: kulttuurisihteeri, " in page
    assert "Suostumuksesi on päättynyt, eikä korttiasi näytetä: kirjastonjohtaja, " in page
    assert "tuottaja, " not in page
    assert "museonjohtaja" not in page
