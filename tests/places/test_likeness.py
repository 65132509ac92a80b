from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.places.actions import DATA, load_places
from kenno.places.enums import LanguageStatus, UrbanRural
from kenno.places.likeness import WEIGHTS, Parts, likeness, likeness_to_all, most_alike
from kenno.places.models import Municipality
from kenno.places.sources import read_places
from tests.factories.places import MunicipalityFactory
from tests.places.conftest import ALAVIESKA, HELSINKI, INARI, WriteFile

Counted = Callable[..., Any]

REAL = [
    Municipality(code=row.code, name_fi=row.names[0], **row.values)
    for row in read_places(DATA).municipalities
]
real_places = st.sampled_from(REAL)


def a_place(**values: Any) -> Municipality:
    ordinary = {
        "population": 1000,
        "land_area_km2": 100.0,
        "language_status": "fi",
        "urban_rural": "3",
        "latitude": 60.0,
        "longitude": 25.0,
    }
    return Municipality(**(ordinary | values))


def real(name: str) -> Municipality:
    return next(place for place in REAL if place.name_fi == name)


@given(real_places, real_places)
def test_likeness_is_the_same_both_ways_and_between_nothing_and_all(
    one: Municipality, other: Municipality
) -> None:
    found = likeness(one, other)
    assert found.value == likeness(other, one).value
    assert 0 <= found.value <= 1
    assert all(part is not None and 0 <= part <= 1 for part in found.parts)
    assert found.kilometres <= 1200


@given(real_places)
def test_likeness_with_itself_is_all(place: Municipality) -> None:
    found = likeness(place, place)
    assert (found.value, found.parts, found.kilometres) == (1.0, Parts(1, 1, 1, 1, 1), 0.0)


@given(real_places, real_places)
def test_likeness_of_two_that_differ_is_not_all(one: Municipality, other: Municipality) -> None:
    assert (likeness(one, other).value == 1) == (one.code == other.code)


def test_likeness_weights_make_a_whole() -> None:
    assert sum(weight or 0 for weight in WEIGHTS) == pytest.approx(1)


def test_likeness_counts_a_neighbour_twice_as_large() -> None:
    larger = a_place(population=2000, language_status="fi-sv", urban_rural="2")
    found = likeness(a_place(), larger)
    assert found.parts == pytest.approx((0.8, 0.5, 1.0, 0.8, 0.5))
    # .40 x .8 + .20 x .5 + .20 x 1 + .15 x .8 + .05 x .5
    assert found.value == pytest.approx(0.765)


def test_likeness_counts_a_city_a_hundred_kilometres_from_the_homeland() -> None:
    city = a_place(population=4000, land_area_km2=6400.0, urban_rural="1", latitude=60.899322)
    found = likeness(a_place(sami_homeland=True), city)
    assert found.kilometres == pytest.approx(100, abs=0.001)
    assert found.parts == pytest.approx((0.6, 0.25, 0.5, 0.2, 0.0), abs=1e-5)
    # .40 x .6 + .20 x .25 + .20 x .5 + .15 x .2 + .05 x 0
    assert found.value == pytest.approx(0.42, abs=1e-5)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("fi", "fi", 1.0),
        ("fi", "fi-sv", 0.5),
        ("fi-sv", "sv-fi", 0.5),
        ("sv-fi", "sv", 0.5),
        ("fi", "sv-fi", 0.0),
        ("fi-sv", "sv", 0.0),
        ("fi", "sv", 0.0),
        (LanguageStatus.SWEDISH, "sv", 1.0),
        ("fi", "", None),
        ("se", "se", None),
    ],
)
def test_likeness_of_languages_is_same_partly_or_different(
    one: str, other: str, expected: float | None
) -> None:
    found = likeness(a_place(language_status=one), a_place(language_status=other))
    assert found.parts.language == expected


@pytest.mark.parametrize("times", [32, 33, 1000])
def test_likeness_of_sizes_is_nothing_from_thirty_two_times(times: int) -> None:
    assert likeness(a_place(), a_place(population=1000 * times)).parts.population == 0


@pytest.mark.parametrize(
    ("missing", "unknown"),
    [
        ({"population": 0}, {"population", "density"}),
        ({"land_area_km2": 0.0}, {"density"}),
        ({"urban_rural": ""}, {"urban_rural"}),
        ({"language_status": ""}, {"language"}),
        (
            {"population": 0, "urban_rural": "9", "language_status": "x"},
            {"population", "density", "language", "urban_rural"},
        ),
    ],
)
def test_likeness_leaves_out_what_is_not_known(missing: dict[str, Any], unknown: set[str]) -> None:
    place = a_place(**missing)
    for one, other in ((place, a_place()), (a_place(), place), (place, place)):
        found = likeness(one, other)
        assert {name for name, part in found.parts._asdict().items() if part is None} == unknown
        assert found.value == 1


NEAREST = {
    "Alavieska": ["Pyhäjoki", "Reisjärvi", "Toholampi", "Lumijoki", "Evijärvi"],
    "Helsinki": ["Espoo", "Vantaa", "Turku", "Tampere"],
    "Utsjoki": ["Enontekiö", "Inari", "Savukoski"],
    "Kaskinen": ["Karijoki", "Korsnäs"],
    "Närpiö": ["Kristiinankaupunki", "Maalahti", "Uusikaarlepyy", "Vöyri"],
    "Oulu": ["Jyväskylä", "Kuopio", "Tampere"],
    "Maarianhamina": ["Jomala", "Finström"],
    "Inari": ["Sodankylä", "Utsjoki", "Kittilä", "Enontekiö"],
    "Kuopio": ["Joensuu", "Jyväskylä", "Kouvola"],
    "Hanko": ["Siuntio", "Rusko", "Masku"],
}


@pytest.mark.django_db
def test_most_alike_are_those_that_a_finn_would_name() -> None:
    load_places()
    names = {
        name: [
            found.other.name_fi
            for found in most_alike(Municipality.objects.get(name_fi=name), len(expected))
        ]
        for name, expected in NEAREST.items()
    }
    assert names == NEAREST


@pytest.mark.django_db
def test_most_alike_come_with_regions_in_two_queries(
    django_assert_num_queries: Counted,
) -> None:
    load_places()
    place = Municipality.objects.get(code="009")
    with django_assert_num_queries(2):
        found = most_alike(place)
        regions = {likeness.other.region.name for likeness in found}
    assert regions == {"Pohjois-Pohjanmaa", "Keski-Pohjanmaa", "Etelä-Pohjanmaa"}
    values = [likeness.value for likeness in found]
    assert len(values) == 10
    assert values == sorted(values, reverse=True)


@pytest.mark.django_db
@pytest.mark.parametrize(("limit", "number"), [(-1, 0), (0, 0), (2, 2), (50, 3)])
def test_most_alike_are_at_most_as_many_as_asked(limit: int, number: int) -> None:
    place = MunicipalityFactory()
    MunicipalityFactory.create_batch(3)
    assert len(most_alike(place, limit)) == number


@pytest.mark.django_db
def test_most_alike_of_the_only_municipality_are_none() -> None:
    assert most_alike(MunicipalityFactory()) == []


@pytest.mark.django_db
def test_likeness_to_all_is_that_of_each_pair_in_one_query(
    django_assert_num_queries: Counted,
) -> None:
    load_places()
    places = list(Municipality.objects.order_by("pk"))
    with django_assert_num_queries(1):
        found = likeness_to_all(places[40])
    assert found == {place.code: likeness(places[40], place).value for place in places}
    assert len(found) == 308
    assert found[places[40].code] == 1
    with django_assert_num_queries(1):
        assert likeness_to_all(places[40]) == found


@pytest.mark.django_db
def test_likeness_to_all_gives_a_list_of_ones_own() -> None:
    place = MunicipalityFactory(code="009")
    likeness_to_all(place).clear()
    assert likeness_to_all(place) == {"009": 1.0}


@pytest.mark.django_db
def test_likeness_to_all_follows_a_reload_of_places(folder: Path, write: WriteFile) -> None:
    load_places(folder=folder)
    inari = Municipality.objects.get(code="148")
    before = likeness_to_all(inari)
    grown = {**ALAVIESKA, "population_2022": "7000"}
    write("municipalities.csv", [grown, HELSINKI, INARI])
    load_places(folder=folder)
    after = likeness_to_all(inari)
    assert after["009"] == likeness(inari, Municipality.objects.get(code="009")).value
    assert after["009"] != before["009"]
    assert after["091"] == before["091"]


@pytest.mark.django_db
def test_likeness_to_all_follows_a_change_of_the_one_asked_for() -> None:
    place = MunicipalityFactory(code="009", urban_rural=UrbanRural.RURAL)
    MunicipalityFactory(code="091", urban_rural=UrbanRural.URBAN)
    assert likeness_to_all(place)["091"] == pytest.approx(0.95)
    place.urban_rural = UrbanRural.URBAN
    place.save()
    assert likeness_to_all(place)["091"] == pytest.approx(1)


def test_likeness_tells_its_reasons() -> None:
    assert likeness(real("Alavieska"), real("Lumijoki")).reasons == [
        "lähes yhtä paljon asukkaita (1\xa0988)",
        "yhtä harvaan asuttu",
        "molemmat suomenkielisiä",
        "sama kuntatyyppi: maaseutumainen kunta",
        "83\xa0km linnuntietä",
    ]
