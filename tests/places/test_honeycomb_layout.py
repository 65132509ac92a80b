"""The committed honeycomb against the ground: shape, regions, neighbours, points of the compass."""

import csv
import json
import math
import subprocess
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from scipy.stats import spearmanr

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "kenno" / "places" / "data"
ALAND = "21"
SIDES = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))

Cell = tuple[int, int]


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CELLS: dict[str, Cell] = {
    row["code"]: (int(row["cell_q"]), int(row["cell_r"])) for row in read("cells.csv")
}
MUNICIPALITIES = {row["code"]: row for row in read("municipalities.csv")}
CODES = {row["name_fi"]: code for code, row in MUNICIPALITIES.items()}


def sides(cell: Cell) -> list[Cell]:
    return [(cell[0] + dq, cell[1] + dr) for dq, dr in SIDES]


def pieces(cells: set[Cell]) -> list[set[Cell]]:
    """The connected parts of which the cells consist."""
    left, found = set(cells), []
    while left:
        piece, reached = set(), [left.pop()]
        while reached:
            cell = reached.pop()
            piece.add(cell)
            for side in sides(cell):
                if side in left:
                    left.discard(side)
                    reached.append(side)
        found.append(piece)
    return found


def distance(one: str, other: str) -> int:
    """How many steps from cell to cell."""
    dq, dr = CELLS[one][0] - CELLS[other][0], CELLS[one][1] - CELLS[other][1]
    return max(abs(dq), abs(dr), abs(dq + dr))


def touching_pairs(smallest: int) -> set[tuple[str, str]]:
    """Pairs of municipalities whose boundaries have at least so many vertices in common.

    The polygons share their vertices exactly: no vertex of one lies on a side of another.
    """
    owners = defaultdict(set)
    text = (DATA / "municipality_boundaries.geojson").read_text(encoding="utf-8")
    for feature in json.loads(text)["features"]:
        geometry = feature["geometry"]
        several = geometry["type"] == "MultiPolygon"
        for polygon in geometry["coordinates"] if several else [geometry["coordinates"]]:
            for ring in polygon:
                for longitude, latitude in ring:
                    owners[longitude, latitude].add(feature["id"])
    shared = defaultdict(int)
    for codes in owners.values():
        for pair in combinations(sorted(codes), 2):
            shared[pair] += 1
    return {pair for pair, count in shared.items() if count >= smallest}


def x(name: str) -> float:
    q, r = CELLS[CODES[name]]
    return q + r / 2


def row(name: str) -> int:
    return CELLS[CODES[name]][1]


def test_every_municipality_has_its_own_cell() -> None:
    assert len(CELLS) == 308
    assert set(CELLS) == set(MUNICIPALITIES)
    assert len(set(CELLS.values())) == 308


def test_mainland_is_one_piece_and_aland_another() -> None:
    aland = {cell for code, cell in CELLS.items() if region_of(code) == ALAND}
    mainland = set(CELLS.values()) - aland
    assert [len(piece) for piece in pieces(mainland)] == [292]
    assert [len(piece) for piece in pieces(aland)] == [16]


def test_strait_round_aland_is_at_least_one_cell_wide() -> None:
    aland = {cell for code, cell in CELLS.items() if region_of(code) == ALAND}
    assert {side for cell in aland for side in sides(cell)} & set(CELLS.values()) <= aland


def region_of(code: str) -> str:
    return MUNICIPALITIES[code]["region_code"]


@pytest.mark.parametrize("region", sorted({region_of(code) for code in CELLS}))
def test_region_is_connected(region: str) -> None:
    assert len(pieces({cell for code, cell in CELLS.items() if region_of(code) == region})) == 1


def test_no_hole_inside_the_land() -> None:
    land = set(CELLS.values())
    low, high = -40, 60
    outside = {(q, r) for q in range(low, high) for r in range(low, high)} - land
    assert len(pieces(outside)) == 1


@pytest.mark.parametrize(
    ("smallest", "pairs", "adjacent", "within_two"),
    [(1, 810, 0.70, 0.97), (2, 773, 0.72, 0.97)],
    ids=["boundaries with corners", "boundaries with sides"],
)
def test_neighbours_on_the_ground_are_neighbours_on_the_map(
    smallest: int, pairs: int, adjacent: float, within_two: float
) -> None:
    distances = [distance(*pair) for pair in touching_pairs(smallest)]
    assert len(distances) == pairs
    assert sum(steps == 1 for steps in distances) >= adjacent * pairs
    assert sum(steps <= 2 for steps in distances) >= within_two * pairs
    assert max(distances) <= 4


def test_north_is_up_and_east_is_right() -> None:
    places = read("municipality_centroids.csv")
    rows = [CELLS[place["code"]][1] for place in places]
    across = [CELLS[place["code"]][0] + CELLS[place["code"]][1] / 2 for place in places]
    east = [
        math.cos(math.radians(float(place["centroid_lat"]))) * (float(place["centroid_lon"]) - 27)
        for place in places
    ]
    north = [float(place["centroid_lat"]) for place in places]
    assert spearmanr(north, rows).statistic < -0.97
    assert spearmanr(east, across).statistic > 0.97


def test_finland_is_recognisable() -> None:
    top, bottom = min(r for _, r in CELLS.values()), max(r for _, r in CELLS.values())
    assert [name for name in CODES if row(name) == top] == ["Utsjoki"]
    assert row("Hanko") == bottom
    assert row("Helsinki") >= bottom - 2
    assert x("Tornio") < x("Oulu") < x("Kuusamo")
    assert x("Vaasa") < x("Seinäjoki") < x("Jyväskylä") < x("Kuopio") < x("Joensuu")
    assert x("Pori") < x("Tampere") < x("Lahti") < x("Lappeenranta")
    assert x("Turku") < x("Espoo") < x("Helsinki") < x("Kotka")
    assert row("Rovaniemi") < row("Oulu") < row("Kajaani") < row("Kuopio") < row("Mikkeli")


def test_maiden_has_arm_and_waist() -> None:
    lapland = [name for name, code in CODES.items() if region_of(code) == "19"]
    assert min(lapland, key=x) == "Enontekiö"
    width = defaultdict(int)
    for _, r in CELLS.values():
        width[r] += 1
    waist = min(range(row("Rovaniemi"), row("Kajaani")), key=lambda r: width[r])
    assert row("Kemi") < waist <= row("Oulu")
    assert width[waist] < width[row("Rovaniemi")]


def test_script_makes_the_same_honeycomb_again(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "build_honeycomb.py"
    output = tmp_path / "cells.csv"
    subprocess.run([sys.executable, script, "--output", output], check=True)
    assert output.read_bytes() == (DATA / "cells.csv").read_bytes()
