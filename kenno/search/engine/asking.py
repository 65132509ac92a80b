"""From what a search means to the engine's query. User text is never parsed as one."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

import tantivy

from kenno.search.engine.generation import Reader
from kenno.search.engine.schema import document_id, microseconds
from kenno.search.meaning import Alternative, Meaning, Phrase, Wanted

TITLE_WEIGHT: Final = 1.0
LEAD_WEIGHT: Final = 0.3
FIELDS: Final = (("body", 1.0), ("title", TITLE_WEIGHT), ("lead", LEAD_WEIGHT))
# Parts of words tell less, and three fields take their time.
FIELDS_OF_PARTS: Final = FIELDS[:2]
LABEL_WEIGHT: Final = 1.0
PLACE_WEIGHT: Final = 1.0
CONCEPT_WEIGHT: Final = 0.5
# Words of the query found within some words of one another, in either order.
NEAR_WEIGHT: Final = 0.4
NEAR_WORDS: Final = 5
# Of several ways to say a word the best counts, and a part of the others.
TIE_BREAKER: Final = 0.3
# Less than this weighs what may be meant, but is not what was typed.
FULL: Final = 0.8
# What stands in so many texts tells little of any: parts of words, and words. Above a size at
# which it costs time to look.
COMMON_PART: Final = 0.05
COMMON_WORD: Final = 0.25
FEWEST_WORDS: Final = 2
FEWEST_DOCUMENTS: Final = 1_000
# How much likeness counts beside relevance when alike ones are asked first.
PREFERENCE_WEIGHT: Final = 3.0
# More than Finland has municipalities.
MOST_FACET_VALUES: Final = 1_000

Filters = Mapping[str, Sequence[str]]
Preferences = Mapping[str, Mapping[str, float]]


def meaning_query(reader: Reader, meaning: Meaning, *, to_count: bool = False) -> tantivy.Query:
    """Return what matches any of the wanted words and all phrases, best by BM25.

    Excluded words match nothing. A search without words matches everything. `to_count` leaves out
    what changes only scores.
    """
    clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
    wanted = _Words(reader, meaning.wanted)
    words = wanted.matches() if to_count else wanted.clauses()
    if words:
        clauses.append((tantivy.Occur.Must, any_clause(words)))
    elif meaning.wanted or meaning.says_nothing:
        clauses.append((tantivy.Occur.Must, tantivy.Query.empty_query()))
    clauses += [(tantivy.Occur.Must, _phrase(reader, phrase)) for phrase in meaning.phrases]
    clauses += [
        (tantivy.Occur.Must, _in_field(reader, wanted, "title")) for wanted in meaning.title_only
    ]
    if not clauses:
        clauses.append((tantivy.Occur.Must, tantivy.Query.all_query()))
    clauses += [(tantivy.Occur.MustNot, _phrase(reader, phrase)) for phrase in meaning.excluded]
    return tantivy.Query.boolean_query(clauses)


def restricted(
    reader: Reader,
    query: tantivy.Query,
    kind: str,
    filters: Filters,
    *,
    but: str = "",
    since: datetime | None = None,
) -> tantivy.Query:
    """Return `query` within one kind and the filters, except the filter named `but`.

    The values of one filter are alternatives, the filters hold together; none changes a score.
    `since` keeps only what is newer.
    """
    conditions = [
        any_of(reader, f"facets.{name}", values)
        for name, values in filters.items()
        if values and name != but
    ]
    if since is not None:
        newer = tantivy.Query.range_query(
            reader.schema,
            "newest",
            tantivy.FieldType.Integer,
            lower_bound=microseconds(since),
            include_lower=False,
        )
        conditions.append(tantivy.Query.const_score_query(newer, 0.0))
    return tantivy.Query.boolean_query(
        [_of_kind(reader, kind), *((tantivy.Occur.Must, one) for one in (query, *conditions))]
    )


def _of_kind(reader: Reader, kind: str) -> tuple[tantivy.Occur, tantivy.Query]:
    """Return the clause that keeps one kind, by what is fewer: its documents or the others."""
    others = reader.others_than(kind)
    rest = sum(reader.frequency("kind", other) for other in others)
    if rest < reader.frequency("kind", kind):
        return tantivy.Occur.MustNot, any_of(reader, "kind", others)
    return tantivy.Occur.Must, any_of(reader, "kind", [kind])


def preferring(
    reader: Reader, query: tantivy.Query, preferences: Preferences, best: float
) -> tantivy.Query:
    """Return `query` with the preferred values of facets first.

    `best` is the best score without preference; a value preferred by 1 adds three times that.
    """
    clauses = [(tantivy.Occur.Must, query)]
    for name, values in preferences.items():
        for value, preference in values.items():
            term = tantivy.Query.term_query(
                reader.schema, f"facets.{name}", value, index_option="basic"
            )
            score = PREFERENCE_WEIGHT * best * preference
            clauses.append((tantivy.Occur.Should, tantivy.Query.const_score_query(term, score)))
    return tantivy.Query.boolean_query(clauses)


def count_request(facets: Iterable[str]) -> dict[str, object]:
    """Return the request that counts the values of these facets."""
    return {
        name: {"terms": {"field": f"facets.{name}", "size": MOST_FACET_VALUES}} for name in facets
    }


def any_of(reader: Reader, field: str, values: Iterable[str]) -> tantivy.Query:
    """Return what has one of `values` in a field, without a score."""
    # Halves of a pair of surrogates come from forged addresses only; the engine refuses them.
    writable = (value.encode(errors="replace").decode() for value in dict.fromkeys(values))
    terms = [
        tantivy.Query.term_query(reader.schema, field, value, index_option="basic")
        for value in writable
    ]
    return tantivy.Query.const_score_query(any_clause(terms), 0.0)


def keys_query(reader: Reader, kind: str, keys: Iterable[str]) -> tantivy.Query:
    """Return what has one of `keys`, without a score."""
    return any_of(reader, "id", (document_id(kind, key) for key in keys))


@dataclass
class _Words:
    """The wanted words as clauses of which any may match."""

    reader: Reader
    wanted: Sequence[Wanted]

    def matches(self) -> list[tantivy.Query]:
        """Return what any of the words is met by: title and lead are parts of the body."""
        met: dict[tuple[str, str], None] = {}
        for wanted in self._telling():
            met |= {
                ("body", marked): None
                for language in self.reader.languages
                for way in self._telling_ways(wanted.alternatives.get(language, ()), language)
                for _place, marked in self._tokens(way, language)
            }
            met |= {(field, token): None for field, token, _weight in self._names(wanted)}
        return [term(self.reader, field, token, 1.0) for field, token in met]

    def clauses(self) -> list[tantivy.Query]:
        """Return what the words are met by, with scores."""
        found = []
        for wanted in self._telling():
            for language in self.reader.languages:
                found += self._said(wanted, language)
            found += self._named(wanted)
        for language in self.reader.languages:
            found += self._near(language)
        return found

    def _telling(self) -> list[Wanted]:
        """Leave out words that stand in very many documents, as long as some are left."""
        if self.reader.searcher.num_docs < FEWEST_DOCUMENTS or len(self.wanted) <= FEWEST_WORDS:
            return list(self.wanted)
        most = COMMON_WORD * self.reader.searcher.num_docs
        rarity = sorted(self.wanted, key=self._frequency)
        kept = [one for one in rarity if self._frequency(one) <= most]
        chosen = kept if len(kept) >= FEWEST_WORDS else rarity[:FEWEST_WORDS]
        return [one for one in self.wanted if one in chosen]

    def _frequency(self, wanted: Wanted) -> int:
        return sum(
            self.reader.frequency("body", f"{language}:{main}")
            for language in self.reader.languages
            if (main := wanted.main(language))
        )

    def _said(self, wanted: Wanted, language: str) -> list[tantivy.Query]:
        alternatives = self._telling_ways(wanted.alternatives.get(language, ()), language)
        rarity = self._rarity_of_all(alternatives, language)
        ways = [found for way in alternatives if (found := self._way(way, language, rarity))]
        if len(ways) > 1:
            best = tantivy.Query.disjunction_max_query(
                [any_clause(way) for way in ways], tie_breaker=TIE_BREAKER
            )
            return [best]
        return ways[0] if ways else []

    def _rarity_of_all(self, alternatives: Sequence[Alternative], language: str) -> float:
        """Return how rare it is that a text says the word in any of several ways.

        What may be meant tells no more than all together: else a rare word that is hardly ever
        meant would outweigh the common one that is (Pirkola 1998, "structured queries"). Infinite
        for one way.
        """
        if len(alternatives) < 2:
            return math.inf
        most = max(way.weight for way in alternatives)
        count = sum(
            way.weight / most * self.reader.frequency("body", f"{language}:{way.tokens[0]}")
            for way in alternatives
        )
        return self._rarity(count) if count else math.inf

    def _rarity(self, count: float) -> float:
        """Return the inverse document frequency as the engine's BM25 counts it."""
        documents = max(self.reader.searcher.num_docs, count)
        return math.log(1 + (documents - count + 0.5) / (count + 0.5))

    def _telling_ways(
        self, alternatives: Sequence[Alternative], language: str
    ) -> Sequence[Alternative]:
        """Leave out what else may be meant and stands in very many texts, if something is left."""
        kept = [
            way
            for way in alternatives
            if way.weight >= 1.0
            or not self._is_common(
                self.reader.frequency("body", f"{language}:{way.tokens[0]}"), COMMON_WORD
            )
        ]
        return kept or alternatives

    def _way(self, way: Alternative, language: str, rarity: float) -> list[tantivy.Query]:
        found = []
        for place, marked in self._tokens(way, language):
            own = self._rarity(self.reader.frequency("body", marked))
            weight = way.weight * (1.0 if way.weight >= FULL else min(1.0, rarity / own))
            found += [
                term(self.reader, field, marked, weight * of_field)
                for field, of_field in (FIELDS_OF_PARTS if place else FIELDS)
                if self.reader.frequency(field, marked)
            ]
        return found

    def _tokens(self, way: Alternative, language: str) -> Iterator[tuple[int, str]]:
        """Yield the tokens to look for, as texts of `language` have them, with their places."""
        for place, token in enumerate(way.tokens):
            marked = f"{language}:{token}"
            count = self.reader.frequency("body", marked)
            if count and not ((place or way.weight < FULL) and self._is_common(count)):
                yield place, marked

    def _is_common(self, count: int, share: float = COMMON_PART) -> bool:
        documents = self.reader.searcher.num_docs
        return documents >= FEWEST_DOCUMENTS and count > share * documents

    def _named(self, wanted: Wanted) -> list[tantivy.Query]:
        return [
            term(self.reader, field, token, weight) for field, token, weight in self._names(wanted)
        ]

    def _names(self, wanted: Wanted) -> Iterator[tuple[str, str, float]]:
        """Yield the names and codes to look for: field, token and weight."""
        for token, weight in wanted.labels.items():
            for field, of_field in (("labels", LABEL_WEIGHT), ("places", PLACE_WEIGHT)):
                count = self.reader.frequency(field, token)
                if count and not (len(self.wanted) > 1 and self._is_common(count, COMMON_WORD)):
                    yield field, token, weight * of_field
        for code in wanted.codes:
            if self.reader.frequency("concepts", code):
                yield "concepts", code, CONCEPT_WEIGHT

    def _near(self, language: str) -> list[tantivy.Query]:
        found = []
        for one, other in pairwise(self.wanted):
            mains = [f"{language}:{main}" for main in (one.main(language), other.main(language))]
            rarer = min(self.reader.frequency("body", main) for main in mains)
            if mains[0] == mains[1] or not rarer or self._is_common(rarer):
                continue
            pair: list[str | tuple[int, str]] = [*mains]
            near = tantivy.Query.phrase_query(self.reader.schema, "body", pair, slop=NEAR_WORDS)
            found.append(tantivy.Query.boost_query(near, NEAR_WEIGHT))
        return found


def _in_field(reader: Reader, wanted: Wanted, field: str) -> tantivy.Query:
    return any_clause(
        term(reader, field, f"{language}:{way.tokens[0]}", way.weight)
        for language, ways in wanted.alternatives.items()
        for way in ways
    )


def _phrase(reader: Reader, phrase: Phrase) -> tantivy.Query:
    """Return what has the words side by side, in any form, in texts of any language."""
    found = []
    for language, words in phrase.by_language.items():
        main: list[str | tuple[int, str]] = [f"{language}:{word[0]}" for word in words]
        if len(main) > 1:
            found.append(tantivy.Query.phrase_query(reader.schema, "body", main))
        elif words:
            found.append(term(reader, "body", f"{language}:{words[0][0]}", 1.0))
    return any_clause(found)


def any_clause(clauses: Iterable[tantivy.Query]) -> tantivy.Query:
    """Return what matches any of the clauses, scores added up; nothing without clauses."""
    several = [(tantivy.Occur.Should, clause) for clause in clauses]
    return tantivy.Query.boolean_query(several) if several else tantivy.Query.empty_query()


def term(reader: Reader, field: str, token: str, weight: float) -> tantivy.Query:
    """Return what has a token in a field, its score multiplied by `weight`."""
    plain = tantivy.Query.term_query(reader.schema, field, token, index_option="freq")
    return plain if weight == 1.0 else tantivy.Query.boost_query(plain, weight)
