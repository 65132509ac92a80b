from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kenno.places.models import Municipality, Region

NEIGHBOURS = ((1, 0), (1, -1), (0, -1), (-1, 0), (-1, 1), (0, 1))


def all_municipalities() -> QuerySet[Municipality]:
    """Return every municipality by name with its region."""
    return Municipality.objects.select_related("region").in_name_order()


def all_regions() -> QuerySet[Region]:
    """Return every region in the order of the official codes."""
    return Region.objects.order_by("code")


def _by_any_slug(slug: str) -> Q:
    return Q(slug_fi=slug) | Q(slug_sv=slug) | Q(slug_en=slug)


def municipality_by_slug(slug: str) -> Municipality | None:
    """Return the municipality with this address part in any language, or None."""
    return (
        Municipality.objects.select_related("region", "wellbeing_county")
        .filter(_by_any_slug(slug))
        .order_by("pk")
        .first()
    )


def region_by_slug(slug: str) -> Region | None:
    """Return the region with this address part in any language, or None."""
    return Region.objects.filter(_by_any_slug(slug)).order_by("pk").first()


def neighbours(municipality: Municipality) -> QuerySet[Municipality]:
    """Return the municipalities in the six cells around this one's, by name."""
    around = Q()
    for q, r in NEIGHBOURS:
        around |= Q(cell_q=municipality.cell_q + q, cell_r=municipality.cell_r + r)
    return all_municipalities().filter(around)


@dataclass(frozen=True)
class RegionMunicipalities:
    """A region with its municipalities by name."""

    region: Region
    municipalities: list[Municipality]


def municipalities_by_region(name: str = "") -> list[RegionMunicipalities]:
    """Return the municipalities by region, or only those whose name in some language has `name`.

    Two queries at most, whatever their number.
    """
    chosen = all_municipalities()
    if name:
        chosen = chosen.filter(
            Q(name_fi__icontains=name) | Q(name_sv__icontains=name) | Q(name_en__icontains=name)
        )
    grouped: dict[int, list[Municipality]] = {}
    for municipality in chosen:
        grouped.setdefault(municipality.region_id, []).append(municipality)
    return [
        RegionMunicipalities(region, grouped[region.pk])
        for region in all_regions()
        if region.pk in grouped
    ]
