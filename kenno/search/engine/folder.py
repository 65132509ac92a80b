"""Where the indexes of an installation live, and which one is in use.

A small file `current` names the generation in use; replacing it is the one atomic step by which a
new index takes over in every process. Everything here can be deleted at any time.
"""

import logging
import shutil
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from filelock import FileLock

from kenno.search.engine.generation import EngineError, Generation, Reader

logger = logging.getLogger(__name__)

POINTER: Final = "current"
GENERATION_PREFIX: Final = "index-"


class IndexFolder:
    """The index in use and the locks around it, as this process sees them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._generation: Generation | None = None
        self._reader: Reader | None = None
        self._damaged = ""
        self._rest_until = 0.0

    def reader(self, *, fresh: bool = False) -> Reader | None:
        """Return what to search in, or None when there is no usable index.

        With `fresh`, look for commits made by other processes; a new generation is always seen.
        """
        with self._lock:
            name = self._pointer()
            if not name or name == self._damaged:
                self._generation = self._reader = None
                return None
            if self._reader is not None and self._reader.name == name and not fresh:
                return self._reader
            try:
                generation = self._open(name)
                self._reader = generation.reader()
            except EngineError as error:
                logger.warning("The search index %s cannot be used: %s", name, error)
                self._damaged = name
                self._generation = self._reader = None
            return self._reader

    def in_use(self) -> tuple[Generation, Reader] | None:
        """Return the index in use for writing and what it holds, or None when none is usable."""
        reader = self.reader(fresh=True)
        generation = self._generation
        return (generation, reader) if generation is not None and reader is not None else None

    def report_damage(self, reader: Reader) -> None:
        """Stop using the index of `reader` in this process: a search in it failed."""
        logger.warning("The search index %s is damaged", reader.name)
        with self._lock:
            self._damaged = reader.name

    @contextmanager
    def locked_for_writing(self, *, wait: float) -> Iterator[None]:
        """Be the only writer of the index in use; filelock.Timeout after `wait` seconds."""
        with self._file_lock("write.lock", wait):
            yield

    @contextmanager
    def locked_for_rebuilding(self, *, wait: float) -> Iterator[None]:
        """Be the only one to rebuild; filelock.Timeout after `wait` seconds."""
        with self._file_lock("rebuild.lock", wait):
            yield

    def new_generation(self) -> Generation:
        """Make an empty index beside the one in use. Raises EngineError."""
        path = self.path / f"{GENERATION_PREFIX}{uuid.uuid4().hex}"
        try:
            return Generation.create(path)
        except EngineError:
            shutil.rmtree(path, ignore_errors=True)
            raise

    def put_in_use(self, generation: Generation) -> None:
        """Let every process search in `generation` from now on."""
        waiting = self.path / f"{POINTER}.new"
        waiting.write_text(generation.path.name)
        waiting.replace(self.path / POINTER)

    def sweep(self) -> None:
        """Delete the generations that are not in use, also those that a dead process left."""
        in_use = self._pointer()
        for path in self.path.glob(f"{GENERATION_PREFIX}*"):
            if path.name != in_use:
                shutil.rmtree(path, ignore_errors=True)

    def rest(self, seconds: float) -> None:
        """Let searches of this process leave the index as it is for a while: mending it failed."""
        self._rest_until = time.monotonic() + seconds

    @property
    def is_resting(self) -> bool:
        """Whether mending the index failed a moment ago."""
        return time.monotonic() < self._rest_until

    def _pointer(self) -> str:
        try:
            name = (self.path / POINTER).read_text(errors="replace").strip()
        except OSError:
            return ""
        # Nothing but the name of a folder in here may be followed.
        return name if name.startswith(GENERATION_PREFIX) and "/" not in name else ""

    def _open(self, name: str) -> Generation:
        if self._generation is None or self._generation.path.name != name:
            self._generation = Generation.open(self.path / name)
        return self._generation

    def _file_lock(self, name: str, wait: float) -> FileLock:
        self.path.mkdir(parents=True, exist_ok=True)
        return FileLock(self.path / name, timeout=wait)


@lru_cache(maxsize=8)
def _folder(path: Path) -> IndexFolder:
    return IndexFolder(path)


def index_folder() -> IndexFolder:
    """Return the folder that settings.SEARCH_INDEX_DIR names, the same object each time."""
    return _folder(Path(settings.SEARCH_INDEX_DIR))
