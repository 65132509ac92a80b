"""Snowball stems. A stemmer of the library keeps state, so that one thread uses it at a time."""

import threading
from functools import lru_cache
from typing import Final

import Stemmer

LANGUAGE_NAMES: Final = {"fi": "finnish", "sv": "swedish", "en": "english"}

_lock = threading.Lock()


@lru_cache(maxsize=len(LANGUAGE_NAMES))
def _stemmer(language: str) -> Stemmer.Stemmer:
    # The words are kept where they are analysed: the library need not remember any.
    return Stemmer.Stemmer(LANGUAGE_NAMES[language], 0)


def stem(word: str, language: str) -> str:
    """Return the stem of a lower-case word in "fi", "sv" or "en"; KeyError for other languages."""
    with _lock:
        return str(_stemmer(language).stemWord(word))
