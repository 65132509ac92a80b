"""Finnish without Voikko: base forms from simplemma's word list, and compounds cut by it."""

from functools import lru_cache
from typing import Final

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy

from kenno.search.analysis.stopwords import STOP_WORDS
from kenno.search.analysis.word_list import listed_base_form

SHORTEST_PART: Final = 4
SHORTEST_COMPOUND: Final = 8
LONGEST_COMPOUND: Final = 60
# A part so long may be a compound itself.
LONG_PART: Final = 12
CACHED_PIECES: Final = 65_536


@lru_cache(maxsize=1)
def _lemmatizer() -> Lemmatizer:
    return Lemmatizer(lemmatization_strategy=DefaultStrategy(low_memory=True))


def lemma(word: str) -> str:
    """Return the base form of a lower-case word; the word itself when it is unknown."""
    return str(_lemmatizer().lemmatize(word, lang="fi")).lower()


def is_listed(word: str) -> bool:
    """Tell whether the word list has this form."""
    return _listed(word) is not None


def compound_parts(word: str) -> tuple[str, ...]:
    """Return the base forms of the parts of a compound; none for what cannot be cut.

    Both parts must be in the word list, and the cut that leaves the shorter one longest is taken.
    A word without such a cut may have three parts or more: the longest first one, then the rest.
    """
    if not SHORTEST_COMPOUND <= len(word) <= LONGEST_COMPOUND:
        return ()
    cuts = [
        (min(cut, len(word) - cut), word[:cut], word[cut:])
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        if _listed(word[:cut]) and _listed(word[cut:])
    ]
    if not cuts:
        return _three_parts(word)
    _evenness, *pair = max(cuts, key=lambda cut: cut[0])
    found: list[str] = []
    for piece in pair:
        found.append(_listed(piece) or piece)
        if len(piece) >= LONG_PART:
            found += compound_parts(piece)
    return tuple(found)


def _three_parts(word: str) -> tuple[str, ...]:
    for cut in range(len(word) - SHORTEST_COMPOUND, SHORTEST_PART - 1, -1):
        first = _listed(word[:cut])
        rest = compound_parts(word[cut:]) if first else ()
        if first and rest:
            return (first, *rest)
    return ()


@lru_cache(maxsize=CACHED_PIECES)
def _listed(piece: str) -> str | None:
    """Return the base form of a piece that is a word of its own and says something."""
    found = listed_base_form(piece, "fi")
    return None if found in STOP_WORDS["fi"] else found
