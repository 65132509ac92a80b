"""A document as the few passages whose vectors stand for it."""

import hashlib
import json
from typing import Final

from kenno.search.documents import SearchDocument

# The model reads 512 of its tokens at a time; a Finnish word takes two or three.
PASSAGE_WORDS: Final = 150
PASSAGE_LETTERS: Final = 1_200
# What a document says later than this is left to the search by words.
MOST_PASSAGES: Final = 4
TITLE_LETTERS: Final = 200


def passages_of(document: SearchDocument) -> list[str]:
    """Return the passages of a document, each with the title before it; none without any text.

    They are the beginning of the document in reading order, PASSAGE_WORDS words each. The last one
    may be shorter, but a few words alone are not worth a passage and are put into the one before.
    """
    title = " ".join(document.title.split())[:TITLE_LETTERS]
    parts = (document.summary, *document.leads, *document.steps, *document.texts)
    words = " ".join(parts).split()
    pieces = _pieces(words)
    if not pieces:
        return [title] if title else []
    return [". ".join(filter(None, (title, piece))) for piece in pieces]


def digest_of(passages: list[str]) -> str:
    """Return what changes whenever the passages do."""
    written = json.dumps(passages).encode()
    return hashlib.blake2b(written, digest_size=12).hexdigest()


def _pieces(words: list[str]) -> list[str]:
    pieces = [
        " ".join(words[start : start + PASSAGE_WORDS])[:PASSAGE_LETTERS]
        for start in range(0, min(len(words), MOST_PASSAGES * PASSAGE_WORDS), PASSAGE_WORDS)
    ]
    if len(pieces) > 1 and len(pieces[-1].split()) < PASSAGE_WORDS // 5:
        last = pieces.pop()
        pieces[-1] = f"{pieces[-1]} {last}"[:PASSAGE_LETTERS]
    return pieces
