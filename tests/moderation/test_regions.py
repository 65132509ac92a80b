"""A region's coordinator reviews what comes from the region, and nothing else."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenno.core.models import AuditRecord
from kenno.moderation import rules
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.places.models import Region
from kenno.practices.models import Practice
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    CoordinatorFactory,
    MembershipFactory,
    RegionCoordinatorFactory,
)
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory
from tests.moderation.test_views import address, seen, submit

pytestmark = pytest.mark.django_db

ELSEWHERE = "Tämä kuuluu toiselle alueelle"


@pytest.fixture
def region() -> Region:
    return RegionFactory()


@pytest.fixture
def reviewer(region: Region) -> User:
    return RegionCoordinatorFactory(region=region)


@pytest.fixture
def regional(client: Client, reviewer: User) -> Client:
    client.force_login(reviewer)
    return client


def submitted(title: str, region: Region | None = None) -> Practice:
    place = MunicipalityFactory(**({"region": region} if region else {}))
    practice = PracticeFactory(title=title, municipality=place)
    return submit(practice, ContributorFactory(municipality=place))


def test_queue_shows_a_regions_coordinator_its_own_submissions(
    regional: Client, region: Region, reviewer: User
) -> None:
    submitted("Kyläkino", region)
    other = submitted("Torikonsertti")
    titles = [row.title for row in regional.get("/tyopoyta/tarkistus/").context["submissions"]]
    assert titles == ["Kyläkino"]
    front = regional.get("/tyopoyta/").content.decode()
    assert "Kyläkino" in front
    assert "Torikonsertti" not in front
    MembershipFactory(
        user=reviewer,
        role="region-coordinator",
        municipality=None,
        region=other.municipality.region,
    )
    titles = [row.title for row in regional.get("/tyopoyta/tarkistus/").context["submissions"]]
    assert titles == ["Kyläkino", "Torikonsertti"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_of_a_region_makes_six_queries(
    rows: int,
    regional: Client,
    region: Region,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        submitted(f"Kyläkino {number}", region)
    regional.get("/tyopoyta/tarkistus/")
    # The session, the person, the roles; the count, the reviews, their records.
    with django_assert_num_queries(6):
        regional.get("/tyopoyta/tarkistus/")


def test_a_regions_coordinator_publishes_archives_and_restores(
    regional: Client, region: Region
) -> None:
    practice = submitted("Kyläkino", region)
    assert regional.get(address(practice)).status_code == 200
    regional.post(address(practice, "julkaise/"), {"approve-revision": seen(practice)})
    practice.refresh_from_db()
    assert practice.review_state == ReviewState.PUBLISHED
    regional.post(address(practice, "arkistoi/"), {"archive-message": "Vanhentunut."})
    practice.refresh_from_db()
    assert practice.review_state == ReviewState.ARCHIVED
    regional.post(address(practice, "ota-takaisin/"))
    practice.refresh_from_db()
    assert practice.review_state == ReviewState.DRAFT


def test_a_regions_coordinator_returns(regional: Client, region: Region) -> None:
    practice = submitted("Kyläkino", region)
    form = {"return-revision": seen(practice), "return-message": "Lisää tulokset."}
    assert regional.post(address(practice, "palauta/"), form).status_code == 302
    practice.refresh_from_db()
    assert practice.review_state == ReviewState.RETURNED


@pytest.mark.parametrize("step", ["", "julkaise/", "palauta/", "arkistoi/", "ota-takaisin/"])
def test_a_regions_coordinator_decides_on_nothing_elsewhere(regional: Client, step: str) -> None:
    practice = submitted("Torikonsertti")
    before = AuditRecord.objects.count()
    revision = seen(practice)
    form = {
        "approve-revision": revision,
        "return-revision": revision,
        "return-message": "Lisää tulokset.",
        "archive-message": "Pois.",
    }
    response = regional.post(address(practice, step), form)
    assert response.status_code == 403
    assert ELSEWHERE in response.content.decode()
    practice.refresh_from_db()
    assert practice.review_state == ReviewState.IN_REVIEW
    assert AuditRecord.objects.count() == before


@pytest.mark.parametrize("step", ["arkistoi/", "ota-takaisin/"])
def test_a_regions_coordinator_leaves_what_is_published_elsewhere(
    regional: Client, step: str
) -> None:
    practice = PublishedPracticeFactory()
    assert regional.post(address(practice, step)).status_code == 403
    practice.refresh_from_db()
    assert practice.review_state == ReviewState.PUBLISHED


def test_can_review_record_is_for_coordinators_of_the_region_and_the_country(
    region: Region, reviewer: User
) -> None:
    practice = PracticeFactory(municipality=MunicipalityFactory(region=region))
    people = [
        reviewer,
        CoordinatorFactory(),
        RegionCoordinatorFactory(),
        AdministratorFactory(),
        ContributorFactory(municipality=practice.municipality),
    ]
    holds = [rules.can_review_record(person, practice) for person in people]
    assert holds == [True, True, False, False, False]


def test_an_administrator_does_not_review(client: Client) -> None:
    client.force_login(AdministratorFactory())
    assert client.get("/tyopoyta/tarkistus/").status_code == 403
