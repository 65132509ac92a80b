"""How a Finnish word becomes search tokens: its base form, its bases and the parts of a compound.

With Voikko: the base form of the first reading, the bases of WORDBASES (derivations, compounds)
and the base form of each part in STRUCTURE. Without it simplemma gives the base form alone.
"""

import re
from functools import lru_cache
from typing import Final

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy

from kenno.search.analysis.snowball import stem
from kenno.search.analysis.stopwords import STOP_WORDS
from kenno.search.analysis.voikko import Reading, Voikko, voikko

BASE_IN_PARENTHESES = re.compile(r"\(([^()+][^()]*)\)")
JOINTS = re.compile(r"[-:']")
# The parts of compounds are few and come again and again.
CACHED_SEGMENTS: Final = 16_384


def analyser_name() -> str:
    """Name what analyses Finnish in this process; an index made with another one is not used."""
    library = voikko()
    return f"voikko {library.version}" if library else "simplemma"


def finnish_tokens(word: str) -> tuple[str, ...]:
    """Return the search tokens of a lower-case word, the base form first, none twice."""
    library = voikko()
    tokens = _by_voikko(library, word) if library else _by_simplemma(word)
    return tuple(dict.fromkeys(tokens))


def _by_voikko(library: Voikko, word: str) -> list[str]:
    reading = library.first_reading(word) or library.first_reading(word.capitalize())
    if reading is None:
        parts = [part for part in JOINTS.split(word) if part]
        if len(parts) > 1:
            return [word, *_of_parts(parts)]
        return [word, stem(word, "fi")]
    return [reading.base_form.lower(), *filter(_tells_something, _parts(word, reading))]


def _parts(word: str, reading: Reading) -> list[str]:
    parts = [
        base.replace("=", "").lower() for base in BASE_IN_PARENTHESES.findall(reading.word_bases)
    ]
    lengths = [len(segment) for segment in reading.structure.split("=") if segment]
    if len(lengths) > 1 and sum(lengths) == len(word):
        start = 0
        for length in lengths:
            segment = word[start : start + length].strip("-:'")
            start += length
            if segment:
                parts.append(_base_form(segment))
    return parts


@lru_cache(maxsize=CACHED_SEGMENTS)
def _base_form(segment: str) -> str:
    library = voikko()
    reading = library.first_reading(segment) if library else None
    return reading.base_form.lower() if reading else segment


def _of_parts(parts: list[str]) -> list[str]:
    return [token for part in parts for token in finnish_tokens(part) if _tells_something(token)]


def _tells_something(part: str) -> bool:
    return len(part) > 1 and part not in STOP_WORDS["fi"]


@lru_cache(maxsize=1)
def _lemmatizer() -> Lemmatizer:
    # The low-memory dictionary: the faster one takes 700 MB for a moment when it is first built.
    return Lemmatizer(lemmatization_strategy=DefaultStrategy(low_memory=True))


def _by_simplemma(word: str) -> list[str]:
    base_form: str = _lemmatizer().lemmatize(word, lang="fi").lower()
    parts = [part for part in JOINTS.split(word) if part]
    if len(parts) > 1:
        return [base_form, *_of_parts(parts)]
    if base_form == word:
        return [word, stem(word, "fi")]
    return [base_form]
