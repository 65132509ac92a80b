"""The vectors of documents on disk: rows of numbers, and a log of whose they are.

A folder holds generations; the file `current` names the one in use, and replacing it is the one
step by which a compacted store takes over. A generation is two files that only grow. `rows` has
for each vector a factor and its numbers as whole ones from -127 to 127: a quarter of the room, at
a cost in the ranking that cannot be measured. `log` has lines of JSON:

    {"format": 1, "dimensions": 384}
    ["put", kind, key, digest, first row, number of rows]
    ["drop", kind, key]
    ["place", anything]         how far its writer has come

Rows are on disk before the line that names them, so that whatever ends a process between the two
leaves only rows that nobody uses. A line without its end was not written.
"""

import json
import os
import shutil
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

FORMAT: Final = 1
POINTER: Final = "current"
PREFIX: Final = "vectors-"
LARGEST: Final = 127


class DamagedStore(Exception):
    """The files of a generation do not hold what they should."""


class Entry(NamedTuple):
    """What is known of one document: from which text, and which rows are its vectors."""

    digest: str
    first: int
    rows: int


Name = tuple[str, str]


def row_type(dimensions: int) -> np.dtype:
    """Return the form of one row: factor and numbers."""
    return np.dtype([("factor", "<f4"), ("numbers", "i1", (dimensions,))])


def to_rows(vectors: Iterable[NDArray[np.float32]], dimensions: int) -> NDArray:
    """Return vectors as rows."""
    table = np.asarray(list(vectors), dtype=np.float32).reshape(-1, dimensions)
    largest = np.abs(table).max(axis=1, initial=0.0)
    factors = np.where(largest > 0, largest / LARGEST, 1.0)
    rows = np.empty(len(table), dtype=row_type(dimensions))
    rows["factor"] = factors
    rows["numbers"] = np.rint(table / factors[:, None])
    return rows


class Generation:
    """One generation as this process has read it so far."""

    def __init__(self, path: Path, dimensions: int) -> None:
        """Name a generation to be read. Nothing is read yet."""
        self.path = path
        self.entries: dict[Name, Entry] = {}
        self.place: Any = None
        self.read_to = 0
        self._dimensions = dimensions
        self._row = row_type(dimensions)

    @classmethod
    def create(cls, folder: Path, dimensions: int) -> "Generation":
        """Make an empty one, which is not in use yet. Raises OSError."""
        path = folder / f"{PREFIX}{uuid.uuid4().hex}"
        path.mkdir(parents=True)
        (path / "rows").touch()
        head = json.dumps({"format": FORMAT, "dimensions": dimensions})
        (path / "log").write_text(f"{head}\n")
        made = cls(path, dimensions)
        made.read_on()
        return made

    def read_on(self) -> bool:
        """Read what the log has got since; tell whether there was anything.

        Raises DamagedStore.
        """
        try:
            with (self.path / "log").open("rb") as log:
                log.seek(0, os.SEEK_END)
                if log.tell() < self.read_to:
                    raise DamagedStore("the log has become shorter")
                log.seek(self.read_to)
                new = log.read()
        except OSError as error:
            raise DamagedStore(str(error)) from error
        whole = new[: new.rfind(b"\n") + 1]
        lines = whole.splitlines()
        if not lines:
            if not self.read_to:
                raise DamagedStore("the log is empty")
            return False
        try:
            if not self.read_to:
                self._check_head(json.loads(lines.pop(0)))
            for line in lines:
                self._take(*json.loads(line))
        except (ValueError, TypeError, KeyError) as error:
            raise DamagedStore(f"the log cannot be read: {error}") from error
        self.read_to += len(whole)
        if max((entry.first + entry.rows for entry in self.entries.values()), default=0) > len(
            self
        ):
            raise DamagedStore("rows are missing")
        return True

    def rows(self) -> NDArray:
        """Return all rows, of the living and the dead, mapped into memory. Raises DamagedStore."""
        count = len(self)
        if not count:
            return np.empty(0, dtype=self._row)
        try:
            return np.memmap(self.path / "rows", dtype=self._row, mode="r", shape=(count,))
        except (OSError, ValueError) as error:
            raise DamagedStore(str(error)) from error

    def __len__(self) -> int:
        """Return how many whole rows there are."""
        try:
            return (self.path / "rows").stat().st_size // self._row.itemsize
        except OSError as error:
            raise DamagedStore(str(error)) from error

    def living(self) -> int:
        """Return how many rows belong to a document."""
        return sum(entry.rows for entry in self.entries.values())

    def add_rows(self, rows: NDArray) -> int:
        """Write rows for good and return the number of the first. Raises OSError."""
        with (self.path / "rows").open("ab") as file:
            # What a full disk or a crash left half-written becomes a row that nobody uses: a file
            # that others have mapped into memory must never become shorter.
            file.write(b"\0" * (-file.tell() % self._row.itemsize))
            first = file.tell() // self._row.itemsize
            file.write(rows.tobytes())
            file.flush()
            os.fsync(file.fileno())
        return first

    def add_lines(self, lines: Sequence[Sequence[Any]]) -> None:
        """Write lines of the log and read them. Raises OSError, DamagedStore."""
        with (self.path / "log").open("r+b") as file:
            # A line without its end, left by a crash, was never read by anybody.
            file.truncate(self.read_to)
            file.seek(self.read_to)
            file.write(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
        self.read_on()

    def delete(self) -> None:
        """Delete the files; those who have mapped them keep what they have."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _check_head(self, head: Any) -> None:
        if head != {"format": FORMAT, "dimensions": self._dimensions}:
            raise DamagedStore(f"made otherwise: {head}")

    def _take(self, what: str, *values: Any) -> None:
        if what == "put":
            kind, key, digest, first, count = values
            self.entries[kind, key] = Entry(str(digest), int(first), int(count))
        elif what == "drop":
            kind, key = values
            self.entries.pop((kind, key), None)
        elif what == "place":
            (self.place,) = values
        else:
            raise ValueError(f"unknown line {what!r}")
