"""Words that nothing holds: typing errors and missing dots."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from kenno.search.analysis import is_stop_word, tokens
from kenno.search.analysis.mending import dotted_forms, near_spellings, near_words
from kenno.search.analysis.words import normal_form
from kenno.search.lexicon import Lexicon
from kenno.search.meaning import Alternative, Wanted
from kenno.search.results import Mended
from kenno.search.understanding.terms import Terms

SHORTEST_MENDED: Final = 4
# Beside the words as typed, those with dots may be meant.
DOTTED_WEIGHT: Final = 0.5
# A word so rare beside one so common may be a typing error that is also in a text.
RARE: Final = 2
FAR_MORE: Final = 20
MOST_CANDIDATES: Final = 12


@dataclass
class Mender:
    """Mends the words of one search, and keeps what it did to be told."""

    index: Terms
    lexicon: Lexicon
    written_in: tuple[str, ...]
    literal: Collection[str]
    mended: list[Mended] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def mend(self, surface: str) -> str:
        """Return the word to search for: this one, or the one it was surely meant to be.

        A word that a language knows or a text holds is left as it is.
        """
        form = normal_form(surface)
        if surface in self.literal or any(letter.isdigit() for letter in form):
            return surface
        held = self._held(form)
        if held:
            if held <= RARE and len(form) >= SHORTEST_MENDED and not self._is_known(form):
                self._offer(surface, form)
            return surface
        instead = self._instead(form)
        if instead:
            self.mended.append(Mended(surface, instead))
            return instead
        self.unknown.append(surface)
        return surface

    def is_dotless_stop_word(self, surface: str) -> bool:
        """Tell whether a word is a Finnish function word typed without its dots: "missa"."""
        if "fi" not in self.written_in or surface in self.literal:
            return False
        form = normal_form(surface)
        return any(is_stop_word(dotted, "fi") for dotted in dotted_forms(form)[:1])

    def with_dots(self, wanted: Wanted, expansion: "Expander") -> Wanted:
        """Add the forms with dots of a word typed without, after the word itself."""
        form = normal_form(wanted.surfaces[0])
        if len(wanted.surfaces) > 1 or "fi" not in self.written_in or form in self.literal:
            return wanted
        found = [dotted for dotted in dotted_forms(form)[:2] if self._held(dotted)]
        if not found:
            return wanted
        self.mended.append(Mended(wanted.surfaces[0], found[0], also=True))
        alternatives = dict(wanted.alternatives)
        labels = dict(wanted.labels)
        for dotted in found:
            other = expansion.wanted([dotted])
            for language, ways in other.alternatives.items():
                lighter = tuple(Alternative(way.tokens, way.weight * DOTTED_WEIGHT) for way in ways)
                alternatives[language] = (*alternatives.get(language, ()), *lighter)
            for token, weight in other.labels.items():
                labels.setdefault(token, weight * DOTTED_WEIGHT)
        return replace(wanted, alternatives=alternatives, labels=labels)

    def _held(self, form: str) -> int:
        """Return in how many documents the word stands, in any form of it."""
        held = self.index.frequency("surfaces", form)
        for language in dict.fromkeys([*self.written_in, *self.index.languages]):
            main = tokens(form, language)[:1]
            for token in main:
                held = max(
                    held,
                    self.index.frequency("body", f"{language}:{token}"),
                    self.index.frequency("labels", token),
                    self.index.frequency("places", token),
                )
        return held

    def _is_known(self, form: str) -> bool:
        return any(self.lexicon.knows(form, language) for language in self.written_in)

    def _instead(self, form: str) -> str:
        if "fi" in self.written_in or "sv" in self.written_in:
            dotted = max(dotted_forms(form), key=self._held, default="")
            if dotted and self._held(dotted):
                return dotted
        if len(form) < SHORTEST_MENDED or self._is_known(form):
            return ""
        if set(self.written_in).isdisjoint(self.index.languages):
            # The texts say it in another language, and hold names and loans as they are.
            listed = near_words(form, self._is_listed)
            if listed:
                return listed[0]
        near = near_words(form, lambda word: self.index.frequency("surfaces", word) > 0)
        if not near:
            near = near_spellings(form) if "fi" in self.written_in else ()
        return self._likeliest(near[:MOST_CANDIDATES])

    def _is_listed(self, form: str) -> bool:
        return any(self.lexicon.lists(form, language) for language in self.written_in)

    def _likeliest(self, candidates: tuple[str, ...]) -> str:
        """Return the candidate held most; the likelier error where several are held alike."""
        held = [(self._held(one), -number, one) for number, one in enumerate(candidates)]
        count, _number, best = max(held, default=(0, 0, ""))
        return best if count else ""

    def _offer(self, surface: str, form: str) -> None:
        near = near_words(form, lambda word: self.index.frequency("surfaces", word) >= FAR_MORE)
        if near:
            self.mended.append(Mended(surface, self._likeliest(near), offered=True))


class Expander(Protocol):
    """What gives the ways to say a word."""

    def wanted(self, surfaces: list[str]) -> Wanted: ...
