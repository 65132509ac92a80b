"""What other rooms give to be found: each registers a source in its AppConfig.ready."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

FACET_NAME = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True)
class SearchDocument:
    """One findable record as plain text.

    `texts` come in reading order and are where passages are taken from; `labels` (names of
    places, concepts in every language) are searched but never shown. `facets` holds the codes to
    filter and count by. `language` is "fi", "sv", "en" or "se" and decides the analysis. `newest`
    is the time to order by and must be aware of its time zone.
    """

    kind: str
    key: str
    language: str
    title: str
    summary: str
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    facets: Mapping[str, tuple[str, ...]]
    newest: datetime


@dataclass(frozen=True)
class SearchSource:
    """How the records of one kind become search documents.

    `keys` gives the key of every record that may be found; `documents` gives the documents of
    the asked keys that should be found now: a key missing from the answer leaves the index.
    `facets` names the facets that find() may filter and count by.
    """

    kind: str
    keys: Callable[[], Iterable[str]]
    documents: Callable[[Sequence[str]], Iterable[SearchDocument]]
    facets: tuple[str, ...]


_sources: dict[str, SearchSource] = {}


def register_source(source: SearchSource) -> None:
    """Let the records of `source` be found.

    Raises ValueError when its kind is taken by another source or a facet's name is not made of
    small letters, digits, hyphens and underscores.
    """
    if _sources.get(source.kind, source) != source:
        raise ValueError(f"The kind {source.kind!r} has a search source already")
    for name in source.facets:
        if not FACET_NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot be the name of a facet")
    _sources[source.kind] = source


def sources() -> tuple[SearchSource, ...]:
    """Return the registered sources in the order of their kinds."""
    return tuple(_sources[kind] for kind in sorted(_sources))


def source_of(kind: str) -> SearchSource | None:
    """Return the source of one kind, or None when no room has registered it."""
    return _sources.get(kind)
