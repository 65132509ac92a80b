"""Asking by meaning: the documents nearest to a text."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings

from kenno.search.analysis import visible, words
from kenno.search.semantic.embedding import Embedder, current_embedder

if TYPE_CHECKING:
    from kenno.search.semantic.embedding import Vector
    from kenno.search.semantic.store import VectorStore

# One or two words name a topic, which their own documents say better than any neighbourhood.
FEWEST_WORDS: Final = 3
MOST_WORDS: Final = 40
MOST_LETTERS: Final = 400
DEPTH: Final = 100
# A search is asked again when its filters or its page change.
QUESTIONS_KEPT: Final = 256


def nearest(text: str, *, kind: str, limit: int = DEPTH) -> list[str]:
    """Return the keys of the records of a kind nearest to `text` in meaning, best first.

    Empty when search by meaning is off or unavailable, when no record has a vector yet, and for
    texts of fewer than three words; only the first 40 words count. A record that left the index a
    moment ago may still be among them. No database query; never raises for the store's sake.
    """
    asked = words(text)[:MOST_WORDS]
    if len(asked) < FEWEST_WORDS:
        return []
    embedder = current_embedder()
    if embedder is None:
        return []
    question = " ".join(visible(word) for word in asked)[:MOST_LETTERS]
    vector = _question_vector(embedder, question)
    return store_of(embedder).nearest(kind, vector, limit, margin=embedder.margin)


def store_of(embedder: Embedder) -> "VectorStore":
    """Return where the vectors of `embedder` are kept."""
    from kenno.search.semantic.store import vector_store

    return vector_store(Path(settings.SEARCH_INDEX_DIR), embedder.model, embedder.dimensions)


@lru_cache(maxsize=QUESTIONS_KEPT)
def _question_vector(embedder: Embedder, question: str) -> "Vector":
    return embedder.query(question)
