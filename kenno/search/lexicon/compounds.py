"""Splitting a compound that is written as one word into words that are known."""

from collections.abc import Callable
from typing import Final

SHORTEST_PART: Final = 3
LONGEST_COMPOUND: Final = 60
MOST_PARTS: Final = 4
# What Swedish puts between the parts of a compound, often for another vowel: kyrka, kyrkokonsert.
LINKS: Final = {"sv": "seouai"}

# Of a part as it is written: the main token of the word that it is, or empty.
Known = Callable[[str], str]
_Split = tuple[int, int, tuple[str, ...]]


def split_compound(word: str, language: str, known: Known) -> tuple[str, ...]:
    """Return the main tokens of the parts of `word`; empty when it is not made of known words.

    The fewest parts win, then the split whose shortest part is longest, then the longest last
    part, which says what the compound is. A letter that links parts belongs to none.
    """
    length = len(word)
    if not 2 * SHORTEST_PART <= length <= LONGEST_COMPOUND:
        return ()
    links = LINKS.get(language, "")
    # By the place where a part ends: number of parts, shortest part (both to be small), parts.
    best: dict[int, _Split] = {0: (0, -length, ())}
    for end in (*range(SHORTEST_PART, length - SHORTEST_PART + 1), length):
        candidates = []
        for start, (count, shortest, parts) in best.items():
            size = end - start
            if size < SHORTEST_PART or count == MOST_PARTS or size == length:
                continue
            token = _part(word[start:end], known, links if end < length else "")
            if token:
                candidates.append((count + 1, max(shortest, -size), (*parts, token)))
        if candidates:
            best[end] = min(candidates, key=lambda split: split[:2])
    return best[length][2] if length in best else ()


def _part(part: str, known: Known, links: str) -> str:
    token = known(part)
    if token or not links or part[-1] not in links or len(part) <= SHORTEST_PART:
        return token
    return known(part[:-1])
