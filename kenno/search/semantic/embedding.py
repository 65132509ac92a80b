"""Texts as vectors: what an embedder must do, and the one that this process uses, if any."""

import logging
import os
import threading
from collections.abc import Hashable
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    # Only when a search by meaning is wanted may anything import numpy: it costs 15 MB.
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

logger = logging.getLogger(__name__)


class EmbedderUnavailable(Exception):
    """What an embedder needs is not there: a package, a model, a kind of processor."""


class Embedder(Hashable, Protocol):
    """Makes vectors of length 1 whose product tells how near two texts are in meaning.

    `model` names the vectors: those of different names are never compared. It is the name of a
    folder, too. What is less near than the nearest by more than `margin` is not near. Both methods
    take any text, are called by several threads at once and must not raise; neither is called with
    a text of over 1,500 characters. An embedder that cannot be made raises EmbedderUnavailable.
    """

    model: str
    dimensions: int
    margin: float

    def query(self, text: str) -> "Vector":
        """Return the vector of what somebody asks."""
        ...

    def passage(self, text: str) -> "Vector":
        """Return the vector of a piece of a document."""
        ...


class _Loading:
    """The embedders that were made or could not be made, by the name of their class."""

    def __init__(self) -> None:
        self._made: dict[str, Embedder | None] = {}
        self.renew_lock()

    def renew_lock(self) -> None:
        """Take a new lock: in a forked process the old one may be held by nobody."""
        self._lock = threading.Lock()

    def get(self, path: str) -> Embedder | None:
        if path in self._made:
            return self._made[path]
        with self._lock:
            if path not in self._made:
                self._made[path] = self._make(path)
            return self._made[path]

    def _make(self, path: str) -> Embedder | None:
        try:
            made: Embedder = import_string(path)()
        except (EmbedderUnavailable, ImportError) as error:
            logger.warning("Search by meaning is switched on but cannot be used: %s", error)
            return None
        return made


_loading = _Loading()
os.register_at_fork(after_in_child=_loading.renew_lock)


def current_embedder() -> Embedder | None:
    """Return the embedder of this process, made at the first call.

    None when search by meaning is switched off (settings.SEMANTIC_SEARCH), or when what it needs
    is missing; the latter is logged once.
    """
    return _loading.get(settings.SEMANTIC_EMBEDDER) if settings.SEMANTIC_SEARCH else None


def is_on() -> bool:
    """Tell whether texts can be searched by meaning here."""
    return current_embedder() is not None
