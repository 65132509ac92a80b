"""Making the organisations that follow from the places: municipalities, councils, counties."""

import csv
from dataclasses import asdict, dataclass
from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from kenno.core import audit
from kenno.people.enums import OrganisationKind
from kenno.people.models import Organisation
from kenno.places.models import Municipality, Region, WellbeingCounty

COUNCILS = Path(__file__).resolve().parents[1] / "data" / "regional_councils.csv"


@dataclass(frozen=True)
class LoadedOrganisations:
    """How many organisations a load made, and how many were there already."""

    created: int
    unchanged: int


@transaction.atomic
def load_organisations(*, by: AbstractBaseUser | None = None) -> LoadedOrganisations:
    """Make the organisation of each municipality, regional council and wellbeing county.

    The places must have been loaded; names of municipalities and counties are theirs, those of
    the councils are in data/regional_councils.csv (sources: data/README.md). What is there
    already stays as it is, as a coordinator may have corrected it: run twice, the second changes
    nothing. Neither websites nor business identity codes are made.
    """
    wanted = [*_municipalities(), *_councils(), *_counties()]
    present = set(
        Organisation.objects.filter(kind__in=Organisation.OWN_PLACE)
        .order_by("pk")
        .values_list("kind", *(f"{place}_id" for place in Organisation.PLACES))
    )
    missing = [
        organisation
        for organisation in wanted
        if (
            str(organisation.kind),
            organisation.municipality_id,
            organisation.region_id,
            organisation.wellbeing_county_id,
        )
        not in present
    ]
    Organisation.objects.bulk_create(missing)
    loaded = LoadedOrganisations(created=len(missing), unchanged=len(wanted) - len(missing))
    if missing:
        audit.record("people.organisations_loaded", subject=None, by=by, data=asdict(loaded))
    return loaded


def organisation_of(municipality: Municipality) -> Organisation:
    """Return a municipality's own organisation, making it where `kenno prepare` has not yet."""
    found = Organisation.objects.filter(
        kind=OrganisationKind.MUNICIPALITY, municipality=municipality
    ).first()
    if found is None:
        found = _municipality(municipality)
        found.save()
        audit.record("people.organisation_added", subject=found, by=None)
    return found


def _municipality(place: Municipality) -> Organisation:
    return Organisation(
        kind=OrganisationKind.MUNICIPALITY,
        name_fi=place.name_fi,
        name_sv=place.name_sv,
        name_en=place.name_en,
        municipality=place,
    )


def _municipalities() -> list[Organisation]:
    return [_municipality(place) for place in Municipality.objects.order_by("code")]


def _councils() -> list[Organisation]:
    with COUNCILS.open(encoding="utf-8", newline="") as lines:
        names = {row["region_code"]: row for row in csv.DictReader(lines)}
    return [
        Organisation(
            kind=OrganisationKind.REGIONAL_COUNCIL,
            name_fi=names[region.code]["name_fi"],
            name_sv=names[region.code]["name_sv"],
            region=region,
        )
        for region in Region.objects.order_by("code")
        if region.code in names
    ]


def _counties() -> list[Organisation]:
    return [
        Organisation(
            kind=OrganisationKind.WELLBEING_COUNTY,
            name_fi=county.name_fi,
            name_sv=county.name_sv,
            wellbeing_county=county,
        )
        for county in WellbeingCounty.objects.order_by("code")
    ]
