import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from kenno.people.models import Organisation
from kenno.people.validators import normal_business_id, validate_business_id
from tests.factories.people import OrganisationFactory
from tests.factories.places import MunicipalityFactory, RegionFactory, WellbeingCountyFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "names", "shown"),
    [
        ("fi", ("Museo", "Museet", "Museum"), "Museo"),
        ("sv", ("Museo", "Museet", "Museum"), "Museet"),
        ("en", ("Museo", "Museet", "Museum"), "Museum"),
        ("sv", ("Museo", "", ""), "Museo"),
        ("en", ("Museo", "Museet", ""), "Museo"),
    ],
)
def test_name_is_in_the_language_of_the_reader_else_in_finnish(
    language: str, names: tuple[str, str, str], shown: str
) -> None:
    finnish, swedish, english = names
    organisation = Organisation(name_fi=finnish, name_sv=swedish, name_en=english)
    with translation.override(language):
        assert organisation.name == shown
        assert str(organisation) == shown


@pytest.mark.parametrize(
    "fields",
    [
        {"name_fi": ""},
        {"kind": "kingdom"},
        {"website": "ftp://museo.example"},
        {"website": "javascript:alert(1)"},
        {"kind": "municipality"},
        {"kind": "regional-council"},
        {"kind": "wellbeing-county"},
    ],
)
def test_database_refuses_what_no_organisation_has(fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        OrganisationFactory(**fields)


def test_database_refuses_two_places() -> None:
    municipality = MunicipalityFactory()
    with pytest.raises(IntegrityError):
        OrganisationFactory(municipality=municipality, region=municipality.region)


@pytest.mark.parametrize(
    ("kind", "field", "place"),
    [
        ("municipality", "municipality", MunicipalityFactory),
        ("regional-council", "region", RegionFactory),
        ("wellbeing-county", "wellbeing_county", WellbeingCountyFactory),
    ],
)
def test_database_refuses_a_second_organisation_that_stands_for_a_place(
    kind: str, field: str, place: type
) -> None:
    where = {field: place()}
    OrganisationFactory(kind=kind, **where)
    with pytest.raises(IntegrityError):
        OrganisationFactory(kind=kind, **where)


def test_database_refuses_the_same_business_id_twice_but_many_without() -> None:
    OrganisationFactory.create_batch(2, business_id="")
    OrganisationFactory(business_id="0112038-9")
    with pytest.raises(IntegrityError):
        OrganisationFactory(business_id="0112038-9")


def test_database_refuses_the_same_kind_and_name_in_the_same_place() -> None:
    OrganisationFactory(name_fi="Museoyhdistys", municipality=MunicipalityFactory())
    OrganisationFactory(name_fi="Museoyhdistys", municipality=MunicipalityFactory())
    OrganisationFactory(name_fi="Museoyhdistys", kind="company")
    OrganisationFactory(name_fi="Museoyhdistys")
    with pytest.raises(IntegrityError):
        OrganisationFactory(name_fi="Museoyhdistys")


@pytest.mark.parametrize("code", ["0112038-9", "0737546-2", "1234567-1", "0000000-0"])
def test_business_id_with_the_right_check_digit_is_accepted(code: str) -> None:
    validate_business_id(code)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("0112038-8", "business_id_check"),
        ("0112083-9", "business_id_check"),
        *((f"0000006-{digit}", "business_id_check") for digit in range(10)),
        ("01120389", "business_id_form"),
        ("0112038-99", "business_id_form"),
        ("112038-9", "business_id_form"),
        ("٠١١٢٠٣٨-٩", "business_id_form"),
        ("0112038-9\n", "business_id_form"),
        ("FI01120389", "business_id_form"),
    ],
)
def test_business_id_that_is_none_is_refused(code: str, error: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_business_id(code)
    assert refused.value.code == error


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        (" 0112038-9 ", "0112038-9"),
        ("0112038 – 9", "0112038-9"),
        ("112038-9", "0112038-9"),
        ("kissa", "kissa"),
        ("", ""),
    ],
)
def test_business_id_is_kept_as_the_register_writes_it(typed: str, normal: str) -> None:
    assert normal_business_id(typed) == normal


def test_a_list_tells_what_it_is_and_where() -> None:
    place = MunicipalityFactory(name_fi="Ii", region=RegionFactory(name_fi="Pohjois-Pohjanmaa"))
    county = place.wellbeing_county
    cases = [
        ({}, ["yhdistys", "koko maa"]),
        ({"municipality": place}, ["yhdistys", "Ii"]),
        ({"kind": "municipality", "municipality": place}, ["kunta", "Pohjois-Pohjanmaa"]),
        (
            {"kind": "regional-council", "region": place.region},
            ["maakunnan liitto", "Pohjois-Pohjanmaa"],
        ),
        ({"kind": "wellbeing-county", "wellbeing_county": county}, ["hyvinvointialue"]),
    ]
    for fields, shown in cases:
        assert OrganisationFactory(**fields).kind_and_place == shown


def test_organisations_are_in_the_order_of_the_alphabet() -> None:
    for name in ("Ähtäri", "Zoo", "Öljy", "Aamu", "Åbo"):
        OrganisationFactory(name_fi=name)
    found = Organisation.objects.in_name_order()
    assert [organisation.name for organisation in found] == ["Aamu", "Zoo", "Åbo", "Ähtäri", "Öljy"]


def test_organisations_of_a_region_are_its_own_and_those_inside_it() -> None:
    municipality = MunicipalityFactory()
    region = municipality.region
    here = [
        OrganisationFactory(region=region),
        OrganisationFactory(municipality=municipality),
        OrganisationFactory(wellbeing_county=municipality.wellbeing_county),
    ]
    OrganisationFactory()
    OrganisationFactory(municipality=MunicipalityFactory())
    MunicipalityFactory(region=region, wellbeing_county=municipality.wellbeing_county)
    assert list(Organisation.objects.of_region(region).order_by("pk")) == here
