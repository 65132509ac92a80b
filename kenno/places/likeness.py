"""How alike two municipalities are, from 0 to 1, for a culture worker who looks for an example.

The question behind the formula: could we do what they do, and could we go and see it? So the
likeness is the weighted mean of five parts, each from 0 to 1:

- population, 40 %: what a municipality can do follows above all from its size: the staff, the
  money, the audience. It is compared as a ratio, since 500 residents more mean much to a village
  and nothing to a city. Each doubling takes a fifth away; 32-fold is nothing alike.
- language, 20 %: same / partly / different. The material, the people to call and the duty to
  serve in two languages come with it. Where only one of the two belongs to the Sámi homeland, a
  quarter is left: Sámi culture and languages are part of the work there and not elsewhere.
- distance, 20 %: 1 on the spot, half at 100 km, a quarter at 200 km, along a great circle. At
  100 km a visit still takes one day; beyond that one kilometre more matters ever less.
- density, 15 %: how far residents are from a stage or a library. Compared like population.
- urban-rural class, 5 %: a step between the three official classes takes a half. Little, because
  population and density tell most of it already; it adds how the settlement is built.

A part that is not known of both (no residents, no land, an unknown class) is left out, and the
others weigh more. docs/likeness.md shows what follows for real municipalities.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, log2, radians, sin, sqrt
from types import MappingProxyType
from typing import NamedTuple

from kenno.places.enums import LanguageStatus, UrbanRural
from kenno.places.models import Municipality
from kenno.places.queries import all_municipalities
from kenno.places.reasons import reasons_of

DOUBLINGS_TO_NOTHING = 5
HALVING_KM = 100
SAME, PARTLY, DIFFERENT = 1.0, 0.5, 0.0
# Of the language part, where one belongs to the Sámi homeland and the other does not.
ONLY_ONE_IN_HOMELAND = 0.25
CLASS_STEP = 0.5
EARTH_RADIUS_KM = 6371.0

# From the most Finnish to the most Swedish: those a step apart have the language of most, or both
# languages, in common. Plain values, because looking up members of an enum takes twice the time.
LANGUAGE_STEPS = {
    LanguageStatus.FINNISH.value: 0,
    LanguageStatus.FINNISH_SWEDISH.value: 1,
    LanguageStatus.SWEDISH_FINNISH.value: 2,
    LanguageStatus.SWEDISH.value: 3,
}
CLASS_STEPS = {
    UrbanRural.URBAN.value: 0,
    UrbanRural.SEMI_URBAN.value: 1,
    UrbanRural.RURAL.value: 2,
}


class Parts(NamedTuple):
    """The five parts of a likeness, each from 0 to 1, or None where something is not known."""

    population: float | None
    language: float | None
    distance: float | None
    density: float | None
    urban_rural: float | None


WEIGHTS = Parts(population=0.40, language=0.20, distance=0.20, density=0.15, urban_rural=0.05)


@dataclass(frozen=True)
class Likeness:
    """How alike `other` is to `one`: `value` from 0 to 1, its parts, and the kilometres between."""

    one: Municipality
    other: Municipality
    value: float
    parts: Parts
    kilometres: float

    @property
    def reasons(self) -> list[str]:
        """What is alike and how far it is, in words of the reader's language."""
        return reasons_of(self.one, self.other, self.kilometres)


def likeness(one: Municipality, other: Municipality) -> Likeness:
    """Compare two municipalities; the value is the same both ways, and 1 for one with itself."""
    mine, theirs = _traits(_row(one)), _traits(_row(other))
    kilometres = _kilometres(mine, theirs)
    parts = _parts(mine, theirs, kilometres)
    return Likeness(one, other, _value(parts), parts, kilometres)


def likeness_to_all(municipality: Municipality) -> dict[str, float]:
    """Return the likeness of every municipality to this one by official code; one query.

    The query is made each time, so that a reload of places is seen at once in every process; what
    is counted from its rows is kept for as long as the rows are the same.
    """
    return dict(_counted(_row(municipality), _country()))


def most_alike(municipality: Municipality, limit: int = 10) -> list[Likeness]:
    """Return the municipalities most like this one, with their regions, best first; two queries."""
    values = likeness_to_all(municipality)
    values.pop(municipality.code, None)
    best = sorted(values, key=lambda code: (-values[code], code))[: max(limit, 0)]
    places = {place.code: place for place in all_municipalities().filter(code__in=best)}
    return [likeness(municipality, places[code]) for code in best if code in places]


class _Row(NamedTuple):
    """What the formula reads of a municipality, as it stands in the database."""

    code: str
    population: int
    land_area_km2: float
    language_status: str
    sami_homeland: bool
    urban_rural: str
    latitude: float
    longitude: float


class _Traits(NamedTuple):
    """The same, made ready for comparing: logarithms and radians."""

    population: float | None
    density: float | None
    language: int | None
    homeland: bool
    urban_rural: int | None
    latitude: float
    longitude: float


@dataclass(frozen=True, eq=False)
class _Country:
    """Traits of every municipality by code. Equal only to itself, so that it is cheap as a key."""

    traits: Mapping[str, _Traits]


def _row(place: Municipality) -> _Row:
    return _Row(*(getattr(place, field) for field in _Row._fields))


def _country() -> _Country:
    rows = Municipality.objects.order_by("code").values_list(*_Row._fields)
    return _country_of(tuple(rows))


# The rows themselves are the fingerprint. One country is enough: the one before is never back.
@lru_cache(maxsize=1)
def _country_of(rows: tuple[tuple[object, ...], ...]) -> _Country:
    return _Country({row.code: _traits(row) for row in (_Row(*fields) for fields in rows)})  # type: ignore[arg-type]


# Few ask at the same time; 64 lists of 308 are about two megabytes.
@lru_cache(maxsize=64)
def _counted(row: _Row, country: _Country) -> Mapping[str, float]:
    mine = _traits(row)
    return MappingProxyType(
        {
            code: _value(_parts(mine, theirs, _kilometres(mine, theirs)))
            for code, theirs in country.traits.items()
        }
    )


def _traits(row: _Row) -> _Traits:
    populated = row.population > 0
    return _Traits(
        population=log2(row.population) if populated else None,
        density=log2(row.population / row.land_area_km2)
        if populated and row.land_area_km2 > 0
        else None,
        language=LANGUAGE_STEPS.get(str(row.language_status)),
        homeland=row.sami_homeland,
        urban_rural=CLASS_STEPS.get(str(row.urban_rural)),
        latitude=radians(row.latitude),
        longitude=radians(row.longitude),
    )


def _parts(one: _Traits, other: _Traits, kilometres: float) -> Parts:
    return Parts(
        population=_ratio(one.population, other.population),
        language=_language(one, other),
        distance=2 ** (-kilometres / HALVING_KM),
        density=_ratio(one.density, other.density),
        urban_rural=None
        if one.urban_rural is None or other.urban_rural is None
        else 1 - CLASS_STEP * abs(one.urban_rural - other.urban_rural),
    )


def _value(parts: Parts) -> float:
    """Return the weighted mean of the known parts."""
    total = weight = 0.0
    for part, share in zip(parts, WEIGHTS, strict=True):
        if part is not None and share is not None:
            total += share * part
            weight += share
    return total / weight


def _ratio(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return None
    return max(0.0, 1 - abs(one - other) / DOUBLINGS_TO_NOTHING)


def _language(one: _Traits, other: _Traits) -> float | None:
    if one.language is None or other.language is None:
        return None
    apart = abs(one.language - other.language)
    common = SAME if apart == 0 else PARTLY if apart == 1 else DIFFERENT
    return common if one.homeland == other.homeland else common * ONLY_ONE_IN_HOMELAND


def _kilometres(one: _Traits, other: _Traits) -> float:
    """Return the great-circle distance by the haversine formula (R. W. Sinnott, 1984)."""
    half = (
        sin((one.latitude - other.latitude) / 2) ** 2
        + cos(one.latitude) * cos(other.latitude) * sin((one.longitude - other.longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))
