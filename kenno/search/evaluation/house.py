"""The search of the site over an evaluation set, through what every room and page uses."""

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from kenno.search import actions
from kenno.search.documents import SearchDocument, SearchSource, register_source
from kenno.search.engine.keeping import Progress
from kenno.search.evaluation.sets import Corpus, Passage, SetError
from kenno.search.queries import find
from kenno.search.results import SearchResult
from kenno.search.semantic import is_on
from kenno.search.semantic.working import embed_waiting

KIND: Final = "evaluation"
NEWEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
LETTERS_OF_LENGTH_CLASS: Final = 500
LONGEST_CLASS: Final = 9
# As many values as the site's facets have: regions, tasks, sizes and so on.
SYNTHETIC_FACETS: Final = {
    "region": 19,
    "municipality": 308,
    "size": 6,
    "task": 7,
    "target": 13,
    "art": 14,
    "effect": 6,
    "cost": 4,
}
FACETS: Final = ("language", "length", *SYNTHETIC_FACETS)


class Kenno:
    """An index of the set among the site's own, in the installation's place for it."""

    def __init__(self, corpus: Corpus) -> None:
        """Register the set as one more source of records, as a room does when it starts."""
        self._corpus = corpus
        register_source(SearchSource(KIND, corpus.keys, self._documents, FACETS))

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make the index anew; return its documents. Raises as kenno.search.actions.rebuild."""
        return actions.rebuild(progress)

    def embed(self) -> None:
        """Make the vectors by which the search goes by meaning. Raises SetError when it cannot."""
        if not is_on():
            raise SetError("Search by meaning cannot be used; kenno[semantic] brings what it needs")
        while embed_waiting().more:
            pass

    def find(
        self, text: str, language: str, *, limit: int, facets: Sequence[str] = ()
    ) -> SearchResult:
        """Search as a visitor whose interface is in `language`."""
        return find(text, kind=KIND, language=language, limit=limit, facets=facets)

    def _documents(self, keys: Sequence[str]) -> list[SearchDocument]:
        return [_document(passage) for passage in self._corpus.passages(keys)]


def _document(passage: Passage) -> SearchDocument:
    number = zlib.crc32(passage.key.encode())
    facets = {
        name: (str(number // (place + 1) % values),)
        for place, (name, values) in enumerate(SYNTHETIC_FACETS.items())
    }
    length = min(len(passage.text) // LETTERS_OF_LENGTH_CLASS, LONGEST_CLASS)
    return SearchDocument(
        kind=KIND,
        key=passage.key,
        language=passage.language,
        title=passage.title,
        summary="",
        texts=(passage.text,),
        labels=(),
        facets={"language": (passage.language,), "length": (str(length),), **facets},
        newest=NEWEST,
    )
