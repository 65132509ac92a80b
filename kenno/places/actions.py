"""Bringing the official classification of places into the database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Refusal
from kenno.core.languages import LANGUAGES
from kenno.places.models import Municipality, Region, WellbeingCounty
from kenno.places.sources import Names, read_places

DATA = Path(__file__).resolve().parent / "data"
# Nothing of the map lies out here: cells that change hands wait in it for their turn.
AWAY = -10_000

BATCH = 100

Values = dict[str, Any]
Area = TypeVar("Area", Region, WellbeingCounty, Municipality)


@dataclass(frozen=True)
class Loaded:
    """How many records of one kind a load made, changed and found as they should be."""

    created: int
    updated: int
    unchanged: int


@transaction.atomic
def load_places(*, folder: Path = DATA, by: AbstractBaseUser | None = None) -> dict[str, Loaded]:
    """Bring the files of `folder` into the database; return the counts by kind of record.

    Needs municipalities.csv, municipality_centroids.csv and cells.csv. Run twice, the second
    changes nothing. What has left the files stays in the database, as practices may refer to it.
    Raises Refusal, and changes nothing, when a row is wrong. Sources: see data/README.md.
    """
    places = read_places(folder)
    regions = {area.code: _names(area.names) | _slugs(area.names) for area in places.regions}
    counties = {area.code: _names(area.names[:2]) for area in places.counties}
    loaded = {
        "regions": _load(Region, regions),
        "wellbeing_counties": _load(WellbeingCounty, counties),
    }
    region_keys = _keys(Region)
    county_keys = _keys(WellbeingCounty)
    municipalities = {
        row.code: _names(row.names)
        | _slugs(row.names)
        | row.values
        | {
            "region_id": region_keys[row.region_code],
            "wellbeing_county_id": county_keys.get(row.county_code),
        }
        for row in places.municipalities
    }
    _clear_cells(municipalities)
    loaded["municipalities"] = _load(Municipality, municipalities)
    if any(counts.created or counts.updated for counts in loaded.values()):
        audit.record(
            "places.loaded",
            subject=None,
            by=by,
            data={name: asdict(counts) for name, counts in loaded.items()},
        )
    return loaded


def _names(names: tuple[str, ...]) -> Values:
    return {f"name_{language}": name for language, name in zip(LANGUAGES, names, strict=False)}


def _slugs(names: Names) -> Values:
    return {
        f"slug_{language}": slugify(name) for language, name in zip(LANGUAGES, names, strict=True)
    }


def _keys(model: type[Region] | type[WellbeingCounty]) -> dict[str, int]:
    return dict(model._default_manager.order_by("code").values_list("code", "pk"))


def _load(model: type[Area], rows: Mapping[str, Values]) -> Loaded:
    present = {record.code: record for record in model._default_manager.order_by("code")}
    created, updated = [], []
    for code, values in rows.items():
        record = present.get(code)
        if record is None:
            created.append(model(code=code, **values))
        elif any(getattr(record, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(record, name, value)
            updated.append(record)
    manager = model._default_manager
    if updated:
        manager.bulk_update(updated, list(next(iter(rows.values()))), batch_size=BATCH)
    manager.bulk_create(created)
    return Loaded(len(created), len(updated), len(rows) - len(created) - len(updated))


def _clear_cells(rows: Mapping[str, Values]) -> None:
    """Send away those who change cells, because two cannot have one cell even for a moment."""
    wanted = {(values["cell_q"], values["cell_r"]) for values in rows.values()}
    moving: list[Municipality] = []
    for place in Municipality.objects.order_by("code"):
        cell = (place.cell_q, place.cell_r)
        if place.code in rows:
            if cell != (rows[place.code]["cell_q"], rows[place.code]["cell_r"]):
                place.cell_q, place.cell_r = AWAY, len(moving)
                moving.append(place)
        elif cell in wanted:
            raise Refusal(
                _("Kunta %(name)s ei ole enää tiedostoissa, mutta sen kenno on annettu toiselle.")
                % {"name": place.name}
            )
    Municipality.objects.bulk_update(moving, ["cell_q", "cell_r"], batch_size=BATCH)
