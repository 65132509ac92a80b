"""Finding: the one way in which pages and other rooms search."""

import logging
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from kenno.search import semantic
from kenno.search.answering import Answer, Request
from kenno.search.documents import SearchDocument, SearchSource, source_of
from kenno.search.engine.folder import index_folder
from kenno.search.engine.generation import EngineError, Reader
from kenno.search.engine.keeping import reader_in_step
from kenno.search.meaning import Meaning
from kenno.search.resembling import most_like
from kenno.search.results import FacetCount, Hit, Order, SearchResult
from kenno.search.understanding import filter_book, understand
from kenno.search.wording import is_empty

__all__ = ["FacetCount", "Hit", "SearchResult", "find", "similar"]

logger = logging.getLogger(__name__)

NO_FILTERS: Final[Mapping[str, Sequence[str]]] = {}
NO_PREFERENCES: Final[Mapping[str, Mapping[str, float]]] = {}


def find(
    text: str,
    *,
    kind: str,
    language: str,
    filters: Mapping[str, Sequence[str]] = NO_FILTERS,
    facets: Sequence[str] = (),
    order: Order = "relevance",
    preferences: Mapping[str, Mapping[str, float]] = NO_PREFERENCES,
    literal: Collection[str] = (),
    since: datetime | None = None,
    offset: int = 0,
    limit: int = 20,
) -> SearchResult:
    """Find records of a kind by words, newest first when there are none, and count facets.

    `text` is what a person typed, of any length and shape; `language` the reader's. A record is
    found by any of the words in any inflected form, in whatever language it is written; how the
    words were read is told in `understanding`. Words in `literal` are searched just as they are.
    Several values of one filter are alternatives, filters hold together; the counts of a facet
    are those with the other filters in force, most first, and chosen values are listed even with
    none. `order` "preferred" puts values of facets first by their `preferences` from 0 to 1;
    `since` leaves out what is not newer. One database query when the index is in step; brings it
    in step first when it is not.

    Raises ValueError for a filter or facet that the kind's source does not name. Never raises for
    the index's sake: the result is then not `available`.
    """
    started = time.perf_counter()
    source = _source(kind, [*filters, *facets, *preferences])
    chosen = {name: tuple(filter(None, values)) for name, values in filters.items()}
    request = Request(kind, chosen, tuple(facets), order, preferences, since, offset, limit)
    for attempt in ("in the index", "in an index made anew"):
        reader = reader_in_step()
        if reader is None:
            break
        try:
            return _answer(reader, request, source, text, language, literal, started)
        except EngineError:
            logger.exception("A search failed %s (%s)", attempt, reader.name)
            if attempt == "in the index":
                index_folder().report_damage(reader)
    return SearchResult(took_ms=_milliseconds_since(started), available=False)


def similar(kind: str, key: str, *, language: str, limit: int = 5) -> list[Hit]:
    """Return the records of a kind most like one of them, best first, with what they share.

    `language` is the reader's. One database query when the index is in step. Never raises for the
    index's sake: there is then none.
    """
    reader = reader_in_step()
    if reader is None:
        return []
    try:
        return most_like(reader, kind, key, language=language, limit=limit)
    except EngineError:
        logger.exception("Nothing alike could be found (%s)", reader.name)
        return []


def _answer(
    reader: Reader,
    request: Request,
    source: SearchSource,
    text: str,
    language: str,
    literal: Collection[str],
    started: float,
) -> SearchResult:
    """Answer from one state of the index. Raises EngineError."""

    def meaning_of(**options: bool) -> Meaning:
        if is_empty(text):
            return Meaning()
        return understand(
            text,
            readers=language,
            source=source,
            book=filter_book(reader.names.get(source.kind, ())),
            index=reader,
            literal=literal,
            **options,
        )

    meaning = meaning_of()
    near: Sequence[str] = ()
    if request.order == "relevance" and meaning.is_loose:
        near = semantic.nearest(text, kind=source.kind)
    answer = Answer(reader, request, meaning, near)
    hits = answer.hits()
    told = meaning.understanding
    to_loosen = told.phrases or any(not one.offered for one in told.filters)
    if not answer.total and to_loosen and request.since is None:
        # Better the words without their order, or the same from elsewhere, than an empty page. Of
        # news (`since`) only what was asked for counts: no news is an answer.
        for options in ({"with_phrases": False}, {"with_filters": False, "with_phrases": False}):
            other = meaning_of(**options)
            nearest = Answer(reader, request, other)
            found = nearest.hits()
            if nearest.total:
                meaning, answer, hits = other, nearest, found
                break
    return SearchResult(
        total=answer.total,
        hits=hits,
        facets=answer.facets(),
        omissions=() if answer.total else answer.omissions(),
        understanding=meaning.understanding,
        took_ms=_milliseconds_since(started),
    )


def _source(kind: str, names: Sequence[str]) -> SearchSource:
    source = source_of(kind) or SearchSource(kind, keys=list, documents=_no_documents, facets=())
    unknown = sorted(set(names) - set(source.facets))
    if unknown:
        raise ValueError(f"{kind!r} has no facets named {', '.join(unknown)}")
    return source


def _no_documents(keys: Sequence[str]) -> tuple[SearchDocument, ...]:
    return ()


def _milliseconds_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
