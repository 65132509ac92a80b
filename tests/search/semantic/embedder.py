"""A small embedder for tests: its vectors count the words of a text in a few directions."""

import hashlib
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from kenno.search.semantic.embedding import EmbedderUnavailable

# Words of one meaning share a direction, as they do for an embedding that knows languages.
MEANINGS = {
    "lapsi": 0, "lapset": 0, "barn": 0, "children": 0,
    "teatteri": 1, "teater": 1, "theatre": 1,
    "kirjasto": 2, "bibliotek": 2, "library": 2,
    "musiikki": 3, "musik": 3, "music": 3,
}  # fmt: skip
NAMED = 4


class WordEmbedder:
    """Knows the words of MEANINGS; any other word has a direction of its own."""

    model = "words"
    dimensions = 64
    margin = 2.0
    # All passages that were embedded in this test, in order.
    passages: ClassVar[list[str]] = []
    queries: ClassVar[list[str]] = []

    def query(self, text: str) -> NDArray[np.float32]:
        self.queries.append(text)
        return self._vector(text)

    def passage(self, text: str) -> NDArray[np.float32]:
        self.passages.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(self.dimensions, dtype=np.float32)
        for word in text.lower().replace(".", " ").split():
            vector[self._direction(word)] += 1
        length = float(np.linalg.norm(vector))
        return vector / np.float32(length) if length else vector

    def _direction(self, word: str) -> int:
        if word in MEANINGS:
            return MEANINGS[word]
        digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
        return NAMED + int.from_bytes(digest) % (self.dimensions - NAMED)


class MissingEmbedder:
    """What an embedder does on a machine that has not got what it needs."""

    def __init__(self) -> None:
        raise EmbedderUnavailable("nothing here")
