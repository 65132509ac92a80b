"""The vectors of an installation: asked by every process, written by one at a time."""

import logging
import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from kenno.search.semantic.files import (
    POINTER,
    PREFIX,
    DamagedStore,
    Entry,
    Generation,
    Name,
    to_rows,
)

logger = logging.getLogger(__name__)

# So many rows are made floating numbers at a time; more would not stay in the processor's cache.
BLOCK: Final = 1_024
LARGEST_DEAD_SHARE: Final = 1 / 3
# Fewer dead rows than this are not worth a compaction.
DEAD_ROWS_BORNE: Final = 500


@dataclass(frozen=True)
class _View:
    """The rows of one kind and whose they are: `owners[n]` is the place in `keys` of `rows[n]`."""

    table: NDArray
    rows: NDArray[np.intp]
    owners: NDArray[np.intp]
    keys: list[str]

    def nearest(self, vector: NDArray[np.float32], limit: int, margin: float) -> list[str]:
        scores = _products(self.table, vector)[self.rows]
        best = np.full(len(self.keys), -np.inf, dtype=np.float32)
        np.maximum.at(best, self.owners, scores)
        if limit < len(best):
            chosen = np.argpartition(best, -limit)[-limit:]
        else:
            chosen = np.arange(len(best))
        chosen = chosen[best[chosen] >= best.max() - margin]
        ordered = chosen[np.lexsort((chosen, -best[chosen]))]
        return [self.keys[number] for number in ordered]


class VectorStore:
    """The vectors in one folder, as this process sees them. Safe in threads."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self.path = path
        self._dimensions = dimensions
        self._lock = threading.Lock()
        self._generation: Generation | None = None
        self._written: Generation | None = None
        self._views: dict[str, _View] = {}
        self._damaged = ""

    def nearest(
        self, kind: str, vector: NDArray[np.float32], limit: int, *, margin: float = math.inf
    ) -> list[str]:
        """Return the keys of the documents of a kind nearest to `vector`, best first.

        The best passage of a document counts; what is less near than the nearest by more than
        `margin` is left out. Never raises for the store's sake: what cannot be
        read has nothing near.
        """
        try:
            view = self._view(kind)
        except (DamagedStore, OSError) as error:
            self._report(error)
            return []
        return view.nearest(vector, limit, margin) if limit > 0 and view.keys else []

    def count(self, kind: str) -> int:
        """Return how many documents of a kind have vectors."""
        try:
            return len(self._view(kind).keys)
        except (DamagedStore, OSError) as error:
            self._report(error)
            return 0

    @contextmanager
    def writing(self, *, wait: float) -> Iterator["StoreWriter"]:
        """Be the only writer; begins anew when what is there cannot be used.

        Raises filelock.Timeout after `wait` seconds, and OSError.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path / "write.lock", timeout=wait):
            yield StoreWriter(self, self._writable())

    def put_in_use(self, generation: Generation) -> None:
        """Let every process read `generation` from now on, and delete all others."""
        waiting = self.path / f"{POINTER}.new"
        waiting.write_text(generation.path.name)
        waiting.replace(self.path / POINTER)
        for path in self.path.glob(f"{PREFIX}*"):
            if path != generation.path:
                Generation(path, self._dimensions).delete()

    def new_generation(self) -> Generation:
        """Make an empty generation beside the one in use. Raises OSError."""
        return Generation.create(self.path, self._dimensions)

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return self._dimensions

    def _view(self, kind: str) -> _View:
        with self._lock:
            name = self._pointer()
            if not name:
                self._generation, self._views = None, {}
                return _EMPTY
            if self._generation is None or self._generation.path.name != name:
                self._views = {}
                self._generation = Generation(self.path / name, self._dimensions)
            try:
                if self._generation.read_on():
                    self._views = {}
                if kind not in self._views:
                    self._views[kind] = _view_of(self._generation, kind)
            except DamagedStore:
                self._generation = None
                raise
            return self._views[kind]

    def _writable(self) -> Generation:
        """Return the generation in use, read to its end; a new one when there is none of use."""
        name, generation = self._pointer(), self._written
        self._written = None
        if name:
            if generation is None or generation.path.name != name:
                generation = Generation(self.path / name, self._dimensions)
            try:
                generation.read_on()
            except DamagedStore as error:
                logger.warning("The vectors in %s are made anew: %s", self.path, error)
            else:
                self._written = generation
                return generation
        generation = self.new_generation()
        self.put_in_use(generation)
        return generation

    def _pointer(self) -> str:
        try:
            name = (self.path / POINTER).read_text(errors="replace").strip()
        except OSError:
            return ""
        return name if name.startswith(PREFIX) and "/" not in name else ""

    def _report(self, error: Exception) -> None:
        """Log damage once, not at every search until it is mended."""
        if str(error) != self._damaged:
            self._damaged = str(error)
            logger.warning("The vectors in %s cannot be used: %s", self.path, error)


class StoreWriter:
    """Changes to the store; each call is kept, whatever happens afterwards."""

    def __init__(self, store: VectorStore, generation: Generation) -> None:
        self._store = store
        self._generation = generation

    @property
    def entries(self) -> dict[Name, Entry]:
        """What the store has, by kind and key."""
        return self._generation.entries

    @property
    def place(self) -> Any:
        """What set_place() was last given; None in a new store."""
        return self._generation.place

    def write(
        self,
        *,
        put: Sequence[tuple[str, str, str, Sequence[NDArray[np.float32]]]] = (),
        drop: Sequence[Name] = (),
        place: Any = None,
    ) -> None:
        """Put documents (kind, key, digest, vectors), drop others, and note how far this got.

        A document of which there are no vectors is remembered by its digest. Raises OSError.
        """
        lines: list[Sequence[Any]] = [("drop", *name) for name in drop]
        vectors = [vector for *_, of_one in put for vector in of_one]
        rows = to_rows(vectors, self._store.dimensions)
        first = self._generation.add_rows(rows) if vectors else 0
        for kind, key, digest, of_one in put:
            lines.append(("put", kind, key, digest, first, len(of_one)))
            first += len(of_one)
        if place is not None:
            lines.append(("place", place))
        if lines:
            self._generation.add_lines(lines)
        self._compact_if_worth_it()

    def _compact_if_worth_it(self) -> None:
        total = len(self._generation)
        dead = total - self._generation.living()
        if dead < DEAD_ROWS_BORNE or dead < total * LARGEST_DEAD_SHARE:
            return
        old, rows = self._generation, self._generation.rows()
        new = self._store.new_generation()
        living = [(name, entry) for name, entry in old.entries.items()]
        wanted = [n for _, entry in living for n in range(entry.first, entry.first + entry.rows)]
        new.add_rows(np.asarray(rows[wanted]))
        lines: list[Sequence[Any]] = []
        first = 0
        for name, entry in living:
            lines.append(("put", *name, entry.digest, first, entry.rows))
            first += entry.rows
        new.add_lines([*lines, ("place", old.place)])
        self._store.put_in_use(new)
        self._generation = new


_EMPTY: Final = _View(np.empty(0), np.empty(0, np.intp), np.empty(0, np.intp), [])


def _view_of(generation: Generation, kind: str) -> _View:
    mine = [
        (key, entry)
        for (of_kind, key), entry in generation.entries.items()
        if of_kind == kind and entry.rows
    ]
    counts = np.fromiter((entry.rows for _, entry in mine), np.intp, len(mine))
    rows = [n for _, entry in mine for n in range(entry.first, entry.first + entry.rows)]
    owners = np.repeat(np.arange(len(mine)), counts)
    return _View(generation.rows(), np.array(rows, np.intp), owners, [key for key, _ in mine])


def _products(table: NDArray, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the product of each row with `vector`."""
    products = np.empty(len(table), dtype=np.float32)
    numbers = table["numbers"]
    block = np.empty((BLOCK, len(vector)), dtype=np.float32)
    for start in range(0, len(table), BLOCK):
        part = block[: len(table) - start]
        part[:] = numbers[start : start + BLOCK]
        np.dot(part, vector, out=products[start : start + len(part)])
    return products * table["factor"]


@lru_cache(maxsize=8)
def _store(path: Path, dimensions: int) -> VectorStore:
    return VectorStore(path, dimensions)


def vector_store(folder: Path, model: str, dimensions: int) -> VectorStore:
    """Return the store of a model's vectors in the index's folder, the same object each time."""
    return _store(folder / f"vectors-{model}", dimensions)
