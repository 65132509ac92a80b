"""One index on disk: opened, read and written. An index that cannot be used says so in one way."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import tantivy

from kenno.search.documents import FilterName, SearchDocument
from kenno.search.engine.schema import (
    META_ID,
    Applied,
    StoredDocument,
    document_id,
    identity,
    make_schema,
    meta_document,
    read_meta,
    read_stored,
    to_index_document,
)

# The least that the engine accepts: a publication is a handful of documents.
WRITER_BYTES: Final = 15_000_000
# What a whole index is made with: fewer parts to put together again halve the work.
LARGE_WRITER_BYTES: Final = 60_000_000
# A search asks for some hundred, and many searches ask for the same ones.
KEPT_FREQUENCIES: Final = 65_536
# Each page and filter of a search asks for the same words, some kilobytes each.
KEPT_CLAUSES: Final = 4_096

Clauses = tuple[tantivy.Query, ...]


class EngineError(Exception):
    """The engine could not read or write an index: missing, damaged, made otherwise, disk full."""


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn whatever the engine raises, its panics too, into EngineError."""
    try:
        yield
    except (ValueError, OSError, KeyError, IndexError, TypeError) as error:
        raise EngineError(str(error)) from error
    except BaseException as error:
        # A panic of the engine on a damaged file is not an Exception, so that it is never
        # swallowed by mistake; here it is expected.
        if type(error).__module__ == "pyo3_runtime":
            raise EngineError(str(error)) from error
        raise


@dataclass(frozen=True)
class Reader:
    """What an index held at one moment; later commits do not change it."""

    name: str
    schema: tantivy.Schema
    searcher: tantivy.Searcher
    applied: Applied
    languages: tuple[str, ...]
    kinds: tuple[str, ...]
    names: Mapping[str, tuple[FilterName, ...]]
    _frequencies: dict[tuple[str, str], int] = field(default_factory=dict, compare=False)
    _clauses: dict[Hashable, Clauses] = field(default_factory=dict, compare=False)

    def frequency(self, field: str, token: str) -> int:
        """Return how many documents have a token in a field."""
        known = self._frequencies.get((field, token))
        if known is None:
            with engine_errors():
                known = self.searcher.doc_freq(field, token)
            # Emptied by one thread while others read is no harm: they ask the engine again.
            if len(self._frequencies) >= KEPT_FREQUENCIES:
                self._frequencies.clear()
            self._frequencies[field, token] = known
        return known

    def clauses(self, key: Hashable, make: Callable[[], Clauses]) -> Clauses:
        """Return the clauses remembered under a key, which `make` gives when there are none."""
        known = self._clauses.get(key)
        if known is None:
            known = make()
            if len(self._clauses) >= KEPT_CLAUSES:
                self._clauses.clear()
            self._clauses[key] = known
        return known

    def beginning_with(self, field: str, beginning: str, most: int) -> list[str]:
        """Return the first so many tokens of a field that begin like this, in their order."""
        with engine_errors():
            found = self.searcher.terms_with_prefix(field, beginning, limit=most)
        return [token for token, _count in found]

    def others_than(self, kind: str) -> tuple[str, ...]:
        """Return what else is in the index than documents of a kind, as kinds."""
        return tuple(other for other in self.kinds if other != kind)

    def stored(self, address: tantivy.DocAddress) -> StoredDocument:
        """Return what the index keeps of the document at an address. Raises EngineError."""
        with engine_errors():
            return read_stored(self.searcher.doc(address)["stored"][0])


class Generation:
    """An index in a folder of its own; a rebuild makes the next one."""

    def __init__(self, path: Path, index: tantivy.Index) -> None:
        self.path = path
        self._index = index
        with engine_errors():
            # Without a watching thread: the journal tells when there is something new.
            index.config_reader("manual")

    @classmethod
    def create(cls, path: Path) -> "Generation":
        """Make an empty index in a new folder. Raises EngineError."""
        with engine_errors():
            path.mkdir(parents=True)
            return cls(path, tantivy.Index(make_schema(), path=str(path), reuse=False))

    @classmethod
    def open(cls, path: Path) -> "Generation":
        """Open the index in a folder. Raises EngineError."""
        with engine_errors():
            return cls(path, tantivy.Index.open(str(path)))

    def reader(self) -> Reader:
        """Return the state of the last commit; EngineError when it is missing or of no use."""
        with engine_errors():
            self._index.reload()
            searcher = self._index.searcher()
            schema = self._index.schema
            found = searcher.search(
                tantivy.Query.term_query(schema, "id", META_ID, index_option="basic"), limit=1
            )
            meta = read_meta(searcher.doc(found.hits[0][1])["stored"][0])
            languages, kinds = (
                tuple(sorted(name for name, _ in searcher.terms_with_prefix(field, "")))
                for field in ("language", "kind")
            )
        if meta.identity != identity():
            raise EngineError(f"The index was made with {meta.identity}, not {identity()}")
        return Reader(self.path.name, schema, searcher, meta.applied, languages, kinds, meta.names)

    @contextmanager
    def writing(self, *, much: bool = False) -> Iterator["Writer"]:
        """Write to the index; nothing counts before commit(). Raises EngineError.

        With room for `much` it takes 60 MB instead of 15 meanwhile.
        """
        with engine_errors():
            writer = self._index.writer(LARGE_WRITER_BYTES if much else WRITER_BYTES, 1)
        try:
            yield Writer(writer)
        finally:
            # Ends the writer's threads and lets its lock go, also when something went wrong.
            with engine_errors():
                writer.wait_merging_threads()


class Writer:
    """Changes to an index that become visible together."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def put(self, document: SearchDocument) -> None:
        """Add a document; what was there under its kind and key must have been removed."""
        entry = to_index_document(document)
        with engine_errors():
            self._writer.add_document(entry)

    def remove(self, kind: str, key: str) -> None:
        """Take a document out; none of that kind and key is fine."""
        with engine_errors():
            self._writer.delete_documents_by_term("id", document_id(kind, key))

    def commit(self, applied: Applied, names: Mapping[str, Iterable[FilterName]]) -> None:
        """Make everything visible, with how far the journal has been applied and filters' names."""
        with engine_errors():
            self._writer.delete_documents_by_term("id", META_ID)
            self._writer.add_document(meta_document(applied, names))
            self._writer.commit()
