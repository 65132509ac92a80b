"""The country of the honeycomb: its municipalities, and a map on which all have the same area."""

import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dctn, idctn
from scipy.ndimage import gaussian_filter, map_coordinates

ALAND = "21"
EARTH_RADIUS_KM = 6371.0
CENTRAL_MERIDIAN = 27.0
"""Of ETRS-TM35FIN, the projection of Finland's official maps; here on a sphere."""

PIXEL_KM = 4.0
MARGIN = 45
SMALL_KM2 = 500.0
BLURS = (3.0, 1.5, 1.0)
FLOW_STEPS = 16

# In an equal-area cartogram Lapland is a chimney and the Maiden loses her head and arm: north
# of Simo the map is made wider and lower, and these are shifted, in cells (east, south).
NORTH_OF, NORTH_AXIS = "751", "698"  # Simo, Rovaniemi
NORTH_WIDER, NORTH_LOWER = 1.5, 0.8
SHIFTS = {
    "047": (-2.2, 0.6),  # Enontekiö: the arm
    "235": (0.0, -0.7),  # Kauniainen: inside Espoo, not at the sea
}
ALAND_SHIFT = -0.3

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Country:
    """The municipalities in the file's order; `outlines` hold rings in kilometres, x y."""

    codes: list[str]
    regions: list[str]
    outlines: list[list[Points]]
    touching: list[tuple[int, int]]
    has_coast: list[bool]


@dataclass(frozen=True)
class Land:
    """Sample points of the land; the weights of each municipality's points add up to one."""

    points: Points
    weights: Points
    owners: NDArray[np.int64]


def project(longitude: Points, latitude: Points) -> Points:
    """Return kilometres east and north, transverse Mercator on a sphere."""
    x, y = np.radians(longitude - CENTRAL_MERIDIAN), np.radians(latitude)
    east = np.arctanh(np.cos(y) * np.sin(x))
    return EARTH_RADIUS_KM * np.column_stack([east, np.arctan2(np.tan(y), np.cos(x))])


def read_country(directory: Path) -> Country:
    """Read the classification and the boundaries; neighbours have vertices in common."""
    with (directory / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    index = {row["code"]: number for number, row in enumerate(rows)}
    outlines: list[list[Points]] = [[] for _ in rows]
    at_vertex: dict[tuple[float, float], set[int]] = defaultdict(set)
    at_side: dict[frozenset[tuple[float, float]], set[int]] = defaultdict(set)
    text = (directory / "municipality_boundaries.geojson").read_text(encoding="utf-8")
    for feature in json.loads(text)["features"]:
        number, geometry = index[feature["id"]], feature["geometry"]
        several = geometry["type"] == "MultiPolygon"
        for polygon in geometry["coordinates"] if several else [geometry["coordinates"]]:
            for ring in polygon:
                vertices = [(longitude, latitude) for longitude, latitude in ring]
                outlines[number].append(project(*np.array(vertices).T))
                for vertex in vertices:
                    at_vertex[vertex].add(number)
                for side in pairwise(vertices):
                    at_side[frozenset(side)].add(number)
    alone = {number for owners in at_side.values() if len(owners) == 1 for number in owners}
    return Country(
        codes=[row["code"] for row in rows],
        regions=[row["region_code"] for row in rows],
        outlines=outlines,
        touching=sorted({p for on in at_vertex.values() for p in combinations(sorted(on), 2)}),
        has_coast=[number in alone for number in range(len(rows))],
    )


def is_inside(rings: Iterable[Points], x: Points, y: Points) -> NDArray[np.bool_]:
    """Tell which points lie inside, by the even-odd rule."""
    inside = np.zeros(x.shape, dtype=bool)
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if y1 != y2:
                inside ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside


def sample_land(country: Country) -> Land:
    """Cover each municipality with points, small ones more densely so that none is missed."""
    points, weights, owners = [], [], []
    for number, rings in enumerate(country.outlines):
        corners = np.concatenate(rings)
        low, high = corners.min(axis=0), corners.max(axis=0)
        step = PIXEL_KM / (8 if np.prod(high - low) < SMALL_KM2 else 2)
        x, y = np.meshgrid(*(np.arange(low[k] + step / 2, high[k], step) for k in (0, 1)))
        inside = is_inside(rings, x, y)
        count = int(inside.sum())
        points.append(np.column_stack([x[inside], y[inside]]))
        weights.append(np.full(count, 1 / count))
        owners.append(np.full(count, number))
    return Land(np.concatenate(points), np.concatenate(weights), np.concatenate(owners))


def equalise(land: Land) -> Points:
    """Return where the cartogram puts the land's points, in cells: one unit is a cell's width."""
    low = land.points.min(axis=0) - MARGIN * PIXEL_KM
    points = (land.points - low) / PIXEL_KM
    shape = np.ceil(points.max(axis=0)).astype(int) + MARGIN
    mean = 0.0
    for blur in BLURS:
        pixels = tuple(points.astype(int).T)
        ground, mass = np.zeros(shape), np.zeros(shape)
        ground[pixels] = 1.0
        np.add.at(mass, pixels, land.weights)
        ground = (gaussian_filter(ground, 1.0) > 0.5).astype(float)
        mean = mean or mass.sum() / ground.sum()
        sea = mean * np.clip(1 - gaussian_filter(ground, blur), 0, 1)
        points = flow(points, gaussian_filter(mass, blur) + sea)
    width = math.sqrt(2 / (mean * math.sqrt(3)))
    return (points - points.min(axis=0)) / width


def flow(points: Points, density: Points) -> Points:
    """Carry the points along while the density evens out: velocity is flux / density."""
    density = density / density.mean()
    waves = [2 - 2 * np.cos(np.pi * np.arange(size) / size) for size in density.shape]
    laplacian = waves[0][:, None] + waves[1][None, :]
    laplacian[0, 0] = 1.0
    potential = idctn(dctn(density - 1, norm="ortho") / laplacian, norm="ortho")
    flux = [-np.gradient(potential, axis=axis) for axis in (0, 1)]

    def velocity(at: Points, time: float) -> Points:
        fields = [map_coordinates(f, at.T - 0.5, order=1, mode="nearest") for f in (*flux, density)]
        return np.column_stack(fields[:2]) / (fields[2] * (1 - time) + time)[:, None]

    for step in range(FLOW_STEPS):
        time = step / FLOW_STEPS
        halfway = points + velocity(points, time) / (2 * FLOW_STEPS)
        points = points + velocity(halfway, time + 0.5 / FLOW_STEPS) / FLOW_STEPS
    return points


def emphasise(land: Land, country: Country, points: Points) -> Points:
    """Turn south downwards, and widen and shift what makes the country recognisable."""
    points = points * (1, -1) - (0, -points[:, 1].max())
    middle = middles(land, points, len(country.codes))
    start = middle[country.codes.index(NORTH_OF)] + (0, 1)
    north = np.clip((start[1] - points[:, 1]) / 3, 0, 1)
    axis = middle[country.codes.index(NORTH_AXIS), 0]
    points[:, 0] += (points[:, 0] - axis) * (NORTH_WIDER - 1) * north
    above = np.minimum(points[:, 1] - start[1], 0)
    points[:, 1] -= above * (1 - NORTH_LOWER)
    for code, shift in SHIFTS.items():
        points[land.owners == country.codes.index(code)] += shift
    points[np.array(country.regions)[land.owners] == ALAND, 0] += ALAND_SHIFT
    return points - points.min(axis=0) + 3


def middles(land: Land, points: Points, count: int) -> Points:
    """Return the centre of mass of each municipality's points."""
    return np.column_stack(
        [np.bincount(land.owners, land.weights * points[:, k], count) for k in (0, 1)]
    )
