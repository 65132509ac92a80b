"""What comes with the program, made by scripts/: related concepts, word pairs, senses of words."""

import gzip
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

from kenno.core.languages import LANGUAGES

DATA: Final = Path(__file__).parent / "data"
RELATED: Final = DATA / "related.tsv.gz"
LEARNED: Final = DATA / "learned.tsv.gz"

# Two words that mean the same, and how surely.
Pair = tuple[str, str]
PairScores = dict[Pair, float]


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


def learned_pairs() -> dict[Pair, PairScores]:
    """Return the word pairs learned from parallel labels by their two languages, best first.

    The languages stand in the order fi, sv, en. A pair has its likelihood.
    """
    pairs: dict[Pair, PairScores] = {}
    for line in _lines(LEARNED):
        one, other, word, translation, score = line.split("\t")
        pairs.setdefault((one, other), {})[word, translation] = float(score)
    return pairs


def senses() -> Iterator[dict[str, list[str]]]:
    """Yield the words of each sense by language; none where the setting names no file."""
    path = Path(settings.WORD_SENSES_FILE)
    for line in _lines(path) if path.is_file() else ():
        words = [said.split("|") if said else [] for said in line.split("\t")]
        yield dict(zip(LANGUAGES, words, strict=True))


def _lines(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode().splitlines()
