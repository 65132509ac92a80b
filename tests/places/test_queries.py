from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from kenno.places import queries
from tests.factories.places import MunicipalityFactory, RegionFactory

pytestmark = pytest.mark.django_db

Counted = Callable[..., Any]


@pytest.mark.parametrize("slug", ["turku", "abo", "turku-en"])
def test_municipality_by_slug_knows_every_language(slug: str) -> None:
    place = MunicipalityFactory(slug_fi="turku", slug_sv="abo", slug_en="turku-en")
    MunicipalityFactory()
    assert queries.municipality_by_slug(slug) == place


def test_municipality_by_slug_prefers_the_readers_language() -> None:
    other = MunicipalityFactory(slug_sv="sund")
    own = MunicipalityFactory(slug_fi="sund")
    assert queries.municipality_by_slug("sund") == own
    with translation.override("sv"):
        assert queries.municipality_by_slug("sund") == other


def test_unknown_slugs_find_nothing() -> None:
    assert queries.municipality_by_slug("atlantis") is None
    assert queries.region_by_slug("atlantis") is None


def test_municipality_by_slug_brings_region_and_county(django_assert_num_queries: Counted) -> None:
    MunicipalityFactory(slug_fi="turku")
    with django_assert_num_queries(1):
        place = queries.municipality_by_slug("turku")
        assert place is not None
        assert place.region.name
        assert place.wellbeing_county


def test_region_by_slug_knows_every_language() -> None:
    region = RegionFactory(slug_fi="lappi", slug_sv="lappland", slug_en="lapland")
    RegionFactory()
    assert queries.region_by_slug("lapland") == region


def test_neighbours_are_the_six_cells_around() -> None:
    place = MunicipalityFactory(cell_q=500, cell_r=500)
    around = [(501, 499), (501, 500), (500, 501), (499, 501), (499, 500), (500, 499)]
    expected = [MunicipalityFactory(cell_q=q, cell_r=r) for q, r in around]
    MunicipalityFactory(cell_q=501, cell_r=501)
    MunicipalityFactory(cell_q=502, cell_r=500)
    assert {near.pk for near in queries.neighbours(place)} == {near.pk for near in expected}


@pytest.mark.parametrize("text", ["jyväsk", "JYVÄSK", "jyvask", "skylä", "Jyväskylä"])
def test_named_like_finds_by_part_of_name(text: str) -> None:
    place = MunicipalityFactory(name_fi="Jyväskylä")
    other = MunicipalityFactory(name_fi="Äänekoski")
    assert queries.named_like(text, [other, place]) == [place]


def test_named_like_finds_name_of_another_language() -> None:
    place = MunicipalityFactory(name_fi="Turku", name_sv="Åbo")
    assert queries.named_like("åbo", [place]) == [place]
    assert queries.named_like("abo", [place]) == [place]


def test_by_region_groups_in_name_order_and_leaves_out_empty_regions() -> None:
    lappi, uusimaa = RegionFactory(name_fi="Lappi"), RegionFactory(name_fi="Uusimaa")
    RegionFactory(name_fi="Kainuu")
    helsinki = MunicipalityFactory(name_fi="Helsinki", region=uusimaa)
    inari = MunicipalityFactory(name_fi="Inari", region=lappi)
    espoo = MunicipalityFactory(name_fi="Espoo", region=uusimaa)
    grouped = queries.by_region(queries.all_municipalities())
    assert [(group.region, group.municipalities) for group in grouped] == [
        (lappi, [inari]),
        (uusimaa, [espoo, helsinki]),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_by_region_costs_two_queries(number: int, django_assert_num_queries: Counted) -> None:
    MunicipalityFactory.create_batch(number)
    with django_assert_num_queries(2):
        for group in queries.by_region(queries.all_municipalities()):
            assert [place.region.name for place in group.municipalities] == [group.region.name]


def test_municipalities_of_region_are_in_name_order() -> None:
    region = RegionFactory()
    utsjoki = MunicipalityFactory(name_fi="Utsjoki", region=region)
    inari = MunicipalityFactory(name_fi="Inari", region=region)
    MunicipalityFactory()
    assert queries.municipalities_of_region(region) == [inari, utsjoki]


def test_cells_of_country_come_with_their_regions() -> None:
    place = MunicipalityFactory(cell_q=-3, cell_r=7)
    assert queries.cells_of_country() == [((-3, 7), place.region_id)]
