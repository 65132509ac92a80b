"""What other rooms give to be found: each registers a source in its AppConfig.ready."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

FACET_NAME = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True)
class SearchDocument:
    """One findable record as plain text.

    `summary`, `leads` (what it is about), `steps` and `texts` (the rest) are where passages are
    taken from, in this order. `places` and `labels` (names of places, of concepts and terms, in
    every language) and `own_words` (the author's own keywords) are searched but not quoted.
    `concepts` holds the YSO codes of the record, `facets` the codes to filter and count by.
    `language` is "fi", "sv", "en" or "se" and decides the analysis. `newest` is the time to order
    by and must be aware of its time zone. `boost`, from 1.0 to 1.2, multiplies the relevance.
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
    leads: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    own_words: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    boost: float = 1.0


@dataclass(frozen=True)
class FilterName:
    """A name by which people ask for one value of a facet: Kainuu, Kajanaland.

    A `bare` one is understood anywhere among the words, others only after a field's name
    ("tehtävä:kulttuuriperintö").
    """

    facet: str
    value: str
    name: str
    language: str
    bare: bool = True


def _no_names() -> Iterable[FilterName]:
    return ()


@dataclass(frozen=True)
class SearchSource:
    """How the records of one kind become search documents.

    `keys` gives the key of every record that may be found; `documents` gives the documents of
    the asked keys that should be found now: a key missing from the answer leaves the index.
    `facets` names the facets that find() may filter and count by. `names` gives the names that
    are understood as filters when they stand among the words of a search, `fields` the words
    that people put before a colon to say which facet they mean: {"kunta": "municipality"}.
    """

    kind: str
    keys: Callable[[], Iterable[str]]
    documents: Callable[[Sequence[str]], Iterable[SearchDocument]]
    facets: tuple[str, ...]
    names: Callable[[], Iterable[FilterName]] = _no_names
    fields: Mapping[str, str] = field(default_factory=dict)


_sources: dict[str, SearchSource] = {}


def register_source(source: SearchSource) -> None:
    """Let the records of `source` be found.

    Raises ValueError when its kind is taken by another source or a facet's name is not made of
    small letters, digits, hyphens and underscores.
    """
    if _sources.get(source.kind, source) != source:
        raise ValueError(f"The kind {source.kind!r} has a search source already")
    for name in (*source.facets, *source.fields.values()):
        if not FACET_NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot be the name of a facet")
    _sources[source.kind] = source


def sources() -> tuple[SearchSource, ...]:
    """Return the registered sources in the order of their kinds."""
    return tuple(_sources[kind] for kind in sorted(_sources))


def source_of(kind: str) -> SearchSource | None:
    """Return the source of one kind, or None when no room has registered it."""
    return _sources.get(kind)
