"""The fields of the index, and how a search document is written into them.

`title`, `body` and `labels` hold tokens of our own analysis. Those of `title` and `body` carry the
language of the document ("fi:kulttuuri"), so that a word means what it means in one language and
one field serves all: the frequencies and lengths that BM25 uses stay comparable. Labels are names
in every language and are analysed in each, without a mark.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

import tantivy

from kenno.search.analysis import analysed, analyser_name, trace_of
from kenno.search.documents import SearchDocument

# To be raised when fields or analysis change: indexes made before are then rebuilt.
FORMAT: Final = 1
LABEL_LANGUAGES: Final = ("fi", "sv", "en")
META_ID: Final = "meta"
# Names of places and concepts come again in many documents.
CACHED_LABELS: Final = 4_096
# Words of different texts are this far apart, so that they never count as near one another.
GAP: Final = 100


class Applied(NamedTuple):
    """How far the journal has been applied: the last row's id and time (ISO 8601), or 0 and ""."""

    id: int
    at: str


def identity() -> str:
    """Name what an index must have been made with to be of use to this process."""
    return f"{FORMAT} {analyser_name()}"


def make_schema() -> tantivy.Schema:
    """Return the fields of a new index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("title", tokenizer_name="raw", index_option="freq")
    builder.add_text_field("body", tokenizer_name="raw", index_option="position")
    builder.add_text_field("labels", tokenizer_name="raw", index_option="freq")
    builder.add_json_field("facets", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("newest", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def document_id(kind: str, key: str) -> str:
    """Return the one term that names a document: kinds and keys cannot run into each other."""
    return json.dumps([kind, key], ensure_ascii=False)


def to_index_document(document: SearchDocument) -> tantivy.Document:
    """Analyse a search document and return what the engine writes."""
    language = document.language
    texts = [document.title, document.summary, *document.texts]
    analyses = [analysed(text, language) for text in texts]
    entry = tantivy.Document()
    entry.add_text("id", document_id(document.kind, document.key))
    entry.add_text("kind", document.kind)
    entry.add_text("language", language)
    for field, found in (
        ("title", _placed(language, analyses[:1])),
        ("body", _placed(language, analyses)),
        ("labels", _label_tokens(document.labels)),
    ):
        entry.add_pre_tokenized_text(field, tantivy.PreTokenizedString("", list(found)))
    entry.add_json("facets", {name: list(dict.fromkeys(v)) for name, v in document.facets.items()})
    entry.add_integer("newest", _microseconds(document.newest))
    traces = [trace_of(analysis) for analysis in analyses]
    entry.add_bytes("stored", _packed([document.key, language, texts, traces]))
    return entry


def meta_document(applied: Applied) -> tantivy.Document:
    """Return the entry that says, in the same commit, how far the journal has been applied."""
    entry = tantivy.Document()
    entry.add_text("id", META_ID)
    entry.add_bytes("stored", _packed([identity(), applied.id, applied.at]))
    return entry


def unpacked(stored: bytes) -> list[Any]:
    """Return the values of a stored field."""
    values: list[Any] = json.loads(bytes(stored))
    return values


def _packed(values: Sequence[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode(errors="replace")


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)


def _placed(
    language: str, analyses: Iterable[Iterable[tuple[str, ...]]]
) -> Iterator[tantivy.Token]:
    place = 0
    for analysis in analyses:
        for of_word in analysis:
            for token in of_word:
                yield tantivy.Token(f"{language}:{token}", place, 0, 0)
            place += 1
        place += GAP


def _label_tokens(labels: Iterable[str]) -> Iterator[tantivy.Token]:
    place = 0
    for label in dict.fromkeys(labels):
        for of_word in _analysed_label(label):
            for token in of_word:
                yield tantivy.Token(token, place, 0, 0)
            place += 1


@lru_cache(maxsize=CACHED_LABELS)
def _analysed_label(label: str) -> list[tuple[str, ...]]:
    """Return the tokens that each word of a name has in any of the languages."""
    in_languages = zip(*(analysed(label, language) for language in LABEL_LANGUAGES), strict=True)
    return [tuple(dict.fromkeys(chain.from_iterable(of_word))) for of_word in in_languages]
