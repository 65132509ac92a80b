"""How texts of each language may say what the words of a search say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from kenno.core.languages import LANGUAGES
from kenno.search.analysis import headword_tokens, is_stop_word, tokens, words
from kenno.search.lexicon import ConceptMatch, Lexicon
from kenno.search.meaning import Alternative, Wanted
from kenno.search.understanding.kin import kin
from kenno.search.understanding.terms import Terms

LABEL_WEIGHT: Final = 0.9
# A concept of whose name the words have the stem only, or that names a part of a compound.
STEM_OF_LABEL_WEIGHT: Final = 0.4
PART_WEIGHT: Final = 0.5
TRANSLATION_WEIGHT: Final = 0.9
STEM_OF_HEADWORD_WEIGHT: Final = 0.4
# Each translation is less likely than the one before it.
NEXT_TRANSLATION: Final = 0.75
# Where a search of few words names a concept, what lists say of its words counts so much less.
LISTED_BESIDE_NAME: Final = 0.4
# Of a concept that several words name, one of them tells less: people are not young people.
WORD_OF_NAME_WEIGHT: Final = 0.5
# Another name of the concept in the language of the search: near, but not what was typed.
OTHER_NAME_WEIGHT: Final = 0.4
# A search of so many words is a question, which texts may answer in other words than it asks.
WORDS_OF_A_QUESTION: Final = 3
SYNONYM_WEIGHT: Final = 0.5
# A word of another language that texts of this one may hold as it is: a name or a loan.
FOREIGN_NAME_WEIGHT: Final = 0.9
FOREIGN_WORD_WEIGHT: Final = 0.75
# Texts in the language of the search come before those that are found by other names: a Finnish
# compound is met by itself and by its parts, and would else weigh more than a Swedish word.
OTHER_LANGUAGE_WEIGHT: Final = 0.35
# A word that only begins like one that nothing knows.
KIN_WEIGHT: Final = 0.7
MOST_CONCEPTS: Final = 2
MOST_LABELS: Final = 2
MOST_TRANSLATIONS: Final = 4
# Names and translations that many searches look for.
CACHED_TEXTS: Final = 32_768


@dataclass(frozen=True)
class Expansion:
    """In which languages a search is written, and what is known of texts and words.

    Words in `literal` are searched just as they are. What `is_question` may be said with synonyms.
    """

    lexicon: Lexicon
    written_in: Mapping[str, float]
    index: Terms
    literal: Collection[str] = ()
    is_question: bool = False

    def concepts_in(self, surfaces: Sequence[str]) -> list[tuple[ConceptMatch, str]]:
        """Return the concepts that the words name, each with the language that names it."""
        found: list[tuple[ConceptMatch, str]] = []
        taken: set[int] = set()
        for language in self.written_in:
            if language not in LANGUAGES:
                continue
            analysed = [
                () if is_stop_word(surface, language) else tokens(surface, language)
                for surface in surfaces
            ]
            for match in self.lexicon.concepts_in(analysed, language):
                span = set(range(match.start, match.end))
                meant = None if span & taken else self._meant(match, surfaces, language)
                if meant:
                    taken |= span
                    found.append((meant, language))
        return sorted(found, key=lambda one: one[0].start)

    def _meant(
        self, match: ConceptMatch, surfaces: Sequence[str], language: str
    ) -> ConceptMatch | None:
        """Return a match with the concepts that a word means, not only looks like; None without.

        What a word list says of a word tells: Swedish "viktig" has the stem of "vikt" (weight),
        "kommer" (comes) looks like a form of "komer" (a people), "första" is an alternative name of
        a kind of managers, wrongly cut, and "förekommer" (occurs) is not made up of drivers and
        that people. What only has another ending of nouns is meant: "cheferna" is of "chefer".
        """
        if language == "fi" or match.end - match.start > 1:
            return match
        [surface] = surfaces[match.start : match.end]
        for other in LANGUAGES:
            found = self.lexicon.translations(surface, language, other)
            if other == language or not found.of_headword:
                continue
            if match.parts:
                return None
            listed = _main_tokens(found.texts, other)
            codes = tuple(
                code
                for code in match.codes
                if self.lexicon.is_noun_of(surface, self._name(code, language), language)
                or not listed.isdisjoint(_main_tokens(self.lexicon.labels(code, other), other))
            )
            return match._replace(codes=codes) if codes else None
        return match

    def _name(self, code: str, language: str) -> str:
        return next(iter(self.lexicon.labels(code, language)), "")

    def wanted(
        self, surfaces: Sequence[str], concept: tuple[ConceptMatch, str] | None = None
    ) -> Wanted:
        """Return what is looked for by a word, or by words that name a concept together."""
        alternatives = {
            language: found
            for language in dict.fromkeys([*self.index.languages, *self.written_in])
            if (found := self._ways(surfaces, concept, language))
        }
        labels: dict[str, float] = {}
        for language, weight in self.written_in.items():
            for surface in surfaces:
                if not is_stop_word(surface, language) or len(self.written_in) == 1:
                    for token in tokens(surface, language):
                        labels[token] = max(labels.get(token, 0.0), weight)
        codes = concept[0].codes[:1] if concept and not concept[0].parts else ()
        return Wanted(tuple(surfaces), alternatives, labels, codes)

    def _ways(
        self,
        surfaces: Sequence[str],
        concept: tuple[ConceptMatch, str] | None,
        language: str,
    ) -> tuple[Alternative, ...]:
        own = self._as_typed(surfaces, language)
        ways = [own] if own else []
        if set(surfaces).isdisjoint(self.literal):
            ways += self._in_other_words(surfaces, concept, language)
        share = 1.0 if language in self.written_in else OTHER_LANGUAGE_WEIGHT
        seen: dict[tuple[str, ...], Alternative] = {}
        for way in ways:
            before = seen.get(way.tokens)
            if before is None or way.weight > before.weight:
                seen[way.tokens] = way
        return tuple(
            Alternative(way.tokens, way.weight * share, way.part_weight) for way in seen.values()
        )

    def _in_other_words(
        self,
        surfaces: Sequence[str],
        concept: tuple[ConceptMatch, str] | None,
        language: str,
    ) -> list[Alternative]:
        listed: list[Alternative] = []
        if language not in self.written_in or len(self.written_in) > 1:
            listed += self._by_word_lists(surfaces, language)
        named = list(self._by_concept(surfaces, concept, language))
        if not named and not listed and language not in self.written_in:
            listed += self._by_parts(surfaces, language)
        if not self.is_question and any(way.weight >= LABEL_WEIGHT for way in named):
            listed = [Alternative(way.tokens, way.weight * LISTED_BESIDE_NAME) for way in listed]
        if not (named or listed) or surfaces[0][:1].isupper():
            listed += self._by_kin(surfaces, language)
        if self.is_question and len(surfaces) == 1 and language in self.written_in:
            listed += self._by_synonyms(surfaces[0], language)
        return [*named, *listed]

    def _as_typed(self, surfaces: Sequence[str], language: str) -> Alternative | None:
        if language in self.written_in:
            weight = self.written_in[language]
        elif any(
            self.lexicon.knows(surface, source)
            for surface in surfaces
            for source in self.written_in
        ):
            weight = FOREIGN_WORD_WEIGHT
        else:
            weight = FOREIGN_NAME_WEIGHT
        kept = [surface for surface in surfaces if not is_stop_word(surface, language)] or (
            [] if language not in self.written_in else list(surfaces)
        )
        way = _way(kept, language, weight)
        if way is None or len(kept) == 1:
            return way
        return replace(way, part_weight=WORD_OF_NAME_WEIGHT)

    def _by_concept(
        self, surfaces: Sequence[str], concept: tuple[ConceptMatch, str] | None, language: str
    ) -> Iterable[Alternative]:
        if concept is None:
            return
        match, named_in = concept
        for codes in match.parts or (match.codes,):
            for code in codes[:MOST_CONCEPTS]:
                weight = self._weight_of_label(surfaces, match, code, named_in, language)
                for label in self.lexicon.labels(code, language)[:MOST_LABELS]:
                    found = _tokens_of_label(label, language)
                    if found:
                        yield Alternative(found, weight)

    def _weight_of_label(
        self, surfaces: Sequence[str], match: ConceptMatch, code: str, named_in: str, language: str
    ) -> float:
        if named_in == language:
            return OTHER_NAME_WEIGHT
        if match.parts:
            return PART_WEIGHT
        is_name = any(
            self.lexicon.is_form_of(surfaces, label, named_in)
            for label in self.lexicon.labels(code, named_in)
        )
        return LABEL_WEIGHT if is_name else STEM_OF_LABEL_WEIGHT

    def _by_word_lists(self, surfaces: Sequence[str], language: str) -> Iterable[Alternative]:
        for source in self.written_in:
            if source == language:
                continue
            for surface in surfaces:
                if not is_stop_word(surface, source):
                    yield from self._translated(surface, source, language)

    def _by_parts(self, surfaces: Sequence[str], language: str) -> Iterable[Alternative]:
        """Yield what the parts of a compound are that no list has as a whole."""
        for source in self.written_in:
            for surface in surfaces:
                for part in tokens(surface, source)[1:]:
                    for way in self._translated(part, source, language):
                        yield Alternative(way.tokens, way.weight * PART_WEIGHT)

    def _translated(self, word: str, source: str, language: str) -> Iterable[Alternative]:
        found = self.lexicon.translations(word, source, language)
        weight = TRANSLATION_WEIGHT if found.of_headword else STEM_OF_HEADWORD_WEIGHT
        for said in found.texts[:MOST_TRANSLATIONS]:
            tokens_ = _tokens_of_translation(said, language)
            if tokens_:
                yield Alternative(tokens_, weight)
            weight *= NEXT_TRANSLATION

    def _by_synonyms(self, surface: str, language: str) -> Iterable[Alternative]:
        base = tokens(surface, language)[0] if language == "fi" else surface
        for word in self.lexicon.synonyms(base, language):
            if not is_stop_word(word, language):
                way = headword_tokens(word, language)[:1]
                yield Alternative(way, SYNONYM_WEIGHT * self.written_in[language])

    def _by_kin(self, surfaces: Sequence[str], language: str) -> Iterable[Alternative]:
        for surface in surfaces:
            main = next(iter(tokens(surface, next(iter(self.written_in), language))), "")
            if not self.index.frequency("body", f"{language}:{main}"):
                for other in kin(main, language, self.index):
                    yield Alternative((other,), KIN_WEIGHT)


def _way(surfaces: Iterable[str], language: str, weight: float) -> Alternative | None:
    found = _distinct_tokens(surfaces, language)
    return Alternative(found, weight) if found else None


def _distinct_tokens(surfaces: Iterable[str], language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t for surface in surfaces for t in tokens(surface, language)))


@lru_cache(maxsize=CACHED_TEXTS)
def _tokens_of_label(label: str, language: str) -> tuple[str, ...]:
    said = words(label.partition(" (")[0])
    return _distinct_tokens([one for one in said if not is_stop_word(one, language)], language)


@lru_cache(maxsize=CACHED_TEXTS)
def _tokens_of_translation(said: str, language: str) -> tuple[str, ...]:
    """Return the tokens of a translation: one word is a base form, several are a phrase."""
    kept = [one for one in words(said) if not is_stop_word(one, language)]
    if kept == [said]:
        return headword_tokens(said, language)
    return _distinct_tokens(kept, language)


def _main_tokens(texts: Iterable[str], language: str) -> set[tuple[str, ...]]:
    return {
        tuple(tokens(word, language)[0] for word in words(text.partition(" (")[0]))
        for text in texts
    }
