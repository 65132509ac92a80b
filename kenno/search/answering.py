"""Answering one search from one state of the index: total, hits with marks and reasons, counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import tantivy
from django.utils.html import escape

from kenno.search.engine.asking import (
    Preferences,
    any_clause,
    count_request,
    keys_query,
    meaning_query,
    preferring,
    restricted,
)
from kenno.search.engine.generation import Reader, engine_errors
from kenno.search.engine.schema import StoredDocument, label_tokens
from kenno.search.marking import Marker
from kenno.search.meaning import Meaning, Phrase
from kenno.search.results import FacetCount, Hit, Omission, Order, Reason
from kenno.search.semantic import fuse

MOST_REASONS: Final = 3
# What to leave out is looked for among so many filters and words.
MOST_OMISSIONS: Final = 8
# So many found by words are put into one order with what is near in meaning.
FUSED: Final = 100

Filters = Mapping[str, tuple[str, ...]]
Found = tuple[float, tantivy.DocAddress]


@dataclass(frozen=True)
class Request:
    """What is asked besides the words: which kind, filters, order and page."""

    kind: str
    filters: Filters
    facets: tuple[str, ...]
    order: Order
    preferences: Preferences
    since: datetime | None
    offset: int
    limit: int


class Answer:
    """The answer to a request whose words mean `meaning`, as `reader` knows it."""

    def __init__(
        self, reader: Reader, request: Request, meaning: Meaning, near: Sequence[str] = ()
    ) -> None:
        """`near` holds the keys of records that are near in meaning, the nearest first."""
        self._reader, self._request, self._meaning = reader, request, meaning
        self._words = meaning_query(reader, meaning)
        self._near = tuple(near)
        self._wanted = self._or_near(self._words)
        self.filters = _joined(request.filters, meaning.filters)
        self._query = self._restricted(self._wanted)
        self._markers: dict[str, Marker] = {}
        self.total = 0

    def hits(self) -> list[Hit]:
        """Return the asked page, and set `total`. Raises EngineError."""
        request = self._request
        by_time = request.order == "newest" or not self._meaning.asks_for_words
        if self._near and request.order == "relevance":
            return self._fused()
        if request.order == "preferred" and request.preferences:
            rows = self._page(self._preferred(), weight=self._weight())
        elif by_time:
            rows = self._page(self._query, order_by="newest")
        else:
            rows = self._page(self._query, weight="boost")
        return [self._hit(0.0 if by_time else score, address) for score, address in rows]

    def _fused(self) -> list[Hit]:
        """Return the asked page of what words and meaning found, the first ones fused by rank."""
        request = self._request
        by_words = [
            (self._reader.stored(address).key, score, address)
            for score, address in self._search(
                self._restricted(self._words), limit=FUSED, weight="boost"
            ).hits
        ]
        near = self._restricted(keys_query(self._reader, request.kind, self._near))
        by_meaning = {
            self._reader.stored(address).key: address
            for _score, address in self._search(near, limit=len(self._near)).hits
        }
        scores = {key: (score, address) for key, score, address in by_words}
        found = {key: (0.0, address) for key, address in by_meaning.items()} | scores
        ranked = fuse(list(scores), [key for key in self._near if key in by_meaning])
        self.total = self._count(self._query)
        page = ranked[request.offset : request.offset + max(request.limit, 0)]
        hits = [self._hit(*found[key]) for key in page]
        if len(hits) < request.limit and request.offset + request.limit > len(ranked):
            rest = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Must, self._restricted(self._words)),
                    (tantivy.Occur.MustNot, keys_query(self._reader, request.kind, ranked)),
                ]
            )
            others = self._search(
                rest,
                limit=request.limit - len(hits),
                offset=max(0, request.offset - len(ranked)),
                weight="boost",
            )
            hits += [self._hit(score, address) for score, address in others.hits]
        return hits

    def facets(self) -> dict[str, list[FacetCount]]:
        """Return the counts of each asked facet with the other filters in force."""
        if not self._request.facets:
            return {}
        matching = self._or_near(meaning_query(self._reader, self._meaning, to_count=True))
        free = tuple(name for name in self._request.facets if not self.filters.get(name))
        requests = [(self._restricted(matching), free)] if free else []
        requests += [
            (self._restricted(matching, but=name), (name,))
            for name in self._request.facets
            if name not in free
        ]
        buckets: dict[str, dict] = {}
        with engine_errors():
            for query, names in requests:
                buckets |= self._reader.searcher.aggregate(query, count_request(names))
        return {
            name: self._counts_of(name, buckets[name]["buckets"]) for name in self._request.facets
        }

    def omissions(self) -> tuple[Omission, ...]:
        """Tell what could be left out to find something, that which finds most first."""
        found = [one for one in self._omissions() if one.total]
        return tuple(sorted(found, key=lambda one: -one.total))

    def _omissions(self) -> Iterator[Omission]:
        for name, values in list(self.filters.items())[:MOST_OMISSIONS]:
            total = self._count(self._restricted(self._wanted, but=name))
            for value in values[:1]:
                yield Omission(total, facet=name, value=value)
        meaning = self._meaning
        for number, text in enumerate(meaning.understanding.phrases[:MOST_OMISSIONS]):
            yield self._without(replace(meaning, phrases=_but(meaning.phrases, number)), text)
        for number, text in enumerate(meaning.understanding.excluded[:MOST_OMISSIONS]):
            yield self._without(replace(meaning, excluded=_but(meaning.excluded, number)), text)

    def _without(self, meaning: Meaning, words: str) -> Omission:
        query = meaning_query(self._reader, meaning)
        return Omission(self._count(self._restricted(query)), words=words)

    def _or_near(self, query: tantivy.Query) -> tantivy.Query:
        """Return what `query` finds, and what is near in meaning."""
        if not self._near:
            return query
        return any_clause([query, keys_query(self._reader, self._request.kind, self._near)])

    def _restricted(self, query: tantivy.Query, *, but: str = "") -> tantivy.Query:
        request = self._request
        return restricted(
            self._reader, query, request.kind, self.filters, but=but, since=request.since
        )

    def _preferred(self) -> tantivy.Query:
        best = 1.0
        if self._meaning.asks_for_words:
            top = self._search(self._query, limit=1, weight="boost").hits
            best = top[0][0] if top else 1.0
        return preferring(self._reader, self._query, self._request.preferences, best)

    def _weight(self) -> str:
        """What settles the order of alike ones: merits beside words, else the newer first."""
        return "boost" if self._meaning.asks_for_words else "recent"

    def _page(
        self, query: tantivy.Query, *, order_by: str | None = None, weight: str | None = None
    ) -> list[Found]:
        found = self._search(
            query,
            limit=self._request.limit,
            offset=self._request.offset,
            order_by=order_by,
            weight=weight,
        )
        self.total = found.count  # type: ignore[attr-defined]  # the engine's types omit it
        return found.hits if self._request.limit > 0 else []

    def _search(
        self,
        query: tantivy.Query,
        *,
        limit: int,
        offset: int = 0,
        order_by: str | None = None,
        weight: str | None = None,
    ) -> tantivy.SearchResult:
        # The engine sets room aside for offset + limit results, so neither may be boundless.
        everything = max(1, self._reader.searcher.num_docs)
        with engine_errors():
            return self._reader.searcher.search(
                query,
                limit=min(max(limit, 1), everything),
                offset=min(max(offset, 0), everything),
                order_by_field=order_by,
                weight_by_field=weight,
            )

    def _count(self, query: tantivy.Query) -> int:
        return int(self._search(query, limit=1).count)  # type: ignore[attr-defined]

    def _counts_of(self, name: str, buckets: list[dict]) -> list[FacetCount]:
        counts = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
        for value in self.filters.get(name, ()):
            counts.setdefault(value, 0)
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [FacetCount(value, count) for value, count in ordered]

    def _hit(self, score: float, address: tantivy.DocAddress) -> Hit:
        stored = self._reader.stored(address)
        marker = self._marker(stored.language)
        title, summary, *texts = stored.texts
        title_trace, *traces = stored.traces
        passage = marker.best_passage([summary, *texts], traces)
        shown = marker.marked(title, title_trace)
        reasons = () if passage is not None or "<mark>" in shown else self._reasons(stored)
        return Hit(
            stored.key,
            stored.language,
            shown,
            passage if passage is not None else escape(summary),
            score,
            reasons,
        )

    def _marker(self, language: str) -> Marker:
        if language not in self._markers:
            self._markers[language] = Marker(tokens_in(self._meaning, language), language)
        return self._markers[language]

    def _reasons(self, stored: StoredDocument) -> tuple[Reason, ...]:
        """Return the names by which a record was found whose texts hold none of the words."""
        sought = {token for wanted in self._meaning.wanted for token in wanted.labels}
        if not self._meaning.wanted:
            return ()
        named = [Reason("label", name) for name in (*stored.places, *stored.labels)]
        named += [Reason("own words", name) for name in stored.own_words]
        met = [
            reason
            for reason in named
            if any(sought & set(of_word) for of_word in label_tokens(reason.name))
        ]
        if not met and stored.key in self._near:
            met = [Reason("meaning", "")]
        return tuple(met[:MOST_REASONS])


def tokens_in(meaning: Meaning, language: str) -> list[list[str]]:
    """Return the tokens by which texts of `language` say each word and phrase of a search."""
    found = [
        [token for way in wanted.alternatives.get(language, ()) for token in way.tokens]
        for wanted in (*meaning.wanted, *meaning.title_only)
    ]
    for phrase in meaning.phrases:
        found += [list(word) for word in phrase.by_language.get(language, ())]
    return found


def _joined(filters: Filters, understood: Filters) -> dict[str, tuple[str, ...]]:
    names = [*filters, *understood]
    return {
        name: tuple(dict.fromkeys([*filters.get(name, ()), *understood.get(name, ())]))
        for name in dict.fromkeys(names)
    }


def _but(phrases: tuple[Phrase, ...], number: int) -> tuple[Phrase, ...]:
    return (*phrases[:number], *phrases[number + 1 :])
