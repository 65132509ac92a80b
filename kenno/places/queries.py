"""What pages and other rooms read of places."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from kenno.places.geometry import Cell, beside
from kenno.places.models import Municipality, MunicipalityQuerySet, Region


@dataclass(frozen=True)
class RegionMunicipalities:
    """A region with its municipalities, or some of them, by name."""

    region: Region
    municipalities: list[Municipality]


def all_municipalities() -> MunicipalityQuerySet:
    """Return every municipality by name with its region."""
    return Municipality.objects.select_related("region").in_name_order()


def municipality_by_slug(slug: str) -> Municipality | None:
    """Return the municipality with this address part in any language, or None.

    A reader's own language goes first, should two languages ever use one word.
    """
    found = Municipality.objects.select_related("region", "wellbeing_county").filter(_slug(slug))
    return next(iter(sorted(found.order_by("pk"), key=lambda place: place.slug != slug)), None)


def region_by_slug(slug: str) -> Region | None:
    """Return the region with this address part in any language, or None."""
    found = Region.objects.filter(_slug(slug)).order_by("pk")
    return next(iter(sorted(found, key=lambda region: region.slug != slug)), None)


def neighbours(place: Municipality) -> list[Municipality]:
    """Return the municipalities in the six cells around this one's, by name; at most six."""
    around = Q()
    for q, r in beside((place.cell_q, place.cell_r)):
        around |= Q(cell_q=q, cell_r=r)
    return list(all_municipalities().filter(around))


def municipalities_of_region(region: Region) -> list[Municipality]:
    """Return a region's municipalities by name."""
    return list(all_municipalities().of_region(region))


def named_like(text: str, places: Iterable[Municipality]) -> list[Municipality]:
    """Return those of `places` with `text` in their name in some language, in the same order.

    Case does not count, and a text without å ä ö finds names with them.
    """
    wanted = _without_marks(text)
    return [
        place
        for place in places
        if any(
            wanted in _without_marks(name) for name in (place.name_fi, place.name_sv, place.name_en)
        )
    ]


def by_region(places: Iterable[Municipality]) -> list[RegionMunicipalities]:
    """Return municipalities grouped by region, regions by name; those without any are left out.

    One query for the regions; `places` keep their order.
    """
    grouped: dict[int, list[Municipality]] = {}
    for place in places:
        grouped.setdefault(place.region_id, []).append(place)
    regions = Region.objects.filter(pk__in=grouped).in_name_order()
    return [RegionMunicipalities(region, grouped[region.pk]) for region in regions]


def cells_of_country() -> list[tuple[Cell, int]]:
    """Return the axial coordinates of every cell with the primary key of its region."""
    rows = Municipality.objects.order_by("pk").values_list("cell_q", "cell_r", "region_id")
    return [((q, r), region) for q, r, region in rows]


def _slug(slug: str) -> Q:
    return Q(slug_fi=slug) | Q(slug_sv=slug) | Q(slug_en=slug)


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
