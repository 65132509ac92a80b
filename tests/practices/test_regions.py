"""A region's coordinator writes for the municipalities of the region, and for no others."""

import pytest
from django.test import Client

from kenno.people.models import User
from kenno.places.models import Region
from kenno.practices.models import Practice
from kenno.practices.queries import workspace
from tests.factories.people import MembershipFactory, RegionCoordinatorFactory
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return RegionFactory()


@pytest.fixture
def coordinator(region: Region) -> User:
    return RegionCoordinatorFactory(region=region)


@pytest.fixture
def regional(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def test_writable_by_gives_the_union_of_regions_and_municipalities(
    region: Region, coordinator: User
) -> None:
    own = PracticeFactory(municipality=MunicipalityFactory(region=region))
    written = PracticeFactory()
    PracticeFactory()
    MembershipFactory(user=coordinator, municipality=written.municipality)
    assert set(workspace.writable_by(coordinator)) == {own, written}
    assert set(workspace.municipalities_of(coordinator)) == {
        own.municipality,
        written.municipality,
    }


def test_start_is_for_municipalities_of_the_region(regional: Client, region: Region) -> None:
    MunicipalityFactory(name_fi="Inari", region=region)
    MunicipalityFactory(name_fi="Alavieska")
    assert "Alavieska" not in regional.get("/tyopoyta/kaytanteet/uusi/").content.decode()
    wanted = {"title": "Kyläkino", "language": "fi"}
    response = regional.post("/tyopoyta/kaytanteet/uusi/", {**wanted, "municipality": "Alavieska"})
    assert response.status_code == 403
    assert "Kunta on toisen alueen." in response.content.decode()
    assert Practice.objects.count() == 0
    regional.post("/tyopoyta/kaytanteet/uusi/", {**wanted, "municipality": "Inari"})
    assert Practice.objects.get().municipality.name_fi == "Inari"


@pytest.mark.parametrize(
    "path", ["", "osa/basics/", "esikatselu/", "laheta/", "ota-takaisin/", "poista/"]
)
def test_a_practice_elsewhere_is_closed_and_stays_as_it_is(path: str, regional: Client) -> None:
    practice = PracticeFactory(title="Torikonsertti")
    response = regional.post(f"/tyopoyta/kaytanteet/{practice.pk}/{path}", {"title": "Muutettu"})
    assert response.status_code == 403
    practice.refresh_from_db()
    assert (practice.title, practice.review_state) == ("Torikonsertti", "draft")


def test_a_practice_of_the_region_is_open(regional: Client, region: Region) -> None:
    practice = PracticeFactory(municipality=MunicipalityFactory(region=region))
    assert regional.get(f"/tyopoyta/kaytanteet/{practice.pk}/").status_code == 200
