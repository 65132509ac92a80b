"""Which of several readings of a Finnish word is meant.

How common a base form is was counted once from subject headings and titles of records of culture
by scripts/build_finnish_words.py.
"""

import gzip
import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from kenno.search.analysis.stopwords import STOP_WORDS
from kenno.search.analysis.voikko import Reading

WORDS_FILE: Final = Path(__file__).parents[1] / "data" / "finnish_words.txt.gz"
BASE_IN_PARENTHESES = re.compile(r"\(([^()+][^()]*)\)")


def likeliest(readings: Sequence[Reading]) -> Reading | None:
    """Return the likeliest of a word's readings, or None when there is none.

    The one with the fewest parts, of these one that the dictionary has as a whole, then one
    without a possessive suffix, then with the commonest base form (of a compound: of its last
    part), then with the shortest one, then Voikko's first. So *oppilasta* is no child of learning
    (oppi + lapsi), *kuusi* is a tree and not your moon (kuu), *luokista* is of classes (luokka)
    and not of harness bows (luokki).
    """
    return min(fewest_parts(readings), key=_unlikeliness, default=None)


def fewest_parts(readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings that take the word for the fewest parts."""
    fewest = min((_parts(reading) for reading in readings), default=0)
    return [reading for reading in readings if _parts(reading) == fewest]


def bases_of(reading: Reading) -> list[str]:
    """Return the base forms of what a word is derived from or made up of, in lower case."""
    found = BASE_IN_PARENTHESES.findall(reading.word_bases)
    return [base.replace("=", "").lower() for base in found]


def _is_listed_whole(reading: Reading) -> bool:
    return reading.word_bases.endswith(")") and "=" in reading.word_bases.rpartition("(")[2]


def head_of(reading: Reading) -> str:
    """Return the base form of a word, of a compound that of its last part, in lower case."""
    bases = bases_of(reading)
    return bases[-1] if _parts(reading) > 1 and bases else reading.base_form.lower()


def _parts(reading: Reading) -> int:
    return reading.structure.count("=")


def _unlikeliness(reading: Reading) -> tuple[bool, bool, float, int]:
    head = head_of(reading)
    # Titles have few of the words that every text is full of.
    common = math.inf if head in STOP_WORDS["fi"] else _counts().get(head, 0)
    return (
        not _is_listed_whole(reading),
        reading.has_possessive,
        -common,
        len(reading.base_form),
    )


@lru_cache(maxsize=1)
def _counts() -> Mapping[str, int]:
    lines = gzip.decompress(WORDS_FILE.read_bytes()).decode().splitlines()
    return {word: int(line.split(" ", 1)[0]) for line in lines for word in line.split(" ")[1:]}
