"""The honeycomb: every municipality one equal cell, with its name, figure and state in words.

One component for all rooms. Give `draw` the municipalities and what each cell says, pass the
result to a template, and write there `{% load places %}{% honeycomb map %}`. The cells are links;
the same figures stand in a table. Colour never speaks alone: a cell also shows its figure.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse

from kenno.places.geometry import Cell, Ground, Point, centre, ground, outline
from kenno.places.models import Municipality

SHORT_NAME = 10
LONG_NAME = 13


class Shade(StrEnum):
    """How full a cell looks; each is a class of honeycomb.css."""

    NONE = "none"
    FEW = "few"
    SOME = "some"
    MANY = "many"


class Layout(StrEnum):
    """How large the cells are and what is written into them; each is a class of honeycomb.css.

    COUNTRY: figures; REGION: names and figures, on narrow screens figures; NEARBY: both.
    """

    COUNTRY = "country"
    REGION = "region"
    NEARBY = "nearby"


PIXELS_PER_UNIT = {Layout.COUNTRY: 0.74, Layout.REGION: 2.2, Layout.NEARBY: 2.6}


@dataclass(frozen=True)
class Mark:
    """What a cell says: `figure` in the cell and the table, `text` in words after the name.

    `in_table` takes the place of a figure that says nothing outside the map.
    """

    figure: str
    text: str
    shade: Shade
    in_table: str = ""


@dataclass(frozen=True)
class LegendEntry:
    """A sign of the map and what it means; a chosen cell has a thick outline."""

    label: str
    shade: Shade
    chosen: bool = False
    figure: str = ""


@dataclass(frozen=True)
class DrawnCell:
    """One municipality on the map; `x` and `y` are the cell's middle in the map's units.

    `size` of the name, where names are written into the cells: "", "long" or "longest".
    """

    name: str
    url: str
    x: int
    y: int
    mark: Mark
    chosen: bool
    size: str

    @property
    def classes(self) -> str:
        """The classes of the cell's link."""
        return f"{self.mark.shade} chosen" if self.chosen else str(self.mark.shade)


@dataclass(frozen=True)
class CellGroup:
    """The cells of one region from north to south, west to east: the order of the tab key."""

    name: str
    cells: list[DrawnCell]


@dataclass(frozen=True)
class Honeycomb:
    """A map ready for its template.

    `name` is its id on the page. `heading` says what the figures count; without it there is no
    table, which is right only where the cells show their names.
    """

    name: str
    title: str
    heading: str
    groups: list[CellGroup]
    legend: list[LegendEntry]
    ground: Ground
    layout: Layout

    @property
    def named(self) -> bool:
        """Whether the cells have their municipalities' names in them."""
        return self.layout != Layout.COUNTRY

    @property
    def width(self) -> int:
        """How wide the map is in pixels where there is room."""
        return round(self.ground.box[2] * PIXELS_PER_UNIT[self.layout])

    @property
    def view_box(self) -> str:
        """What the SVG shows, in the map's units."""
        return " ".join(map(str, self.ground.box))


@dataclass(frozen=True)
class Locator:
    """A small picture that tells where some municipalities are; `others` outlines their region."""

    title: str
    ground: Ground
    others: str
    middles: list[Point]

    @property
    def view_box(self) -> str:
        """What the SVG shows, in the map's units."""
        return " ".join(map(str, self.ground.box))


def cell_of(place: Municipality) -> Cell:
    """Return a municipality's axial coordinates."""
    return place.cell_q, place.cell_r


def draw(
    places: Sequence[Municipality],
    *,
    name: str,
    title: str,
    marks: Mapping[int, Mark],
    otherwise: Mark,
    heading: str = "",
    legend: Sequence[LegendEntry] = (),
    chosen: Collection[int] = (),
    layout: Layout = Layout.COUNTRY,
    folder: str = "",
) -> Honeycomb:
    """Return the map of `places`, which must have their regions at hand.

    `marks` says by primary key what cells say, `otherwise` what the rest of them do; the cells in
    `chosen` get a thick outline. The regions come in the order in which `places` names them.
    Cells lead to the municipalities' own pages, or to their addresses in `folder`.
    """
    groups: dict[int, list[Municipality]] = {}
    for place in places:
        groups.setdefault(place.region_id, []).append(place)
    # One look-up instead of three hundred: the addresses differ only in their last part.
    address = folder or reverse(Municipality.page, args=["slug"]).removesuffix("slug/")
    return Honeycomb(
        name=name,
        title=title,
        heading=heading,
        groups=[
            CellGroup(
                members[0].region.name,
                [
                    _cell(place, address, marks.get(place.pk, otherwise), place.pk in chosen)
                    for place in sorted(members, key=_north_west)
                ],
            )
            for members in groups.values()
        ],
        legend=list(legend),
        ground=_ground(places),
        layout=layout,
    )


def locate(
    places: Sequence[Municipality],
    *,
    title: str,
    country: Iterable[tuple[Cell, int]],
    region: int | None = None,
) -> Locator:
    """Return the picture of `places` in the country, given as cells with their region's key.

    The region with the key `region` is shown as a whole.
    """
    cells = frozenset(country)
    return Locator(
        title=title,
        ground=ground(cells),
        others=outline(cell for cell, of_region in cells if of_region == region),
        middles=[centre(cell_of(place)) for place in places],
    )


def _ground(places: Iterable[Municipality]) -> Ground:
    return ground(frozenset((cell_of(place), place.region_id) for place in places))


def _north_west(place: Municipality) -> tuple[int, int]:
    return place.cell_r, place.cell_q


def _cell(place: Municipality, address: str, mark: Mark, chosen: bool) -> DrawnCell:
    x, y = centre(cell_of(place))
    name = place.name
    longest = max(map(len, name.replace("-", " ").split()))
    size = "" if longest <= SHORT_NAME else "long" if longest <= LONG_NAME else "longest"
    return DrawnCell(
        name=name,
        url=f"{address}{place.slug}/",
        x=x,
        y=y,
        mark=mark,
        chosen=chosen,
        size=size,
    )
