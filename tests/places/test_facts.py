import pytest
from django.utils import translation

from kenno.places.enums import LanguageStatus, UrbanRural
from kenno.places.facts import likeness_explanation, municipality_facts, region_facts
from kenno.places.likeness import DOUBLINGS_TO_NOTHING, HALVING_KM, WEIGHTS
from tests.factories.places import MunicipalityFactory, RegionFactory

pytestmark = pytest.mark.django_db


def test_municipality_facts_tell_what_a_copier_compares() -> None:
    place = MunicipalityFactory(
        name_fi="Oulu",
        name_sv="Uleåborg",
        region=RegionFactory(name_fi="Pohjois-Pohjanmaa", slug_fi="pohjois-pohjanmaa"),
        subregion_fi="Oulun seutu",
        wellbeing_county__name_fi="Pohjois-Pohjanmaan hyvinvointialue",
        language_status=LanguageStatus.FINNISH,
        urban_rural=UrbanRural.URBAN,
        population=211_848,
        population_year=2022,
        land_area_km2=2971.2,
    )
    assert municipality_facts(place) == [
        ("Nimi ruotsiksi", '<span lang="sv">Uleåborg</span>'),
        ("Väkiluku", "211\xa0848 (2022)"),
        ("Maapinta-ala", "2\xa0971 km²"),
        ("Asukastiheys", "71,3 asukasta/km²"),
        ("Maakunta", '<a href="/maakunnat/pohjois-pohjanmaa/">Pohjois-Pohjanmaa</a>'),
        ("Seutukunta", "Oulun seutu"),
        ("Hyvinvointialue", "Pohjois-Pohjanmaan hyvinvointialue"),
        ("Kieli", "suomenkielinen"),
        ("Kuntatyyppi", "kaupunkimainen kunta"),
    ]


def test_municipality_facts_leave_out_what_is_not_there() -> None:
    place = MunicipalityFactory(name_fi="Sund", name_sv="Sund", wellbeing_county=None)
    labels = [label for label, _value in municipality_facts(place)]
    assert "Hyvinvointialue" not in labels
    assert "Nimi ruotsiksi" not in labels
    assert "Saamelaisten kotiseutualue" not in labels


def test_municipality_facts_tell_of_the_sami_homeland() -> None:
    facts = dict(municipality_facts(MunicipalityFactory(sami_homeland=True)))
    assert facts["Saamelaisten kotiseutualue"] == "kunta kuuluu siihen kokonaan tai osaksi"


def test_municipality_facts_write_numbers_and_names_for_the_reader() -> None:
    place = MunicipalityFactory(name_fi="Turku", name_sv="Åbo", population=197_900)
    with translation.override("en"):
        values = [value for _label, value in municipality_facts(place)]
        assert "197,900 (2025)" in values
    with translation.override("sv"):
        values = [value for _label, value in municipality_facts(place)]
        assert '<span lang="fi">Turku</span>' in values
        assert place.subregion_sv in values


def test_region_facts_add_up_its_municipalities() -> None:
    places = [
        MunicipalityFactory(population=1000, land_area_km2=100.0, population_year=2022),
        MunicipalityFactory(population=500, land_area_km2=400.0, population_year=2022),
    ]
    assert region_facts(places) == [
        ("Kuntia", "2"),
        ("Väkiluku", "1\xa0500 (2022)"),
        ("Maapinta-ala", "500 km²"),
        ("Asukastiheys", "3,0 asukasta/km²"),
    ]


def test_region_without_municipalities_has_no_facts() -> None:
    assert region_facts([]) == []


def test_region_without_land_has_no_density() -> None:
    facts = dict(region_facts([MunicipalityFactory(land_area_km2=0)]))
    assert facts["Väkiluku"] == "2\xa0407 (2025)"
    assert "Asukastiheys" not in facts


def test_likeness_explanation_has_the_weights_of_the_formula() -> None:
    labels = [label for label, _text in likeness_explanation()]
    assert labels == [
        "Väkiluku 40\xa0%",
        "Kieli 20\xa0%",
        "Etäisyys 20\xa0%",
        "Asukastiheys 15\xa0%",
        "Kuntatyyppi 5\xa0%",
    ]
    assert len(labels) == len(WEIGHTS)


def test_likeness_explanation_has_the_scales_of_the_formula() -> None:
    texts = dict(likeness_explanation())
    once = f"{100 - 100 // DOUBLINGS_TO_NOTHING}\xa0%"
    assert f"kaksi kertaa suurempi tai pienempi on {once}" in texts["Väkiluku 40\xa0%"]
    assert texts["Etäisyys 20\xa0%"].startswith("Sadan kilometrin päässä 50\xa0%")
    assert HALVING_KM == 100
