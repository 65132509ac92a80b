"""How a Swedish word becomes search tokens: stems of its base form and of a compound's parts.

A word is taken as a compound where it can be cut into known words. Which words are known, and how
common each is, was counted once from subject headings, titles of records of culture and a list by
scripts/build_swedish_words.py, which leaves compounds out: they are known by their parts.
"""

import gzip
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from kenno.search.analysis.snowball import stem
from kenno.search.analysis.stems import stem_of_base_form
from kenno.search.analysis.stopwords import NEVER_PARTS

WORDS_FILE: Final = Path(__file__).parents[1] / "data" / "swedish_words.txt.gz"
SHORTEST_PART: Final = 3
SHORTEST_COMPOUND: Final = 7
LONGEST_COMPOUND: Final = 60
MOST_PARTS: Final = 4
# How much likelier one part less makes a cut, and how much a part of three letters costs:
# powers of e of how often the parts are met.
COST_OF_A_PART: Final = 8.0
COST_OF_SHORTNESS: Final = 2.5
COST_OF_A_LINK: Final = 0.3
# A part of three letters must be met so often.
COMMON: Final = 10
CACHED_PARTS: Final = 16_384


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a compound: how it stands there, and the known word that it is."""

    surface: str
    word: str


class KnownWords:
    """Swedish words with how often each was met, and the ways to cut other words into them."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Know the words of `counts`."""
        self._counts = counts
        self._families: dict[str, int] = {}
        for word, count in counts.items():
            family = stem(word, "sv")
            self._families[family] = self._families.get(family, 0) + count
        self._as_head = lru_cache(maxsize=CACHED_PARTS)(self._find_head)
        self._as_tail = lru_cache(maxsize=CACHED_PARTS)(self._find_tail)

    def parts(self, word: str) -> tuple[Part, ...]:
        """Return the parts of a compound in order; none for any other word.

        The best cut has few, long and common parts. A word that is met more often than its parts
        would be by themselves (their geometric mean) is no compound.
        """
        if not SHORTEST_COMPOUND <= len(word) <= LONGEST_COMPOUND:
            return ()
        cost, parts = self._cut(word, MOST_PARTS, {})
        if len(parts) < 2:
            return ()
        own = self._families.get(stem(word, "sv"), 0)
        common = math.exp(-(cost - COST_OF_A_PART * len(parts)) / len(parts))
        return parts if own <= common else ()

    def _cut(
        self, word: str, most: int, known: dict[tuple[int, int], tuple[float, tuple[Part, ...]]]
    ) -> tuple[float, tuple[Part, ...]]:
        found = known.get((len(word), most))
        if found is not None:
            return found
        best: tuple[float, tuple[Part, ...]] = (math.inf, ())
        # The whole word must be cut somewhere, so only what is left of it may be one part.
        tail_cost = self._as_tail(word) if most < MOST_PARTS else None
        if tail_cost is not None:
            best = (tail_cost, (Part(word, word),))
        if most > 1:
            for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
                head = self._as_head(word[:cut])
                if head is None:
                    continue
                cost, rest = self._cut(word[cut:], most - 1, known)
                if head[1] + cost < best[0]:
                    best = (head[1] + cost, (Part(word[:cut], head[0]), *rest))
        known[len(word), most] = best
        return best

    def _find_head(self, surface: str) -> tuple[str, float] | None:
        """Return the word that may stand so before another part, with its cost."""
        options = []
        for word in _behind_link(surface):
            count = self._counts.get(word, 0)
            if self._may_be_part(word, count):
                cost = self._cost(count, word) + (COST_OF_A_LINK if word != surface else 0.0)
                options.append((cost, word))
        if not options and surface[-1] in "ou":
            # "gatu-" where only other forms of "gata" were met.
            word = surface[:-1] + "a"
            count = self._families.get(stem(word, "sv"), 0)
            if self._may_be_part(word, count):
                options.append((self._cost(count, word) + COST_OF_A_LINK, word))
        cost, word = min(options, default=(math.inf, ""))
        return (word, cost) if word else None

    def _find_tail(self, surface: str) -> float | None:
        """Return the cost of a last part, a known word in any inflected form, if it is one."""
        count = self._families.get(stem(surface, "sv"), 0)
        return self._cost(count, surface) if self._may_be_part(surface, count) else None

    def _may_be_part(self, word: str, count: int) -> bool:
        if len(word) < SHORTEST_PART or not {word, stem(word, "sv")}.isdisjoint(NEVER_PARTS):
            return False
        return count >= (COMMON if len(word) == SHORTEST_PART else 1)

    def _cost(self, count: int, word: str) -> float:
        shortness = COST_OF_SHORTNESS if len(word) <= SHORTEST_PART else 0.0
        return COST_OF_A_PART + shortness - math.log(count)


def _behind_link(surface: str) -> Iterator[str]:
    """Yield what a first part may be by itself: verksamhets-, kyrko-, gatu-, skol-, musei-."""
    yield surface
    body, last = surface[:-1], surface[-1]
    if last in "se":
        yield body
    if last in "oue":
        yield body + "a"
    if last == "i" and body.endswith("e"):
        yield body + "um"
    yield surface + "a"
    yield surface + "e"


def swedish_tokens(word: str) -> tuple[str, ...]:
    """Return the search tokens of a lower-case word: the stems of its base form and its parts.

    Of a compound of three parts or more, two that stand beside one another are a token as well:
    "barnkulturverksamhet" is found by "barnkultur".
    """
    return (stem_of_base_form(word, "sv"), *_of_parts(known_words().parts(word)))


def _of_parts(parts: tuple[Part, ...]) -> Iterator[str]:
    if len(parts) > 2:
        for first, second in pairwise(parts):
            yield stem_of_base_form(first.surface + second.word, "sv")
    for part in parts:
        yield stem_of_base_form(part.word, "sv")


@lru_cache(maxsize=1)
def known_words() -> KnownWords:
    """Return the known words of the file, read once in a process."""
    return KnownWords(read_words(WORDS_FILE))


def read_words(path: Path) -> dict[str, int]:
    """Read a list of words: lines of a count and the words met so often."""
    counts: dict[str, int] = {}
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        count, *words = line.split()
        counts.update(dict.fromkeys(words, int(count)))
    return counts
