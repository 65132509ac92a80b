"""The words of a search as clauses of the engine's query: in which ways a text may say each."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import tantivy

from kenno.search.engine.clauses import any_clause, presence, term
from kenno.search.engine.generation import Reader
from kenno.search.meaning import Alternative, Wanted

TITLE_WEIGHT: Final = 1.0
LEAD_WEIGHT: Final = 0.3
FIELDS: Final = (("body", 1.0), ("title", TITLE_WEIGHT), ("lead", LEAD_WEIGHT))
# What may be meant tells less, and three fields take their time; parts go without the last one.
FIELDS_OF_OTHER_WAYS: Final = FIELDS[:2]
LABEL_WEIGHT: Final = 1.0
PLACE_WEIGHT: Final = 1.0
CONCEPT_WEIGHT: Final = 0.5
# Words of the query found within some words of one another, in either order.
NEAR_WEIGHT: Final = 0.4
NEAR_WORDS: Final = 5
# Of several ways to say a word the best counts, and a part of the others.
TIE_BREAKER: Final = 0.3
# That a text has a word at all tells more than how often: of two texts the one that has more of the
# words of a question comes first. So much of each word's rarity counts for it, and so much of that
# for parts of a compound alone.
PRESENCE_WEIGHT: Final = 0.5
PRESENCE_OF_PARTS: Final = 0.8
# Less than this weighs what may be meant, but is not what was typed.
FULL: Final = 0.8
# Where there are very many documents, what stands in such a share of them is left out, as a look at
# it takes its time: the presence of a word, its parts and other ways to say it, and the word.
COMMON_PRESENCE: Final = 0.02
COMMON_PART: Final = 0.05
COMMON_WORD: Final = 0.25
FEWEST_WORDS: Final = 2
FEWEST_DOCUMENTS: Final = 25_000


@dataclass
class WordClauses:
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
            several = [any_clause(way) for way in ways]
            ways = [[tantivy.Query.disjunction_max_query(several, tie_breaker=TIE_BREAKER)]]
        if not ways or len(self.wanted) == 1:
            return ways[0] if ways else []
        return [*ways[0], *self._present(alternatives, language, rarity)]

    def _present(
        self, alternatives: Sequence[Alternative], language: str, rarity: float
    ) -> list[tantivy.Query]:
        """Return what has the word in any way, whole or in parts, however many times."""
        found = []
        for way in alternatives:
            count = self.reader.frequency("body", f"{language}:{way.tokens[0]}")
            score = PRESENCE_WEIGHT * way.weight * min(rarity, self._rarity(count))
            of_part = score * PRESENCE_OF_PARTS / max(1, len(way.tokens) - 1)
            parts = []
            for place, marked in self._tokens(way, language):
                if self._is_common(self.reader.frequency("body", marked), COMMON_PRESENCE):
                    continue
                if place:
                    parts.append(presence(self.reader, "body", marked, of_part))
                else:
                    found.append(presence(self.reader, "body", marked, score))
            if parts:
                found.append(any_clause(parts))
        return [tantivy.Query.disjunction_max_query(found)] if len(found) > 1 else found

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
            weight = way.weight
            if way.weight < FULL:
                weight *= min(1.0, rarity / own) * (self._weight_of_parts() if place else 1.0)
            fields = FIELDS if way.weight >= FULL else FIELDS_OF_OTHER_WAYS
            found += [
                term(self.reader, field, marked, weight * of_field)
                for field, of_field in (fields[:-1] if place else fields)
                if self.reader.frequency(field, marked)
            ]
        return found

    def _weight_of_parts(self) -> float:
        """Return what a part of a word that only may be meant weighs beside the whole.

        The more words there are, the less: a part of one tells less than another one as it is.
        """
        return 1 / math.sqrt(len(self.wanted))

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
