"""Loading the official classification of places."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from kenno.core import audit
from kenno.places.models import Municipality, Region, WellbeingCounty
from kenno.places.sources import DATA, Row, language_status, rows, urban_rural

POPULATION_YEAR = 2022
WITHOUT_WELLBEING_COUNTY = {"90", "91"}


@dataclass(frozen=True)
class Loaded:
    """How many places were new, changed and as they were."""

    created: int
    updated: int
    unchanged: int


def _names(row: Row, prefix: str) -> dict[str, str]:
    names = {language: row.text(f"{prefix}_{language}") for language in ("fi", "sv", "en")}
    return {
        **{f"name_{language}": name for language, name in names.items()},
        **{f"slug_{language}": slugify(name) for language, name in names.items()},
    }


def _cells(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        row.text("code"): (row.parsed("cell_q", int), row.parsed("cell_r", int))
        for row in rows("cells.csv", folder)
    }


def _points(folder: Path) -> dict[str, tuple[float, float]]:
    return {
        row.text("code"): (row.parsed("lat", float), row.parsed("lon", float))
        for row in rows("municipality_centroids.csv", folder)
    }


def _put(model: type[models.Model], key: dict[str, Any], values: dict[str, Any]) -> tuple[Any, str]:
    """Make or change one record; tell whether it was created, updated or unchanged."""
    record, created = model._default_manager.get_or_create(**key, defaults=values)
    if created:
        return record, "created"
    if all(getattr(record, name) == value for name, value in values.items()):
        return record, "unchanged"
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    return record, "updated"


def _municipality(
    row: Row, cells: dict[str, tuple[int, int]], points: dict[str, tuple[float, float]]
) -> dict[str, Any]:
    code = row.text("code")
    if code not in cells or code not in points:
        raise row.wrong("code", f"kunnalla {code} ei ole solua tai sijaintia")
    latitude, longitude = points[code]
    cell_q, cell_r = cells[code]
    return {
        **_names(row, "name"),
        "subregion_fi": row.text("subregion_fi"),
        "subregion_sv": row.text("subregion_sv"),
        "language_status": language_status(row),
        "sami_homeland": bool(row.values.get("sami_homeland")),
        "urban_rural": urban_rural(row),
        "nuts3_code": row.text("nuts3_code"),
        "population": row.parsed("population_2022", int),
        "population_year": POPULATION_YEAR,
        "land_area_km2": row.parsed("land_area_km2", float),
        "total_area_km2": row.parsed("total_area_km2", float),
        "latitude": latitude,
        "longitude": longitude,
        "yso_place_uri": row.values.get("yso_place_uri_2019") or "",
        "cell_q": cell_q,
        "cell_r": cell_r,
    }


def _load(folder: Path) -> Iterator[str]:
    cells, points = _cells(folder), _points(folder)
    regions: dict[str, Region] = {}
    counties: dict[str, WellbeingCounty] = {}
    for row in rows("municipalities.csv", folder):
        region, county = row.text("region_code"), row.text("wellbeing_county_code")
        if region not in regions:
            regions[region], change = _put(Region, {"code": region}, _names(row, "region"))
            yield change
        if county not in counties and county not in WITHOUT_WELLBEING_COUNTY:
            names = {
                f"name_{language}": row.text(f"wellbeing_county_{language}")
                for language in ("fi", "sv")
            }
            counties[county], change = _put(WellbeingCounty, {"code": county}, names)
            yield change
        values = _municipality(row, cells, points)
        values |= {"region": regions[region], "wellbeing_county": counties.get(county)}
        yield _put(Municipality, {"code": row.text("code")}, values)[1]


@transaction.atomic
def load_places(folder: Path = DATA) -> Loaded:
    """Load regions, wellbeing counties and municipalities of the 2026 division from `folder`.

    Running it again changes only what differs. Raises WrongRow, which names file, row and
    column, and then nothing is changed. Sources: see data/README.md.
    """
    changes = Counter(_load(folder))
    loaded = Loaded(changes["created"], changes["updated"], changes["unchanged"])
    if loaded.created or loaded.updated:
        audit.record(
            "places.loaded",
            subject=None,
            by=None,
            data={"created": loaded.created, "updated": loaded.updated},
        )
    return loaded
