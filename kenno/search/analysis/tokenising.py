"""What one word is searched by, in the language of its text."""

import re
from functools import lru_cache
from typing import Final

from kenno.search.analysis.finnish import finnish_headword_tokens, finnish_tokens
from kenno.search.analysis.stems import stem_of_base_form
from kenno.search.analysis.stopwords import STOP_WORDS
from kenno.search.analysis.swedish import swedish_tokens
from kenno.search.analysis.words import normal_form

# About 500 bytes each; the running words of some thousand documents have fewer forms than this.
CACHED_WORDS: Final = 131_072
GENITIVE_OF_ABBREVIATION = re.compile(r"([^\W\d_]{2,8}):s")


@lru_cache(maxsize=CACHED_WORDS)
def tokens(surface: str, language: str) -> tuple[str, ...]:
    """Return the search tokens of one word of a text in `language`, the main one first.

    Finnish: base form, bases and compound parts; Swedish: the Snowball stem of the base form and of
    those of compound parts; English: the Snowball stem of the base form; other languages: the word
    in lower case. The parts of a hyphenated word are tokens too, and the word written without its
    hyphens ("e-bok", "ebok").
    `surface` is a word as words() gives it and has at least one token.
    """
    word = _bare(surface, language)
    if not word:
        return ()
    if language == "fi":
        return finnish_tokens(word)
    forms = [word]
    if "-" in word:
        joined = word.replace("-", "")
        forms += [joined] if joined.isalpha() else []
        forms += [part for part in word.split("-") if len(part) > 1]
    return tuple(
        dict.fromkeys(token for form in forms for token in _of_form(form, language) if token)
    )


def main_token(surface: str, language: str) -> str:
    """Return the first of a word's tokens, empty for none, and remember nothing.

    For a whole vocabulary, which would flood the memory of words. No compound is cut for it.
    """
    if language == "fi":
        return next(iter(tokens.__wrapped__(surface, language)), "")
    word = _bare(surface, language)
    return next(iter(_of_form(word, language, with_parts=False)), "") if word else ""


@lru_cache(maxsize=CACHED_WORDS // 8)
def headword_tokens(surface: str, language: str) -> tuple[str, ...]:
    """Return the search tokens of a base form as a dictionary has it, the main one first."""
    if language == "fi" and (word := normal_form(surface)):
        return finnish_headword_tokens(word)
    return tokens(surface, language)


def _bare(surface: str, language: str) -> str:
    word = normal_form(surface)
    genitive = GENITIVE_OF_ABBREVIATION.fullmatch(word) if language == "sv" else None
    return genitive[1] if genitive else word


def _of_form(form: str, language: str, *, with_parts: bool = True) -> tuple[str, ...]:
    if language == "sv" and with_parts:
        return swedish_tokens(form)
    return (stem_of_base_form(form, language) if language in STOP_WORDS else form,)


@lru_cache(maxsize=CACHED_WORDS // 8)
def is_stop_word(surface: str, language: str) -> bool:
    """Tell whether a word is one of the language's function or question words, in any form."""
    stop_words = STOP_WORDS.get(language, frozenset())
    if normal_form(surface) in stop_words:
        return True
    return language == "fi" and any(token in stop_words for token in tokens(surface, "fi")[:1])
