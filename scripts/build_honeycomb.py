"""Lay out the honeycomb: one equal hexagon for each municipality of Finland.

Reads municipalities.csv, municipality_centroids.csv and municipality_boundaries.geojson of
kenno/places/data and writes cells.csv beside them: code,cell_q,cell_r.

Convention: axial coordinates of hexagons that stand on a point. With 1 as the distance of
neighbouring centres, a cell's centre lies at x = q + r/2 (east) and y = r * sqrt(3)/2 (south),
so a smaller r is further north. The smallest r is 0, the smallest x 0 or one half.

How: (1) a density-equalising cartogram gives every municipality the same area while borders
stay borders; the flow is that of Gastner, Seguy and More, "Fast flow-based algorithm for
creating density-equalizing map projections", PNAS 115 (2018). The sea keeps the mean density.
(2) The hexagons with most land are given out by optimal assignment. (3) Threshold accepting
(Dueck and Scheuer, J. Comput. Phys. 90, 1990) swaps and moves cells so that municipalities
that touch on the ground stay together in their true direction, regions stay whole, harbours
have sea and the outline follows the cartogram.

The same input gives the same file: the random numbers have a seed and what the transforms
give is rounded before anything is decided on it.
"""

import argparse
import csv
import math
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
from cartogram import (
    ALAND,
    Country,
    Land,
    Points,
    emphasise,
    equalise,
    middles,
    read_country,
    sample_land,
)
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

DATA = Path(__file__).resolve().parent.parent / "kenno" / "places" / "data"

SEED = 19
STEPS = 700_000
FIRST_THRESHOLD = 85.0
APART = (0, 0, 12, 45, 90, 150, 220, 300)
PLACE, DIRECTION, LAND = 6.0, 14.0, 60.0
OPEN_SIDE, OTHER_REGION, NO_STRAIT = 7.0, 6.0, 200.0
LANDLOCKED, INLAND_OPEN, PARTED = 30.0, 40.0, 400.0
# Utsjoki, the northernmost, stands alone at the top: on this side of Inari.
TOP, BELOW_TOP, TOP_SIDE = "890", "148", 5
SIDES = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))


class Grid:
    """Hexagons that cover the points, their neighbours and the steps between them."""

    STRIDE = 256

    def __init__(self, points: Points) -> None:
        right, bottom = points.max(axis=0) + 3
        rows = round(bottom * 2 / math.sqrt(3))
        self.hexagons = [
            (q, r) for r in range(rows) for q in range(-(r // 2), round(right) - r // 2)
        ]
        self.index = {hexagon: number for number, hexagon in enumerate(self.hexagons)}
        self.centres = np.array([centre(*hexagon) for hexagon in self.hexagons])
        self.beside = [
            [self.index.get((q + dq, r + dr), -1) for dq, dr in SIDES] for q, r in self.hexagons
        ]
        # A difference of keys stands for one step (dq, dr); negative ones count from the end.
        self.keys = [r * self.STRIDE + q for q, r in self.hexagons]
        self.steps: list[tuple[int, float, float]] = [(0, 0.0, 0.0)] * (2 * rows * self.STRIDE)
        for dr in range(-rows + 1, rows):
            for dq in range(-round(right) - rows, round(right) + rows):
                x, y = centre(dq, dr)
                length = math.sqrt(x * x + y * y) or 1.0
                apart = max(abs(dq), abs(dr), abs(dq + dr))
                cost = APART[min(apart, len(APART) - 1)]
                self.steps[dr * self.STRIDE + dq] = (cost, x / length, y / length)

    def around(self, points: Points) -> NDArray[np.int64]:
        """Return the number of the hexagon in which each point lies."""
        row = np.round(points[:, 1] * 2 / math.sqrt(3)).astype(int)
        best = np.full(len(points), np.inf)
        found = np.zeros(len(points), dtype=int)
        for r in (row - 1, row, row + 1):
            q = np.round(points[:, 0] - r / 2).astype(int)
            distance = (points[:, 0] - q - r / 2) ** 2 + (points[:, 1] - r * math.sqrt(3) / 2) ** 2
            nearer = distance < best
            best[nearer] = distance[nearer]
            numbers = [self.index[hexagon] for hexagon in zip(q[nearer], r[nearer], strict=True)]
            found[nearer] = numbers
        return found


def centre(q: int, r: int) -> tuple[float, float]:
    """Return a hexagon's centre, x to the east and y to the south, in cell widths."""
    return q + r / 2, r * math.sqrt(3) / 2


class Fit:
    """Which municipality has which hexagon, and what that costs; lower is better."""

    def __init__(self, country: Country, land: Land, points: Points) -> None:
        self.grid = grid = Grid(points)
        self.count = len(country.codes)
        self.regions, self.has_coast = country.regions, country.has_coast
        self.members = defaultdict(list)
        for number, region in enumerate(self.regions):
            self.members[region].append(number)
        targets = np.round(middles(land, points, self.count), 3)
        islander = np.array(self.regions) == ALAND
        shares = np.zeros((2, len(grid.hexagons)))
        np.add.at(shares, (islander[land.owners].astype(int), grid.around(points)), land.weights)
        shares = np.round(shares, 3)
        squares = ((targets[:, None] - grid.centres[None]) ** 2).sum(axis=2)
        ground = LAND * np.minimum(shares.sum(axis=0), 1)
        self.place_costs = (PLACE * squares - ground).tolist()
        self.touching = self._directions(country.touching, targets)
        self.at = self._first_assignment(squares, shares, islander)
        self.owner = [-1] * len(grid.hexagons)
        for number, cell in enumerate(self.at):
            self.owner[cell] = number
        self.parts = {region: self.parts_of(region) for region in self.members}

    def _directions(
        self, touching: list[tuple[int, int]], targets: Points
    ) -> list[list[tuple[int, float, float]]]:
        """List for each municipality whom it touches and where that one lies, times DIRECTION.

        An island that touches nobody is held by the two nearest of its own region.
        """
        neighbours: list[set[int]] = [set() for _ in range(self.count)]
        for one, other in touching:
            neighbours[one].add(other)
            neighbours[other].add(one)
        for number in [n for n in range(self.count) if not neighbours[n]]:
            away = ((targets - targets[number]) ** 2).sum(axis=1)
            nearest = sorted(self.members[self.regions[number]], key=lambda n: away[n])[1:3]
            neighbours[number].update(nearest)
            for other in nearest:
                neighbours[other].add(number)
        return [
            [
                (other, *(DIRECTION * step / math.sqrt(step @ step)).tolist())
                for other in sorted(neighbours[number])
                for step in [targets[other] - targets[number]]
            ]
            for number in range(self.count)
        ]

    def _first_assignment(
        self, squares: Points, shares: Points, islander: NDArray[np.bool_]
    ) -> list[int]:
        """Give the hexagons with most land to the mainland and those across a strait to Åland."""
        mainland = np.flatnonzero(~islander)
        order = np.argsort(shares[1] - shares[0], kind="stable")
        cells = np.sort(order[: len(mainland)])
        near = {*cells.tolist(), *(side for cell in cells for side in self.grid.beside[cell])}
        across = np.array([n for n in range(len(self.grid.hexagons)) if n not in near])
        at = np.zeros(self.count, dtype=int)
        for people, free in ((mainland, cells), (np.flatnonzero(islander), across)):
            rows, columns = linear_sum_assignment(squares[np.ix_(people, free)])
            at[people[rows]] = free[columns]
        return at.tolist()

    def parts_of(self, region: str) -> int:
        """Count the pieces of which a region's cells consist."""
        cells = {self.at[number] for number in self.members[region]}
        pieces = 0
        while cells:
            pieces += 1
            reached = [cells.pop()]
            while reached:
                for cell in self.grid.beside[reached.pop()]:
                    if cell in cells:
                        cells.discard(cell)
                        reached.append(cell)
        return pieces

    def cost_of(self, number: int) -> float:
        """Return what a municipality's place costs as the others stand."""
        cell = self.at[number]
        total = self.place_costs[number][cell]
        key, keys, steps, at = self.grid.keys[cell], self.grid.keys, self.grid.steps, self.at
        for other, east, south in self.touching[number]:
            apart, x, y = steps[keys[at[other]] - key]
            total += apart + DIRECTION - east * x - south * y
        region, open_sides = self.regions[number], 0
        for side in self.grid.beside[cell]:
            other = self.owner[side]
            if other < 0:
                open_sides += 1
            elif self.regions[other] != region:
                total += OTHER_REGION
                if ALAND in (self.regions[other], region):
                    total += NO_STRAIT
        total += open_sides * (OPEN_SIDE if self.has_coast[number] else OPEN_SIDE + INLAND_OPEN)
        return total + (LANDLOCKED if self.has_coast[number] and not open_sides else 0)

    def put(self, number: int, cell: int) -> None:
        """Move a municipality to a cell; who was there gets the cell that was left."""
        left, other = self.at[number], self.owner[cell]
        self.owner[left], self.owner[cell], self.at[number] = other, number, cell
        if other >= 0:
            self.at[other] = left

    def improve(self, seed: int, steps: int) -> None:
        """Try so many swaps and moves; take those that worsen the cost less than the threshold.

        The threshold falls from FIRST_THRESHOLD to nothing. No move leaves a hole.
        """
        rng, beside, owner = random.Random(seed), self.grid.beside, self.owner
        for step in range(steps):
            number = rng.randrange(self.count)
            left = self.at[number]
            near = left if rng.random() < 0.5 else self.at[rng.choice(self.touching[number])[0]]
            cell = beside[near][rng.randrange(6)]
            if cell in (-1, left) or -1 in beside[cell]:
                continue
            other = owner[cell]
            if other < 0 and (
                sum(owner[side] >= 0 for side in beside[left]) > 4
                or not any(owner[side] not in (-1, number) for side in beside[cell])
            ):
                continue
            moved = [number] if other < 0 else [number, other]
            before = sum(map(self.cost_of, moved))
            self.put(number, cell)
            worse = sum(map(self.cost_of, moved)) - before
            threshold = FIRST_THRESHOLD * (1 - step / steps)
            regions = {self.regions[n] for n in moved}
            hopeless = worse > threshold and all(self.parts[region] == 1 for region in regions)
            if hopeless or (other >= 0 and len(regions) == 1):
                parts = {}
            else:
                parts = {region: self.parts_of(region) for region in regions}
                worse += PARTED * sum(parts[region] - self.parts[region] for region in regions)
            if worse > threshold:
                self.put(number, left)
            else:
                self.parts.update(parts)


def cells_of(country: Country) -> list[tuple[str, int, int]]:
    """Return code, cell_q and cell_r of each municipality, in the order of the codes."""
    land = sample_land(country)
    fit = Fit(country, land, emphasise(land, country, equalise(land)))
    fit.improve(SEED, STEPS)
    below = fit.at[country.codes.index(BELOW_TOP)]
    fit.put(country.codes.index(TOP), fit.grid.beside[below][TOP_SIDE])
    cells = [fit.grid.hexagons[cell] for cell in fit.at]
    north = min(r for _, r in cells)
    west = min(2 * q + r for q, r in cells)
    return sorted(
        (code, q - (west - north) // 2, r - north)
        for code, (q, r) in zip(country.codes, cells, strict=True)
    )


def main() -> None:
    """Write cells.csv, or with --output another file."""
    parser = argparse.ArgumentParser(description="Lay out the honeycomb.")
    parser.add_argument("--output", type=Path, default=DATA / "cells.csv")
    arguments = parser.parse_args()
    with arguments.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "cell_q", "cell_r"])
        writer.writerows(cells_of(read_country(DATA)))


if __name__ == "__main__":
    main()
