import pytest

from kenno.core.exceptions import Refusal
from kenno.core.models import AuditRecord
from kenno.people.actions import (
    Details,
    add_organisation,
    change_organisation,
    deactivate_organisation,
    load_organisations,
    reopen_organisation,
)
from kenno.people.actions.organisations import OrganisationChanged
from kenno.people.models import Organisation, User
from kenno.places.actions import load_places
from kenno.places.models import Region
from tests.factories.people import OrganisationFactory
from tests.factories.places import MunicipalityFactory, RegionFactory

pytestmark = pytest.mark.django_db


def audited() -> list[tuple[str, str]]:
    return list(AuditRecord.objects.order_by("pk").values_list("action", "label"))


def test_add_organisation_makes_it_with_one_record(coordinator: User) -> None:
    place = MunicipalityFactory()
    details = Details(kind="museum", name_fi="Museo", business_id="112038-9", municipality=place)
    added = add_organisation(details=details, by=coordinator)
    stored = Organisation.objects.get()
    assert (stored.pk, stored.business_id, stored.municipality) == (added.pk, "0112038-9", place)
    assert audited() == [("people.organisation_added", "Museo")]
    assert AuditRecord.objects.get().by == coordinator


@pytest.mark.parametrize(
    ("details", "message"),
    [
        (Details(kind="museum", name_fi=""), "Tämä kenttä ei voi olla tyhjä."),
        (Details(kind="kingdom", name_fi="X"), "Arvo 'kingdom' ei kelpaa."),
        (
            Details(kind="museum", name_fi="X", business_id="0112038-8"),
            "Y-tunnuksen tarkistusnumero ei täsmää.",
        ),
        (Details(kind="museum", name_fi="X", website="ftp://x.example"), "Syötä oikea URL-osoite."),
        (Details(kind="museum", name_fi="X\ny"), "Kirjoita nimi yhdelle riville"),
        (Details(kind="municipality", name_fi="X"), "Valitse alue, jonka organisaatio tämä on."),
        (
            Details(kind="association", name_fi="Täällä jo"),
            "Samanlajinen ja samanniminen organisaatio on jo täällä.",
        ),
    ],
)
def test_add_organisation_refuses_what_does_not_hold(details: Details, message: str) -> None:
    OrganisationFactory(name_fi="Täällä jo")
    with pytest.raises(Refusal) as refused:
        add_organisation(details=details, by=None)
    assert message in str(refused.value.message)
    assert Organisation.objects.count() == 1
    assert audited() == []


def test_change_organisation_records_which_fields_changed(coordinator: User) -> None:
    organisation = OrganisationFactory(name_fi="Vanha")
    details = Details(kind="association", name_fi="Uusi", website="https://uusi.example")
    changed = change_organisation(
        organisation=organisation, details=details, based_on=1, by=coordinator
    )
    assert (changed.name_fi, changed.version) == ("Uusi", 2)
    record = AuditRecord.objects.get()
    assert (record.action, record.by) == ("people.organisation_changed", coordinator)
    assert record.data == {"fields": ["name_fi", "website"]}


def test_change_organisation_to_the_same_changes_nothing() -> None:
    organisation = OrganisationFactory(name_fi="Sama")
    details = Details(kind="association", name_fi="Sama")
    same = change_organisation(organisation=organisation, details=details, based_on=1, by=None)
    assert same.version == 1
    assert audited() == []


def test_change_organisation_after_another_change_is_refused() -> None:
    organisation = OrganisationFactory()
    first = Details(kind="association", name_fi="Ensimmäinen")
    change_organisation(organisation=organisation, details=first, based_on=1, by=None)
    second = Details(kind="association", name_fi="Toinen")
    with pytest.raises(OrganisationChanged):
        change_organisation(organisation=organisation, details=second, based_on=1, by=None)
    assert Organisation.objects.get().name_fi == "Ensimmäinen"


def test_change_organisation_refuses_what_does_not_hold() -> None:
    organisation = OrganisationFactory()
    details = Details(kind="association", name_fi="X", business_id="1")
    with pytest.raises(Refusal, match="Kirjoita Y-tunnus muodossa"):
        change_organisation(organisation=organisation, details=details, based_on=1, by=None)


def test_deactivate_and_reopen_twice_change_once() -> None:
    organisation = OrganisationFactory(name_fi="Museo")
    for _ in range(2):
        deactivate_organisation(organisation=organisation, by=None)
    assert Organisation.objects.get().is_active is False
    for _ in range(2):
        reopen_organisation(organisation=organisation, by=None)
    assert Organisation.objects.get().is_active is True
    assert audited() == [
        ("people.organisation_closed", "Museo"),
        ("people.organisation_reopened", "Museo"),
    ]


def test_load_organisations_makes_one_for_each_municipality_council_and_county() -> None:
    load_places()
    AuditRecord.objects.all().delete()
    loaded = load_organisations()
    assert (loaded.created, loaded.unchanged) == (347, 0)
    by_kind = {
        kind: Organisation.objects.filter(kind=kind).count()
        for kind in ("municipality", "regional-council", "wellbeing-county")
    }
    assert by_kind == {"municipality": 308, "regional-council": 18, "wellbeing-county": 21}
    assert Organisation.objects.exclude(website="", business_id="").count() == 0
    assert audited() == [("people.organisations_loaded", "")]
    record = AuditRecord.objects.get()
    assert record.data == {"created": 347, "unchanged": 0}


def test_load_organisations_names_them_as_the_places_are_named() -> None:
    load_places()
    load_organisations()
    helsinki = Organisation.objects.get(municipality__code="091")
    assert (helsinki.name_fi, helsinki.name_sv) == ("Helsinki", "Helsingfors")
    council = Organisation.objects.get(region__code="17")
    assert (council.name_fi, council.name_sv) == (
        "Pohjois-Pohjanmaan liitto",
        "Norra Österbottens förbund",
    )
    county = Organisation.objects.get(wellbeing_county__code="19")
    assert county.name_fi == "Pohjois-Pohjanmaan hyvinvointialue"
    without = Region.objects.filter(organisations=None).values_list("name_fi", flat=True)
    assert list(without.order_by("pk")) == ["Ahvenanmaa"]


def test_load_organisations_twice_keeps_what_a_coordinator_corrected() -> None:
    aland = RegionFactory(code="21")
    place = MunicipalityFactory(name_fi="Alavieska", region=aland)
    load_organisations()
    Organisation.objects.filter(kind="municipality").update(name_fi="Alavieskan kunta")
    MunicipalityFactory(name_fi="Uusi kunta", region=aland, wellbeing_county=place.wellbeing_county)
    loaded = load_organisations()
    assert (loaded.created, loaded.unchanged) == (1, 2)
    names = Organisation.objects.filter(kind="municipality").order_by("pk")
    assert [organisation.name_fi for organisation in names] == ["Alavieskan kunta", "Uusi kunta"]
