"""Snowball stems, each word once: the pure Python stemmers are slow and keep state."""

import threading
from functools import lru_cache
from typing import Final

import snowballstemmer

LANGUAGE_NAMES: Final = {"fi": "finnish", "sv": "swedish", "en": "english"}

_lock = threading.Lock()


@lru_cache(maxsize=len(LANGUAGE_NAMES))
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(LANGUAGE_NAMES[language])


def stem(word: str, language: str) -> str:
    """Return the stem of a lower-case word in "fi", "sv" or "en"; KeyError for other languages."""
    with _lock:
        return str(_stemmer(language).stemWord(word))
