"""What of a text tells its subjects: its tokens, and the concepts whose names stand in it."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kenno.search.analysis import is_stop_word, tokens, visible, words
from kenno.search.lexicon import ConceptMatch, Lexicon

# Some 3,000 words: more tell no more, and time stays bounded whatever is pasted.
LONGEST_TEXT: Final = 20_000
TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True)
class Mention:
    """How a text names a concept.

    `place` is where it does so first, from 0 at the beginning to 1 at the end; `length` the words
    of the longest name; `rivals` how many concepts have that name. `is_whole` is False when the
    concept is only named by a part of a compound.
    """

    times: int
    place: float
    length: int
    rivals: int
    is_whole: bool
    words: str


@dataclass(frozen=True)
class TextRead:
    """A text as its subjects are told from it; `names` has the concepts of each name in it."""

    number_of_words: int
    tokens: Mapping[str, int]
    mentions: Mapping[str, Mention]
    names: tuple[tuple[str, ...], ...]


def read_text(text: str, language: str, lexicon: Lexicon) -> TextRead:
    """Read the first 20,000 characters of `text`, written in `language`, without its HTML tags."""
    surfaces = words(TAG.sub(" ", text[:LONGEST_TEXT]))
    analysed = [
        () if is_stop_word(surface, language) else tokens(surface, language) for surface in surfaces
    ]
    mentions: dict[str, Mention] = {}
    names: list[tuple[str, ...]] = []
    for match in lexicon.concepts_in(analysed, language):
        said = visible(" ".join(surfaces[match.start : match.end]))
        for codes in match.parts or (match.codes,):
            names.append(codes)
            for code in dict.fromkeys(codes):
                found = _mention(match, len(codes), said, len(surfaces))
                earlier = mentions.get(code)
                mentions[code] = _joined(earlier, found) if earlier else found
    counted = Counter(token for of_word in analysed for token in of_word)
    return TextRead(len(surfaces), counted, mentions, tuple(names))


def _mention(match: ConceptMatch, rivals: int, said: str, number_of_words: int) -> Mention:
    length = match.end - match.start
    return Mention(1, match.start / number_of_words, length, rivals, not match.parts, said)


def _joined(earlier: Mention, later: Mention) -> Mention:
    return Mention(
        earlier.times + 1,
        earlier.place,
        max(earlier.length, later.length),
        min(earlier.rivals, later.rivals),
        earlier.is_whole or later.is_whole,
        earlier.words,
    )
