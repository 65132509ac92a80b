"""Finding: the one way in which pages and other rooms search."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import tantivy
from django.utils.html import escape
from django.utils.safestring import SafeString

from kenno.search.documents import source_of
from kenno.search.engine.asking import count_request, restricted, text_query
from kenno.search.engine.folder import index_folder
from kenno.search.engine.generation import EngineError, Reader, engine_errors, stored_values
from kenno.search.engine.keeping import reader_in_step
from kenno.search.marking import Marker, mark
from kenno.search.wording import is_empty

__all__ = ["FacetCount", "Hit", "SearchResult", "find", "mark"]

logger = logging.getLogger(__name__)

Order = Literal["relevance", "newest"]
NO_FILTERS: Final[Mapping[str, Sequence[str]]] = {}


@dataclass(frozen=True)
class FacetCount:
    """How many results have this value of a facet."""

    value: str
    count: int


@dataclass(frozen=True)
class Hit:
    """One found record; title and passage are HTML with the found words in <mark>.

    `score` is comparable within one result only; 0 when ordered by time.
    """

    key: str
    language: str
    title: SafeString
    passage: SafeString
    score: float


@dataclass(frozen=True)
class SearchResult:
    """One page of what was found out of `total`; not `available` when there is no index at all."""

    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[FacetCount]] = field(default_factory=dict)
    took_ms: float = 0.0
    available: bool = True


def find(
    text: str,
    *,
    kind: str,
    language: str,
    filters: Mapping[str, Sequence[str]] = NO_FILTERS,
    facets: Sequence[str] = (),
    order: Order = "relevance",
    offset: int = 0,
    limit: int = 20,
) -> SearchResult:
    """Find records of a kind by words, newest first when there are none, and count facets.

    `text` is what a person typed, of any length and shape; `language` the reader's. A record is
    found by any of the words in any inflected form, in whatever language it is written. Several
    values of one filter are alternatives, filters hold together; the counts of a facet are those
    with the other filters in force, most first, and chosen values are listed even with none.
    One database query when the index is in step; brings it in step first when it is not.

    Raises ValueError for a filter or facet that the kind's source does not name. Never raises for
    the index's sake: the result is then not `available`.
    """
    started = time.perf_counter()
    _check_names(kind, [*filters, *facets])
    chosen = {name: tuple(filter(None, values)) for name, values in filters.items()}
    request = _Request(text, kind, language, chosen, tuple(facets), order, offset, limit)
    for attempt in ("in the index", "in an index made anew"):
        reader = reader_in_step()
        if reader is None:
            break
        try:
            total, hits, counts = request.answer(reader)
        except EngineError:
            logger.exception("A search failed %s (%s)", attempt, reader.name)
            if attempt == "in the index":
                index_folder().report_damage(reader)
        else:
            return SearchResult(total, hits, counts, _milliseconds_since(started))
    return SearchResult(took_ms=_milliseconds_since(started), available=False)


@dataclass(frozen=True)
class _Request:
    text: str
    kind: str
    language: str
    filters: Mapping[str, tuple[str, ...]]
    facets: tuple[str, ...]
    order: Order
    offset: int
    limit: int

    def answer(self, reader: Reader) -> tuple[int, list[Hit], dict[str, list[FacetCount]]]:
        """Return total, hits and counts. Raises EngineError."""
        by_time = self.order == "newest" or is_empty(self.text)
        wanted = (
            tantivy.Query.all_query()
            if is_empty(self.text)
            else text_query(reader, self.text, self.language)
        )
        query = restricted(reader, wanted, self.kind, self.filters)
        # The engine sets room aside for offset + limit results, so neither may be boundless.
        everything = max(1, reader.searcher.num_docs)
        with engine_errors():
            found = reader.searcher.search(
                query,
                limit=min(max(self.limit, 1), everything),
                offset=min(max(self.offset, 0), everything),
                order_by_field="newest" if by_time else None,
            )
            rows = [
                (0.0 if by_time else score, stored_values(reader.searcher, address))
                for score, address in (found.hits if self.limit > 0 else [])
            ]
        total: int = found.count  # type: ignore[attr-defined]  # the engine's types omit it
        markers: dict[str, Marker] = {}
        hits = [self._hit(score, values, markers) for score, values in rows]
        return total, hits, self._count(reader, wanted, query)

    def _count(
        self, reader: Reader, wanted: tantivy.Query, query: tantivy.Query
    ) -> dict[str, list[FacetCount]]:
        free = tuple(name for name in self.facets if not self.filters.get(name))
        requests = [(query, free)] if free else []
        for name in self.facets:
            if name not in free:
                others = restricted(reader, wanted, self.kind, self.filters, but=name)
                requests.append((others, (name,)))
        buckets: dict[str, dict] = {}
        with engine_errors():
            for one, names in requests:
                buckets |= reader.searcher.aggregate(one, count_request(names))
        return {name: self._counts_of(name, buckets[name]["buckets"]) for name in self.facets}

    def _counts_of(self, name: str, buckets: list[dict]) -> list[FacetCount]:
        counts = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
        for value in self.filters.get(name, ()):
            counts.setdefault(value, 0)
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [FacetCount(value, count) for value, count in ordered]

    def _hit(self, score: float, values: list[Any], markers: dict[str, Marker]) -> Hit:
        key, language, (title, summary, *texts), (title_trace, *traces) = values
        marker = markers.get(language)
        if marker is None:
            marker = markers[language] = Marker(self.text, language, readers=self.language)
        passage = marker.best_passage([summary, *texts], traces) or escape(summary)
        return Hit(key, language, marker.marked(title, title_trace), passage, score)


def _check_names(kind: str, names: Sequence[str]) -> None:
    source = source_of(kind)
    unknown = sorted(set(names) - set(source.facets if source else ()))
    if unknown:
        raise ValueError(f"{kind!r} has no facets named {', '.join(unknown)}")


def _milliseconds_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
