"""The picture of a record that has none: a patch of honeycomb, the same for the same seed."""

import hashlib
import math
from dataclasses import dataclass

COLUMNS = 9
ROWS = 6
CELL_WIDTH = 52
ROW_HEIGHT = 45
TONES = 5


@dataclass(frozen=True)
class Cell:
    """A hexagon's place in the picture's own units, and its tone: 0 the palest, 4 the accent."""

    x: int
    y: int
    tone: int


def cells_of(seed: int | str) -> list[Cell]:
    """Return the picture of `seed`: two patches of cells, paler the further from the middle."""
    digest = hashlib.sha256(str(seed).encode()).digest()
    first = (1 + digest[0] % (COLUMNS - 2), 1 + digest[1] % (ROWS - 2))
    second = (1 + digest[2] % (COLUMNS - 2), 1 + digest[3] % (ROWS - 2))
    cells = []
    for row in range(ROWS):
        for column in range(COLUMNS):
            distance = min(
                math.hypot(column - first[0] + (row % 2) / 2, row - first[1]),
                math.hypot(column - second[0] + (row % 2) / 2, row - second[1]) + 1,
            )
            noise = digest[4 + (row * COLUMNS + column) % 28] % 3
            tone = max(0, min(TONES - 1, TONES - 1 - int(distance + noise / 2)))
            x = column * CELL_WIDTH + (row % 2) * CELL_WIDTH // 2
            cells.append(Cell(x=x, y=row * ROW_HEIGHT, tone=tone))
    return cells
