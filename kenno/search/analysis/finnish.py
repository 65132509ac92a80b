"""How a Finnish word becomes search tokens: its base form, its bases and the parts of a compound.

With Voikko: the base form of its likeliest reading, the bases of WORDBASES (derivations, parts of
compounds), and each two parts that stand beside one another in a longer compound. Without it
simplemma gives base form and parts, from its list of words.
"""

import re
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

from kenno.search.analysis.lemmas import compound_parts, is_listed, lemma
from kenno.search.analysis.readings import bases_of, likeliest
from kenno.search.analysis.snowball import stem
from kenno.search.analysis.stopwords import STOP_WORDS
from kenno.search.analysis.voikko import Reading, Voikko, voikko

JOINTS = re.compile(r"[-:']")
# "SKS:n", "TL:ssä": the letters before the colon are the word.
CASE_OF_ABBREVIATION = re.compile(r"([^\W\d_]{2,8}):[a-zäö]{1,5}")
# Raised when the same word gets other tokens than before: an index keeps what it was made with.
RULES: Final = 4
# The parts of compounds are few and come again and again.
CACHED_SEGMENTS: Final = 16_384


def analyser_name() -> str:
    """Name what analyses Finnish in this process; an index made with another one is not used."""
    library = voikko()
    name = f"voikko {library.version}" if library else "simplemma"
    return f"{name}, rules {RULES}"


def finnish_tokens(word: str) -> tuple[str, ...]:
    """Return the search tokens of a lower-case word, the base form first, none twice."""
    library = voikko()
    tokens = _by_voikko(library, word) if library else _by_simplemma(word)
    return tuple(dict.fromkeys(tokens))


def finnish_headword_tokens(word: str) -> tuple[str, ...]:
    """Return the search tokens of a lower-case base form, as a dictionary has it.

    "sataa" is then to rain and not some of a hundred (sata).
    """
    library = voikko()
    readings = library.readings(word) if library else []
    reading = likeliest([one for one in readings if one.base_form.lower() == word])
    return tuple(dict.fromkeys(_of_reading(word, reading))) if reading else finnish_tokens(word)


def best_reading(library: Voikko, word: str) -> Reading | None:
    """Return the likeliest reading of a lower-case word or name, or None when it is unknown."""
    return likeliest(library.readings(word) or library.readings(word.capitalize()))


def _by_voikko(library: Voikko, word: str) -> list[str]:
    reading = best_reading(library, word)
    return _unknown(word) if reading is None else _of_reading(word, reading)


def _of_reading(word: str, reading: Reading) -> list[str]:
    base_form = reading.base_form.lower()
    return [base_form, *_joined(base_form), *filter(_tells_something, _parts(word, reading))]


def _parts(word: str, reading: Reading) -> list[str]:
    bases = bases_of(reading)
    lengths = [len(segment) for segment in reading.structure.split("=") if segment]
    if len(lengths) < 2 or sum(lengths) != len(word):
        return bases
    places = [0, *accumulate(lengths)]
    segments = [word[start:end].strip("-:'") for start, end in pairwise(places)]
    if segments[0].isdigit():
        # "60-luvun" is found by "60"; nobody looks for it by "luku".
        return [segments[0], *(base for base in bases if base != "luku")]
    if "-" in word:
        return [*bases, *(_base_form(segment) for segment in segments if segment)]
    if len(segments) == 2:
        return bases
    pairs = zip(places, places[2:], strict=False)
    return [*bases, *(_base_form(word[start:end].strip(":'")) for start, end in pairs)]


@lru_cache(maxsize=CACHED_SEGMENTS)
def _base_form(segment: str) -> str:
    library = voikko()
    reading = best_reading(library, segment) if library else None
    return reading.base_form.lower() if reading else segment


def _joined(word: str) -> list[str]:
    """Return a hyphenated word as many write it, in one: *e-kirja*, *ekirja*."""
    return [word.replace("-", "")] if "-" in word and word.replace("-", "").isalpha() else []


def _unknown(word: str) -> list[str]:
    abbreviation = CASE_OF_ABBREVIATION.fullmatch(word)
    if abbreviation:
        return [abbreviation[1]]
    parts = [part for part in JOINTS.split(word) if part]
    if len(parts) > 1:
        return [word, *_joined(word), *_of_parts(parts)]
    return [word, stem(word, "fi")]


def _of_parts(parts: list[str]) -> list[str]:
    return [token for part in parts for token in finnish_tokens(part) if _tells_something(token)]


def _tells_something(part: str) -> bool:
    return len(part) > 1 and part not in STOP_WORDS["fi"]


def _by_simplemma(word: str) -> list[str]:
    base_form = lemma(word)
    if JOINTS.search(word):
        return _unknown(word) if base_form == word else [base_form, *_unknown(word)[1:]]
    is_unknown = base_form == word and not is_listed(word)
    parts = filter(_tells_something, compound_parts(word))
    return [base_form, *([stem(word, "fi")] if is_unknown else ()), *parts]
