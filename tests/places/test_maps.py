from collections.abc import Callable
from typing import Any

import pytest

from kenno.places import maps
from kenno.places.honeycomb import Layout, Mark, Shade
from kenno.places.models import Municipality
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PublishedPracticeFactory

pytestmark = pytest.mark.django_db

Counted = Callable[..., Any]


@pytest.mark.parametrize(
    ("count", "mark"),
    [
        (0, Mark("", "ei vielä käytänteitä", Shade.NONE)),
        (1, Mark("1", "1 käytänne", Shade.FEW)),
        (2, Mark("2", "2 käytännettä", Shade.FEW)),
        (3, Mark("3", "3 käytännettä", Shade.SOME)),
        (5, Mark("5", "5 käytännettä", Shade.SOME)),
        (6, Mark("6", "6 käytännettä", Shade.MANY)),
        (412, Mark("412", "412 käytännettä", Shade.MANY)),
    ],
)
def test_practice_mark_says_how_many(count: int, mark: Mark) -> None:
    assert maps.practice_mark(count) == mark


def test_practices_of_country_counts_what_is_published() -> None:
    place = MunicipalityFactory(name_fi="Inari")
    PublishedPracticeFactory.create_batch(2, municipality=place)
    MunicipalityFactory(name_fi="Utsjoki")
    map = maps.practices_of_country()
    figures = {cell.name: cell.mark.figure for group in map.groups for cell in group.cells}
    assert figures == {"Inari": "2", "Utsjoki": ""}
    assert map.layout == Layout.COUNTRY
    assert [entry.label for entry in map.legend] == [
        "ei vielä käytänteitä",
        "1–2 käytännettä",
        "3–5 käytännettä",
        "6 käytännettä tai enemmän",
    ]


def test_practices_of_country_outlines_the_chosen_and_says_so() -> None:
    place = MunicipalityFactory()
    map = maps.practices_of_country(chosen={place.pk})
    assert map.groups[0].cells[0].chosen
    assert map.legend[-1].label == "haun osuma"


@pytest.mark.parametrize("number", [1, 3])
def test_practices_of_country_costs_two_queries(
    number: int, django_assert_num_queries: Counted
) -> None:
    MunicipalityFactory.create_batch(number)
    with django_assert_num_queries(2):
        maps.practices_of_country()


def test_practices_of_region_shows_its_municipalities() -> None:
    place = MunicipalityFactory(name_fi="Inari")
    map = maps.practices_of_region(place.region, [place])
    assert [cell.name for cell in map.groups[0].cells] == ["Inari"]
    assert map.layout == Layout.REGION
    assert map.title == f"Julkaistut käytänteet: {place.region.name}"


def test_next_door_outlines_the_municipality_among_its_neighbours() -> None:
    place = MunicipalityFactory(name_fi="Oulu", cell_q=500, cell_r=500)
    near = MunicipalityFactory(name_fi="Ii", cell_q=501, cell_r=499)
    map = maps.next_door(place, [near])
    cells = [cell for group in map.groups for cell in group.cells]
    assert {cell.name: cell.chosen for cell in cells} == {"Oulu": True, "Ii": False}
    assert map.legend[-1].label == "Oulu"
    assert map.layout == Layout.NEARBY


def test_where_is_names_the_municipalities(django_assert_num_queries: Counted) -> None:
    one = MunicipalityFactory(name_fi="Oulu", cell_q=3, cell_r=2)
    other = MunicipalityFactory(name_fi="Inari", cell_q=9, cell_r=0)
    places = list(Municipality.objects.in_name_order())
    assert places == [other, one]
    with django_assert_num_queries(1):
        locator = maps.where_is(places)
    assert locator.title == "Sijainti kennossa: Inari, Oulu"
    assert locator.middles == [(378, 0), (168, 72)]
