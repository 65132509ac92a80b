"""The words of a search as clauses of the engine's query: in which ways a text may say each."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import tantivy

from kenno.search.engine.clauses import any_clause, presence, term
from kenno.search.engine.generation import Clauses, Reader
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
COMMON_PART: Final = 0.07
COMMON_WORD: Final = 0.1
FEWEST_WORDS: Final = 2
FEWEST_DOCUMENTS: Final = 25_000
# There, a word of the search's own language is also looked for by so many other words.
MOST_OTHER_WORDS: Final = 1


class Token(NamedTuple):
    """A token as texts of a language have it, and how many documents do."""

    marked: str
    frequency: int


class Way(NamedTuple):
    """A way to say a word: what of it is looked for.

    `frequency` tells how many documents have its main token, `whole` holds that token unless it is
    left out, `parts` those of its other tokens that are not left out, of all the `of_parts`; each
    weighs `part_weight` of the whole.
    """

    weight: float
    frequency: int
    whole: tuple[Token, ...]
    parts: tuple[Token, ...]
    of_parts: int
    part_weight: float


@dataclass
class WordClauses:
    """The wanted words as clauses of which any may match."""

    reader: Reader
    wanted: Sequence[Wanted]

    def __post_init__(self) -> None:
        documents = self.reader.searcher.num_docs
        self._is_large = documents >= FEWEST_DOCUMENTS
        self._most_of_presence, self._most_of_part, self._most_of_word = (
            share * documents if self._is_large else math.inf
            for share in (COMMON_PRESENCE, COMMON_PART, COMMON_WORD)
        )

    def matches(self) -> list[tantivy.Query]:
        """Return what any of the words is met by: title and lead are parts of the body."""
        met: dict[tuple[str, str], None] = {}
        for wanted in self._telling():
            met |= {
                ("body", token.marked): None
                for language in self.reader.languages
                for way in self._ways(wanted.alternatives.get(language, ()), language)
                for token in (*way.whole, *way.parts)
            }
            met |= {(field, token): None for field, token, _weight in self._names(wanted)}
        return [term(self.reader, field, token, 1.0) for field, token in met]

    def clauses(self) -> list[tantivy.Query]:
        """Return what the words are met by, with scores."""
        found: list[tantivy.Query] = []
        for wanted in self._telling():
            for language in self.reader.languages:
                found += self._said(wanted, language)
            found += self._named(wanted)
        for language in self.reader.languages:
            found += self._near(language)
        return found

    def _telling(self) -> list[Wanted]:
        """Leave out words that stand in very many documents, as long as some are left."""
        if not self._is_large or len(self.wanted) <= FEWEST_WORDS:
            return list(self.wanted)
        rarity = sorted(self.wanted, key=self._frequency)
        kept = [one for one in rarity if self._frequency(one) <= self._most_of_word]
        chosen = kept if len(kept) >= FEWEST_WORDS else rarity[:FEWEST_WORDS]
        return [one for one in self.wanted if one in chosen]

    def _frequency(self, wanted: Wanted) -> int:
        return sum(
            self.reader.frequency("body", f"{language}:{main}")
            for language in self.reader.languages
            if (main := wanted.main(language))
        )

    def _said(self, wanted: Wanted, language: str) -> Clauses:
        alternatives = wanted.alternatives.get(language, ())
        key = (language, len(self.wanted), alternatives)
        return self.reader.clauses(key, lambda: tuple(self._saying(alternatives, language)))

    def _saying(self, alternatives: Sequence[Alternative], language: str) -> list[tantivy.Query]:
        ways = self._ways(alternatives, language)
        rarity = self._rarity_of_all(ways)
        found = [_best(several) for several in self._by_field(ways, rarity)]
        if found and len(self.wanted) > 1:
            found += self._present(ways, rarity)
        return found

    def _ways(self, alternatives: Sequence[Alternative], language: str) -> list[Way]:
        """Return the ways in which texts of `language` say a word.

        Left out is what else may be meant and stands in very many texts, if something is left.
        """
        ways = [self._way(one, language) for one in alternatives]
        kept = [way for way in ways if way.weight >= 1.0 or way.frequency <= self._most_of_word]
        kept = kept or ways
        full = [way for way in kept if way.weight >= FULL]
        if self._is_large and full:
            others = sorted((way for way in kept if way.weight < FULL), key=lambda way: -way.weight)
            return full + others[:MOST_OTHER_WORDS]
        return kept

    def _way(self, said: Alternative, language: str) -> Way:
        main, *others = (f"{language}:{token}" for token in said.tokens)
        count = self.reader.frequency("body", main)
        most = math.inf if said.weight >= FULL else self._most_of_part
        parts = [Token(other, self.reader.frequency("body", other)) for other in others]
        return Way(
            said.weight,
            count,
            (Token(main, count),) if 0 < count <= most else (),
            tuple(part for part in parts if 0 < part.frequency <= self._most_of_part),
            len(others),
            said.part_weight,
        )

    def _by_field(self, ways: Sequence[Way], rarity: float) -> Iterable[list[tantivy.Query]]:
        """Return what the ways are met by: in each field, and by parts in any."""
        found: dict[str, list[tantivy.Query]] = defaultdict(list)
        for way in ways:
            fields = FIELDS if way.weight >= FULL else FIELDS_OF_OTHER_WAYS
            for token in way.whole:
                weight = self._weight(way, token, rarity)
                for field, of_field in fields:
                    if self.reader.frequency(field, token.marked):
                        found[field].append(
                            term(self.reader, field, token.marked, weight * of_field)
                        )
            parts = [
                term(self.reader, field, part.marked, weight * of_field)
                for part in way.parts
                for weight in [self._weight(way, part, rarity) * self._weight_of_parts(way)]
                for field, of_field in fields[:-1]
                if self.reader.frequency(field, part.marked)
            ]
            if parts:
                found["parts"].append(any_clause(parts))
        return found.values()

    def _weight(self, way: Way, token: Token, rarity: float) -> float:
        if way.weight >= FULL:
            return way.weight
        return way.weight * min(1.0, rarity / self._rarity(token.frequency))

    def _weight_of_parts(self, way: Way) -> float:
        """Return what a part of a word weighs beside the whole, less where it only may be meant.

        The more words there are, the less: a part of one tells less than another one as it is.
        """
        return way.part_weight / (1.0 if way.weight >= FULL else math.sqrt(len(self.wanted)))

    def _present(self, ways: Sequence[Way], rarity: float) -> list[tantivy.Query]:
        """Return what has the word in any way, whole or in parts, however many times."""
        found = []
        for way in ways:
            score = PRESENCE_WEIGHT * way.weight * min(rarity, self._rarity(way.frequency))
            of_part = score * way.part_weight * PRESENCE_OF_PARTS / max(1, way.of_parts)
            found += self._presences(way.whole, score)
            parts = self._presences(way.parts, of_part)
            if parts:
                found.append(any_clause(parts))
        return [tantivy.Query.disjunction_max_query(found)] if len(found) > 1 else found

    def _presences(self, tokens: Sequence[Token], score: float) -> list[tantivy.Query]:
        return [
            presence(self.reader, "body", token.marked, score)
            for token in tokens
            if token.frequency <= self._most_of_presence
        ]

    def _rarity_of_all(self, ways: Sequence[Way]) -> float:
        """Return how rare it is that a text says the word in any of several ways.

        What may be meant tells no more than all together: else a rare word that is hardly ever
        meant would outweigh the common one that is (Pirkola 1998, "structured queries"). Infinite
        for one way.
        """
        if len(ways) < 2:
            return math.inf
        most = max(way.weight for way in ways)
        count = sum(way.weight / most * way.frequency for way in ways)
        return self._rarity(count) if count else math.inf

    def _rarity(self, count: float) -> float:
        """Return the inverse document frequency as the engine's BM25 counts it."""
        documents = max(self.reader.searcher.num_docs, count)
        return math.log(1 + (documents - count + 0.5) / (count + 0.5))

    def _named(self, wanted: Wanted) -> list[tantivy.Query]:
        return [
            term(self.reader, field, token, weight) for field, token, weight in self._names(wanted)
        ]

    def _names(self, wanted: Wanted) -> Iterator[tuple[str, str, float]]:
        """Yield the names and codes to look for: field, token and weight."""
        for token, weight in wanted.labels.items():
            for field, of_field in (("labels", LABEL_WEIGHT), ("places", PLACE_WEIGHT)):
                count = self.reader.frequency(field, token)
                if count and (len(self.wanted) == 1 or count <= self._most_of_word):
                    yield field, token, weight * of_field
        for code in wanted.codes:
            if self.reader.frequency("concepts", code):
                yield "concepts", code, CONCEPT_WEIGHT

    def _near(self, language: str) -> list[tantivy.Query]:
        found = []
        for one, other in pairwise(self.wanted):
            mains = [f"{language}:{main}" for main in (one.main(language), other.main(language))]
            rarer = min(self.reader.frequency("body", main) for main in mains)
            if mains[0] == mains[1] or not 0 < rarer <= self._most_of_part:
                continue
            pair: list[str | tuple[int, str]] = [*mains]
            near = tantivy.Query.phrase_query(self.reader.schema, "body", pair, slop=NEAR_WORDS)
            found.append(tantivy.Query.boost_query(near, NEAR_WEIGHT))
        return found


def _best(several: Sequence[tantivy.Query]) -> tantivy.Query:
    """Return what matches any of several clauses by the best of their scores."""
    if len(several) == 1:
        return several[0]
    return tantivy.Query.disjunction_max_query(several, tie_breaker=TIE_BREAKER)
