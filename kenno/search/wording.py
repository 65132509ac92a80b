"""What a visitor typed, taken apart: words, "phrases", -excluded ones, and named:fields."""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from kenno.search.analysis import visible, words

# Nobody means more words than this; a pasted page is searched by its beginning.
MOST_WORDS: Final = 40
# What is read of a text at all: forty words of a hundred letters.
MOST_LETTERS: Final = 4_000
TITLE_FIELDS: Final = frozenset({"otsikko", "rubrik", "title"})

QUOTES: Final = '"“”„»«'
PIECE = re.compile(
    rf"""(?<!\S)(?P<minus>[-−–](?=[^\s\-−–]))?
         (?:(?P<field>[^\W\d_]{{2,30}}):(?=\S))?
         (?:[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]|(?P<rest>\S+))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Piece:
    """Some words of a text that belong together, and how they were asked for.

    `field` is what stood before a colon where that names a field, else empty.
    """

    words: tuple[str, ...]
    is_phrase: bool = False
    is_excluded: bool = False
    field: str = ""

    @property
    def text(self) -> str:
        """The words as they would be typed."""
        return " ".join(self.words)


def is_empty(text: str) -> bool:
    """Tell whether a text holds nothing that a person could see."""
    return not visible(text)


def pieces_of(text: str, *, fields: Container[str] = ()) -> list[Piece]:
    """Take a text apart, in reading order; at most MOST_WORDS words.

    A colon names a field only after one of `fields` or of TITLE_FIELDS, a minus excludes only
    directly before a word, and a quotation mark without its other half is a space: whatever is
    typed has a meaning.
    """
    found: list[Piece] = []
    left = MOST_WORDS
    for match in PIECE.finditer(visible(text[:MOST_LETTERS])):
        field = (match["field"] or "").lower()
        if field and field not in fields and field not in TITLE_FIELDS:
            inside = match[0].lstrip("-−–")
            field = ""
        else:
            inside = match["phrase"] if match["phrase"] is not None else match["rest"]
        inner = tuple(words(inside))[:left]
        if not inner:
            continue
        left -= len(inner)
        is_phrase = match["phrase"] is not None and len(inner) > 1 and not field
        if is_phrase or field or match["minus"]:
            found.append(Piece(inner, is_phrase, match["minus"] is not None, field))
        else:
            found.extend(Piece((word,)) for word in inner)
        if left <= 0:
            break
    return found
