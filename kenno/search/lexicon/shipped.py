"""What comes with the program: related concepts and learned word pairs, made by scripts/."""

import gzip
from collections.abc import Container
from pathlib import Path
from typing import Final, NamedTuple

DATA: Final = Path(__file__).parent / "data"
RELATED: Final = DATA / "related.tsv.gz"
LEARNED: Final = DATA / "learned.tsv.gz"

# Two words that mean the same, and how surely.
PairScores = dict[tuple[str, str], float]


class Related(NamedTuple):
    """How often librarians gave a concept, and which others go with it, best first."""

    texts: int
    codes: tuple[str, ...]


def related_concepts(wanted: Container[str]) -> dict[str, Related]:
    """Return what is known of each of the wanted concepts, by code."""
    found = {}
    for line in _lines(RELATED):
        code, _tab, rest = line.partition("\t")
        if code in wanted:
            count, codes = rest.split("\t")
            found[code] = Related(int(count), tuple(codes.split()))
    return found


def learned_pairs() -> dict[tuple[str, str], PairScores]:
    """Return the word pairs learned from parallel labels by their two languages, best first.

    The languages stand in the order fi, sv, en. A pair has its likelihood.
    """
    pairs: dict[tuple[str, str], PairScores] = {}
    for line in _lines(LEARNED):
        one, other, word, translation, score = line.split("\t")
        pairs.setdefault((one, other), {})[word, translation] = float(score)
    return pairs


def _lines(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode().splitlines()
