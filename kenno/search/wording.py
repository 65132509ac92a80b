"""What a visitor's text asks for: the words that count, as tokens of each language."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from kenno.search.analysis import is_stop_word, tokens, visible, words

# Nobody means more words than this; a pasted page is searched by its beginning.
MOST_WORDS: Final = 40


def is_empty(text: str) -> bool:
    """Tell whether a text holds nothing that a person could see."""
    return not visible(text)


def wanted_words(
    text: str | Iterable[str], language: str, *, readers: str = ""
) -> list[tuple[str, ...]]:
    """Return the tokens of each word that a search for `text` is about, in reading order.

    The text may come as one string or as words and is taken as `language`. Function and question
    words of it, and of the reader's own language, are left out unless there are no others; a word
    is listed once, and at most MOST_WORDS words are.
    """
    whole = text if isinstance(text, str) else " ".join(text)
    surfaces = list(dict.fromkeys(words(whole)))
    telling = [
        surface
        for surface in surfaces
        if not is_stop_word(surface, language) and not is_stop_word(surface, readers)
    ]
    chosen = (telling or surfaces)[:MOST_WORDS]
    return list(dict.fromkeys(filter(None, (tokens(surface, language) for surface in chosen))))


def neighbours(wanted: Sequence[tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return the main tokens of words that follow one another in what is wanted."""
    pairs = ((one[0], other[0]) for one, other in pairwise(wanted))
    return [pair for pair in pairs if pair[0] != pair[1]]
