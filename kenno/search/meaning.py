"""What a search asks for once its words are understood: tokens to look for, with their weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kenno.search.results import Understanding


@dataclass(frozen=True)
class Alternative:
    """One way to say something in one language: its tokens, the main one of each word first.

    Each other token than the first weighs `part_weight` of the whole.
    """

    tokens: tuple[str, ...]
    weight: float
    part_weight: float = 1.0


@dataclass(frozen=True)
class Wanted:
    """A word or name of the search: how texts of each language and names may say it.

    `alternatives` by the language of the text; `labels` are the tokens by which names of places
    and concepts are searched, `codes` the concepts meant. `surfaces` is how it was typed.
    """

    surfaces: tuple[str, ...]
    alternatives: Mapping[str, tuple[Alternative, ...]]
    labels: Mapping[str, float] = field(default_factory=dict)
    codes: tuple[str, ...] = ()

    def main(self, language: str) -> str:
        """Return the token that stands for this in texts of `language`; empty without any."""
        ways = self.alternatives.get(language, ())
        return ways[0].tokens[0] if ways else ""


@dataclass(frozen=True)
class Phrase:
    """Words that must stand side by side, as main tokens in each language; or must not stand."""

    by_language: Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Meaning:
    """A search understood. Without `wanted`, `phrases` and `title_only` it asks for everything.

    `filters` are those of the words, to be added to those of the address. A text that has signs
    but no words `says_nothing` and finds nothing.
    """

    wanted: tuple[Wanted, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    title_only: tuple[Wanted, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    says_nothing: bool = False
    understanding: Understanding = field(default_factory=Understanding)

    @property
    def asks_for_words(self) -> bool:
        """Whether something is to be matched, so that there is a relevance to order by."""
        return bool(self.wanted or self.phrases or self.title_only)

    @property
    def is_loose(self) -> bool:
        """Whether any of the words may match, so that what is near in meaning may too."""
        return bool(self.wanted) and not (self.phrases or self.excluded or self.title_only)
