from typing import Any

import pytest
from django.utils import translation

from kenno.places.models import Municipality
from kenno.places.reasons import reasons_of


def a_place(**values: Any) -> Municipality:
    ordinary = {
        "population": 1000,
        "land_area_km2": 100.0,
        "language_status": "fi",
        "urban_rural": "3",
    }
    return Municipality(**(ordinary | values))


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (1000, "lähes yhtä paljon asukkaita (1\xa0000)"),
        (1250, "lähes yhtä paljon asukkaita (1\xa0250)"),
        (800, "lähes yhtä paljon asukkaita (800)"),
        (1251, "hieman enemmän asukkaita (1\xa0251)"),
        (799, "hieman vähemmän asukkaita (799)"),
        (2001, "enemmän asukkaita (2\xa0001)"),
        (499, "vähemmän asukkaita (499)"),
    ],
)
def test_reasons_tell_how_many_residents_there_are(population: int, expected: str) -> None:
    assert reasons_of(a_place(), a_place(population=population), 1)[0] == expected


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        (100.0, "yhtä harvaan asuttu"),
        (20.0, "lähes sama asukastiheys"),
        (2.0, "yhtä tiheään asuttu"),
    ],
)
def test_reasons_tell_of_like_density(area: float, expected: str) -> None:
    place = a_place(land_area_km2=area)
    assert reasons_of(place, place, 1)[1] == expected


def test_reasons_are_silent_about_different_densities() -> None:
    reasons = reasons_of(a_place(), a_place(land_area_km2=160.0), 1)
    assert reasons[1] == "molemmat suomenkielisiä"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("fi", "fi", "molemmat suomenkielisiä"),
        ("sv", "sv", "molemmat ruotsinkielisiä"),
        ("fi-sv", "fi-sv", "molemmat kaksikielisiä"),
        ("sv-fi", "fi-sv", "molemmat kaksikielisiä"),
        ("fi", "fi-sv", "molemmissa enemmistö suomenkielisiä"),
        ("sv-fi", "sv", "molemmissa enemmistö ruotsinkielisiä"),
    ],
)
def test_reasons_tell_of_a_common_language(one: str, other: str, expected: str) -> None:
    reasons = reasons_of(a_place(language_status=one), a_place(language_status=other), 1)
    assert reasons[2] == expected


def test_reasons_of_two_with_nothing_in_common_are_size_and_distance() -> None:
    city = a_place(
        population=664_028, land_area_km2=214.3, language_status="sv-fi", urban_rural="1"
    )
    assert reasons_of(a_place(), city, 512.5) == [
        "enemmän asukkaita (664\xa0028)",
        "512\xa0km linnuntietä",
    ]


def test_reasons_tell_of_the_sami_homeland_that_both_belong_to() -> None:
    inside = a_place(sami_homeland=True)
    assert "molemmat saamelaisten kotiseutualueella" in reasons_of(inside, inside, 1)
    assert "molemmat saamelaisten kotiseutualueella" not in reasons_of(inside, a_place(), 1)


def test_reasons_leave_out_what_is_not_known() -> None:
    unknown = a_place(population=0, land_area_km2=0.0, language_status="", urban_rural="")
    for one, other in ((unknown, a_place()), (a_place(), unknown), (unknown, unknown)):
        assert reasons_of(one, other, 38) == ["38\xa0km linnuntietä"]


@pytest.mark.parametrize(
    ("language", "number"), [("fi", "12\xa0345"), ("sv", "12\xa0345"), ("en", "12,345")]
)
def test_reasons_write_numbers_as_the_reader_does(language: str, number: str) -> None:
    with translation.override(language):
        reasons = reasons_of(a_place(), a_place(population=12_345), 1234.4)
    assert f"({number})" in reasons[0]
    assert reasons[-1].startswith("1234\xa0km")
