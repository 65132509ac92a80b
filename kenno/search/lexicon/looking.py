"""Look-up of concepts, their labels and translations in a lexicon that has been built."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

from kenno.search.analysis import is_stop_word, tokens, words
from kenno.search.analysis.voikko import voikko
from kenno.search.analysis.words import normal_form
from kenno.search.lexicon import keys
from kenno.search.lexicon.tables import Table

LANGUAGES: Final = ("fi", "sv", "en")
# Languages that write a compound as one word.
JOINING_LANGUAGES: Final = frozenset({"fi", "sv"})
SHORTEST_PART: Final = 3
LONGEST_COMPOUND: Final = 60
MOST_PARTS: Final = 3
# What Swedish puts between the parts of a compound, often for another vowel: kyrka, kyrkokonsert.
LINKS: Final = "seouai"
CACHED_COMPOUNDS: Final = 4096


class ConceptMatch(NamedTuple):
    """Words that name concepts: `words[start:end]`; `codes` has the likeliest concept first.

    Where no label is the whole word but known labels together make it up, `parts` has the codes
    of each part in order, and `codes` the first one of each.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()


class Lexicon:
    """What is known of words, in a table that `building` made. Safe from threads."""

    def __init__(self, table: Table, name: str) -> None:
        """Look up in `table`; `name` tells from what it was built."""
        self.name = name
        self._table = table
        self._compound = lru_cache(maxsize=CACHED_COMPOUNDS)(self._split)

    def concepts_in(self, words: Sequence[Sequence[str]], language: str) -> list[ConceptMatch]:
        """Return the concepts that `words` of a text in `language` name, in their order.

        `words` are the tokens of each word as tokens() gives them. The longest label that begins
        at a word is taken, all its words in order by their main tokens; matches never overlap. A
        word that no label names is taken as a compound of labels where it is one.
        """
        found = []
        main = [word[0] if word else "" for word in words]
        start = 0
        while start < len(main):
            match = self._label_at(main, start, language) or self._compound_at(
                words[start], start, language
            )
            if match:
                found.append(match)
            start = match.end if match else start + 1
        return found

    def labels(self, code: str, language: str) -> tuple[str, ...]:
        """Return a concept's labels in `language`, the preferred one first."""
        return self._values(keys.labels_key(language, code))

    def translations(self, word: str, source: str, target: str) -> tuple[str, ...]:
        """Return what a word or phrase may be in another language, lower-case, likeliest first."""
        phrase = [tokens(part, source)[0] for part in words(word) if tokens(part, source)]
        return self._values(keys.translations_key(source, target, " ".join(phrase)))

    def knows(self, word: str, language: str) -> bool:
        """Tell whether `word` is a word of `language`, as far as anything here tells."""
        form = normal_form(word)
        if not form or language not in LANGUAGES:
            return False
        if is_stop_word(form, language) or self._table.get(keys.known_key(language, form)):
            return True
        library = voikko() if language == "fi" else None
        if library is not None:
            return library.first_reading(form) is not None
        main = tokens(form, language)[0]
        return bool(
            self._table.get(keys.known_key(language, main)) or self.parts_of(main, language)
        )

    def related(self, code: str) -> tuple[str, ...]:
        """Return the concepts that widen a search for this one, best first, at most eight."""
        return self._values(keys.related_key(code))

    def parts_of(self, main_token: str, language: str) -> tuple[str, ...]:
        """Return the main tokens of the labels that make up a compound; empty when it is none."""
        if language not in JOINING_LANGUAGES:
            return ()
        return self._compound(main_token, language)

    def _label_at(self, main: list[str], start: int, language: str) -> ConceptMatch | None:
        first = main[start]
        if not first:
            return None
        reach = int(self._table.get(keys.reach_key(language, first)) or 1)
        for end in range(min(start + reach, len(main)), start, -1):
            if all(main[start:end]):
                codes = self._values(keys.concepts_key(language, main[start:end]))
                if codes:
                    return ConceptMatch(start, end, codes)
        return None

    def _compound_at(self, word: Sequence[str], start: int, language: str) -> ConceptMatch | None:
        if not word:
            return None
        parts = [
            codes
            for part in self.parts_of(word[0], language) or word[1:]
            if (codes := self._values(keys.concepts_key(language, [part])))
        ]
        if not parts:
            return None
        codes = tuple(dict.fromkeys(of_part[0] for of_part in parts))
        return ConceptMatch(start, start + 1, codes, tuple(parts))

    def _split(self, main_token: str, language: str) -> tuple[str, ...]:
        """Split into the fewest labels, of these splits the one with the longest parts."""
        length = len(main_token)
        if not 2 * SHORTEST_PART <= length <= LONGEST_COMPOUND:
            return ()
        for count in range(2, MOST_PARTS + 1):
            best: tuple[int, tuple[str, ...]] = (0, ())
            for cuts in combinations(range(SHORTEST_PART, length - SHORTEST_PART + 1), count - 1):
                ends = (*cuts, length)
                starts = (0, *cuts)
                if (
                    min(end - start for start, end in zip(starts, ends, strict=True))
                    < SHORTEST_PART
                ):
                    continue
                parts = []
                for start, end in zip(starts, ends, strict=True):
                    part = self._part(main_token[start:end], language, last=end == length)
                    if not part:
                        break
                    parts.append(part)
                else:
                    best = max(best, (min(len(part) for part in parts), tuple(parts)))
            if best[1]:
                return best[1]
        return ()

    def _part(self, part: str, language: str, *, last: bool) -> str:
        known = self._table.get(keys.part_key(language, part))
        if known or last or language != "sv" or part[-1] not in LINKS:
            return known
        shorter = part[:-1]
        return (
            self._table.get(keys.part_key(language, shorter))
            if len(shorter) >= SHORTEST_PART
            else ""
        )

    def _values(self, key: str) -> tuple[str, ...]:
        value = self._table.get(key)
        return tuple(value.split("\t")) if value else ()
