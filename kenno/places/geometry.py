"""Hexagons on paper: centres, outlines and borders in whole numbers, for SVG.

A hexagon stands on a point and is 42 units wide and 48 high; rows are 36 apart. Equal sides would
need 41.57 instead of 42, a difference nobody sees that saves half of the coordinates' digits.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

HALF_WIDTH = 21
ROW = 36
TIP = 24
SHOULDER = 12
MARGIN = 3

Cell = tuple[int, int]
Point = tuple[int, int]

# Each side of a hexagon: the cell beyond it, and its ends seen from the centre, clockwise.
SIDES: tuple[tuple[Cell, Point, Point], ...] = (
    ((1, -1), (0, -TIP), (HALF_WIDTH, -SHOULDER)),
    ((1, 0), (HALF_WIDTH, -SHOULDER), (HALF_WIDTH, SHOULDER)),
    ((0, 1), (HALF_WIDTH, SHOULDER), (0, TIP)),
    ((-1, 1), (0, TIP), (-HALF_WIDTH, SHOULDER)),
    ((-1, 0), (-HALF_WIDTH, SHOULDER), (-HALF_WIDTH, -SHOULDER)),
    ((0, -1), (-HALF_WIDTH, -SHOULDER), (0, -TIP)),
)


@dataclass(frozen=True)
class Ground:
    """What lies under and between the cells: SVG paths and the box that holds them.

    `land` encloses all cells, `borders` runs between the regions; `box` is x, y, width, height.
    """

    land: str
    borders: str
    box: tuple[int, int, int, int]


def centre(cell: Cell) -> Point:
    """Return the middle of the cell with these axial coordinates (q, r)."""
    q, r = cell
    return HALF_WIDTH * (2 * q + r), ROW * r


def beside(cell: Cell) -> list[Cell]:
    """Return the six cells around a cell, clockwise from the north-east."""
    return [(cell[0] + q, cell[1] + r) for (q, r), _start, _end in SIDES]


@lru_cache(maxsize=64)
def ground(cells: frozenset[tuple[Cell, int]]) -> Ground:
    """Return the paths for cells given with the number of their region.

    Kept, because the cells of a country change once a year and its paths take milliseconds.
    """
    regions = dict(cells)
    return Ground(land=_path(_shore(regions)), borders=_path(_borders(regions)), box=_box(regions))


def outline(cells: Iterable[Cell]) -> str:
    """Return an SVG path round the cells."""
    return _path(_shore(dict.fromkeys(cells, 0)))


def _shore(regions: Mapping[Cell, int]) -> Iterator[tuple[Point, Point]]:
    for cell in sorted(regions):
        for (q, r), start, end in SIDES:
            if (cell[0] + q, cell[1] + r) not in regions:
                yield _moved(cell, start), _moved(cell, end)


def _borders(regions: Mapping[Cell, int]) -> Iterator[tuple[Point, Point]]:
    for cell in sorted(regions):
        for (q, r), start, end in SIDES[:3]:
            if regions.get((cell[0] + q, cell[1] + r), regions[cell]) != regions[cell]:
                yield _moved(cell, start), _moved(cell, end)


def _moved(cell: Cell, point: Point) -> Point:
    x, y = centre(cell)
    return x + point[0], y + point[1]


def _path(sides: Iterable[tuple[Point, Point]]) -> str:
    """Join the sides end to end, so that a path names each corner once."""
    ways: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sides:
        ways[start].append(end)
        ways[end].append(start)
    # Lines begin where three sides meet or one ends, else the rest would be cut in pieces.
    starts = sorted(ways, key=lambda point: (len(ways[point]) % 2 == 0, point))
    drawn = []
    for start in starts:
        while ways[start]:
            corners = [start]
            while ways[corners[-1]]:
                after = ways[corners[-1]].pop(0)
                ways[after].remove(corners[-1])
                corners.append(after)
            drawn.append(_line(corners))
    return "".join(drawn)


def _line(corners: list[Point]) -> str:
    (x, y), closed = corners[0], corners[0] == corners[-1]
    steps = [(c - a, d - b) for (a, b), (c, d) in pairwise(corners)]
    if closed:
        steps.pop()
    return f"M{x} {y}l" + " ".join(f"{dx} {dy}" for dx, dy in steps) + ("z" if closed else "")


def _box(cells: Iterable[Cell]) -> tuple[int, int, int, int]:
    middles = [centre(cell) for cell in cells]
    left = min((x for x, _ in middles), default=0) - HALF_WIDTH - MARGIN
    top = min((y for _, y in middles), default=0) - TIP - MARGIN
    right = max((x for x, _ in middles), default=0) + HALF_WIDTH + MARGIN
    bottom = max((y for _, y in middles), default=0) + TIP + MARGIN
    return left, top, right - left, bottom - top
