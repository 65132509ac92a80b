import pytest
from django.db import IntegrityError
from django.utils import translation

from kenno.places.models import Municipality, Region
from tests.factories.places import MunicipalityFactory, RegionFactory, WellbeingCountyFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "name", "address"),
    [
        ("fi", "Turku", "/kunnat/turku/"),
        ("sv", "Åbo", "/abo/"),
        ("en", "Turku", "/turku-en/"),
    ],
)
def test_municipality_has_name_and_address_in_the_readers_language(
    language: str, name: str, address: str
) -> None:
    place = MunicipalityFactory(
        name_fi="Turku",
        name_sv="Åbo",
        name_en="Turku",
        slug_fi="turku",
        slug_sv="abo",
        slug_en="turku-en",
    )
    with translation.override(language):
        assert place.name == name
        assert place.get_absolute_url().endswith(address)


def test_place_has_finnish_name_in_languages_it_does_not_know() -> None:
    with translation.override("de"):
        assert MunicipalityFactory(name_fi="Inari").name == "Inari"


def test_addresses_are_those_of_every_language() -> None:
    region = RegionFactory(slug_fi="lappi", slug_sv="lappland", slug_en="lapland")
    addresses = region.addresses()
    assert addresses["fi"] == "/maakunnat/lappi/"
    assert addresses["sv"].startswith("/sv/")
    assert addresses["sv"].endswith("/lappland/")
    assert addresses["en"].endswith("/lapland/")


def test_wellbeing_county_has_no_english_name() -> None:
    county = WellbeingCountyFactory(name_fi="Lapin hyvinvointialue", name_sv="Lapplands område")
    assert str(county) == "Lapin hyvinvointialue"
    with translation.override("sv"):
        assert str(county) == "Lapplands område"
    with translation.override("en"):
        assert str(county) == "Lapin hyvinvointialue"


def test_two_municipalities_cannot_have_one_cell() -> None:
    MunicipalityFactory(cell_q=1, cell_r=2)
    with pytest.raises(IntegrityError):
        MunicipalityFactory(cell_q=1, cell_r=2)


def test_in_name_order_closes_the_alphabet_with_a_ring_and_dots() -> None:
    names = ["Ähtäri", "Hämeenlinna", "Ålborg", "Öja", "Hyvinkää", "Vaasa", "Hanko"]
    for name in names:
        MunicipalityFactory(name_fi=name)
    assert [place.name for place in Municipality.objects.in_name_order()] == [
        *("Hanko", "Hyvinkää", "Hämeenlinna", "Vaasa", "Ålborg", "Ähtäri", "Öja"),
    ]


def test_in_name_order_follows_the_readers_language() -> None:
    RegionFactory(name_fi="Ahvenanmaa", name_sv="Åland")
    RegionFactory(name_fi="Lappi", name_sv="Lappland")
    with translation.override("sv"):
        assert [region.name for region in Region.objects.in_name_order()] == ["Lappland", "Åland"]


def test_of_region_leaves_out_other_regions() -> None:
    place = MunicipalityFactory()
    MunicipalityFactory()
    assert list(Municipality.objects.of_region(place.region).order_by("pk")) == [place]
