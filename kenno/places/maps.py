"""The maps that this room makes: practices in the country, in a region, and next door."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kenno.places import honeycomb, panels, queries
from kenno.places.honeycomb import Honeycomb, Layout, LegendEntry, Locator, Mark, Shade
from kenno.places.models import Municipality, Region

SOME = 3
MANY = 6


def practice_mark(count: int) -> Mark:
    """Return what a cell says of so many published practices."""
    if not count:
        return Mark(figure="", text=_("ei vielä käytänteitä"), shade=Shade.NONE)
    text = ngettext("%(count)d käytänne", "%(count)d käytännettä", count) % {"count": count}
    shade = Shade.MANY if count >= MANY else Shade.SOME if count >= SOME else Shade.FEW
    return Mark(figure=str(count), text=text, shade=shade)


def practices_of_country(
    places: Iterable[Municipality] | None = None, chosen: Collection[int] = ()
) -> Honeycomb:
    """Return the whole country with the number of practices published by each municipality.

    `places` are all municipalities with their regions, where the page has them already; else
    they cost one query. Cells of those whose primary keys are in `chosen` get a thick outline.
    """
    everywhere = queries.all_municipalities() if places is None else places
    legend = _practice_legend()
    if chosen:
        legend.append(LegendEntry(_("haun osuma"), Shade.NONE, chosen=True))
    return _practice_map(
        sorted(everywhere, key=_region_order),
        name="kennosto",
        title=_("Julkaistut käytänteet kunnittain"),
        legend=legend,
        chosen=chosen,
    )


def practices_of_region(region: Region, places: Sequence[Municipality]) -> Honeycomb:
    """Return a region's municipalities, `places`, with the number of their practices."""
    return _practice_map(
        places,
        name="kennosto",
        title=_("Julkaistut käytänteet: %(region)s") % {"region": region.name},
        legend=_practice_legend(),
        layout=Layout.REGION,
    )


def next_door(place: Municipality, neighbours: Sequence[Municipality]) -> Honeycomb:
    """Return a municipality in the middle of its neighbours, names written into the cells."""
    return _practice_map(
        [place, *neighbours],
        name="naapurit",
        title=_("Naapurit kennossa"),
        legend=[*_practice_legend(), LegendEntry(place.name, Shade.NONE, chosen=True)],
        chosen=[place.pk],
        layout=Layout.NEARBY,
    )


def where_is(places: Sequence[Municipality]) -> Locator:
    """Return a small picture of the country with these municipalities in it, one query.

    Names the municipalities in words; shows the region of the first as a whole.
    """
    names = ", ".join(place.name for place in places)
    return honeycomb.locate(
        places,
        title=_("Sijainti kennossa: %(names)s") % {"names": names},
        country=queries.cells_of_country(),
        region=places[0].region_id,
    )


def _region_order(place: Municipality) -> str:
    return place.region.code


def _practice_legend() -> list[LegendEntry]:
    return [
        LegendEntry(_("ei vielä käytänteitä"), Shade.NONE),
        LegendEntry(_("1–2 käytännettä"), Shade.FEW),
        LegendEntry(_("3–5 käytännettä"), Shade.SOME),
        LegendEntry(_("6 käytännettä tai enemmän"), Shade.MANY),
    ]


def _practice_map(
    places: Sequence[Municipality],
    *,
    name: str,
    title: str,
    legend: Sequence[LegendEntry],
    chosen: Collection[int] = (),
    layout: Layout = Layout.COUNTRY,
) -> Honeycomb:
    counts = panels.practice_counts()
    return honeycomb.draw(
        places,
        name=name,
        title=title,
        heading="" if layout == Layout.NEARBY else _("Käytänteitä"),
        marks={pk: practice_mark(count) for pk, count in counts.items()},
        otherwise=practice_mark(0),
        legend=legend,
        chosen=chosen,
        layout=layout,
    )
