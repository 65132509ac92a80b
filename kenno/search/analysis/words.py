"""Where the words of a text begin and end, and the form in which they are analysed."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import Final

# What people cannot see but what comes along with pasted text: soft hyphens, zero-width
# characters, marks of writing direction. They are part of a word, yet never of its form.
INVISIBLE: Final = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
COMBINING: Final = "\u0300-\u036f"
HYPHENS: Final = "\u2010\u2011"
APOSTROPHES: Final = "\u2019\u02bc"
LONGEST_WORD: Final = 100
CACHED_FORMS: Final = 131_072

WORD = re.compile(
    rf"[^\W_][\w{COMBINING}{INVISIBLE}]*"
    rf"(?:[-:'{HYPHENS}{APOSTROPHES}][{INVISIBLE}]*[^\W_][\w{COMBINING}{INVISIBLE}]*)*"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_SAME_SIGNS = str.maketrans(dict.fromkeys("\u2010\u2011", "-") | dict.fromkeys("\u2019\u02bc", "'"))


def words(text: str) -> list[str]:
    """Return the words of `text` in order, as they stand there.

    A word with an inner hyphen, colon or apostrophe ("e-kirja", "EU:n", "taa'an") is one word.
    """
    return WORD.findall(text)


def placed_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the same words with their places."""
    return WORD.finditer(text)


def normal_form(surface: str) -> str:
    """Return a word as it is analysed: composed, lower-case, nothing invisible, 100 letters."""
    return _normal_form(surface[: 4 * LONGEST_WORD])


@lru_cache(maxsize=CACHED_FORMS)
def _normal_form(surface: str) -> str:
    form = unicodedata.normalize("NFC", surface)
    form = _INVISIBLE.sub("", form).translate(_SAME_SIGNS).lower()
    return form[:LONGEST_WORD].rstrip("-:'")


def visible(text: str) -> str:
    """Return `text` without invisible characters and without space at its ends."""
    return _INVISIBLE.sub("", text).strip()


def same_letters(one: str, other: str) -> int:
    """Return with how many of the same letters two words begin."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
