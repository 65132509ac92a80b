"""The fields of the index, and how a search document is written into them.

`title`, `lead` and `body` hold tokens of our own analysis, marked with the language of the
document ("fi:kulttuuri"), so that a word means what it means in one language and one field serves
all: the frequencies and lengths that BM25 uses stay comparable. `places` and `labels` are names in
every language and are analysed in each, without a mark. `surfaces` holds the words as they stand,
by which typing errors are told from rare words; `title_words` serves typing help.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

import tantivy

from kenno.core.languages import LANGUAGES
from kenno.search.analysis import analysed, analyser_name, tokens, words
from kenno.search.analysis.traces import joined_trace, trace_line
from kenno.search.analysis.words import normal_form
from kenno.search.documents import FilterName, SearchDocument

# To be raised when fields or analysis change: indexes made before are then rebuilt.
FORMAT: Final = 3
META_ID: Final = "meta"
# Names of places and concepts come again in many documents.
CACHED_LABELS: Final = 32_768
CACHED_WORDS: Final = 131_072
# Words of different texts are this far apart, so that they never count as near one another.
GAP: Final = 100
DAYS_IN_RECENT: Final = 1e6
SECONDS_OF_DAY: Final = 86_400


class Applied(NamedTuple):
    """How far the journal has been applied: the last row's id and time (ISO 8601), or 0 and ""."""

    id: int
    at: str


class StoredDocument(NamedTuple):
    """What the index keeps of a document to show it: texts, and their analysis as traces."""

    key: str
    language: str
    texts: list[str]
    traces: list[str]
    places: list[str]
    labels: list[str]
    own_words: list[str]
    concepts: list[str]


class Meta(NamedTuple):
    """What the index keeps of itself: what made it, how far it is, the names of filters by kind."""

    identity: str
    applied: Applied
    names: Mapping[str, tuple[FilterName, ...]]


def identity() -> str:
    """Name what an index must have been made with to be of use to this process."""
    return f"{FORMAT} {analyser_name()}"


def make_schema() -> tantivy.Schema:
    """Return the fields of a new index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic", fast=True)
    for field in ("title", "lead", "places", "labels"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("body", tokenizer_name="raw", index_option="position")
    builder.add_text_field("title_words", tokenizer_name="raw", index_option="position")
    builder.add_text_field("surfaces", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("concepts", tokenizer_name="raw", index_option="basic")
    builder.add_json_field("facets", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("newest", fast=True)
    builder.add_float_field("recent", fast=True)
    builder.add_float_field("boost", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def document_id(kind: str, key: str) -> str:
    """Return the one term that names a document: kinds and keys cannot run into each other."""
    return json.dumps([kind, key], ensure_ascii=False)


def to_index_document(document: SearchDocument) -> tantivy.Document:
    """Analyse a search document and return what the engine writes."""
    language = document.language
    leads = [document.summary, *document.leads]
    texts = [document.title, *leads, *document.steps, *document.texts]
    analysed_texts = [[_word(surface, language) for surface in words(text)] for text in texts]
    entry = tantivy.Document()
    entry.add_text("id", document_id(document.kind, document.key))
    entry.add_text("kind", document.kind)
    entry.add_text("language", language)
    entry.add_text("title", _joined(analysed_texts[:1]))
    entry.add_text("lead", _joined(analysed_texts[1 : 1 + len(leads)]))
    body = tantivy.PreTokenizedString("", list(_placed(analysed_texts)))
    entry.add_pre_tokenized_text("body", body)
    entry.add_text("places", _label_tokens(document.places))
    entry.add_text("labels", _label_tokens([*document.labels, *document.own_words]))
    forms = {word.form: None for of_text in analysed_texts for word in of_text}
    entry.add_text("surfaces", " ".join(forms))
    title_words = [
        tantivy.Token(word.form, place, 0, 0) for place, word in enumerate(analysed_texts[0])
    ]
    entry.add_pre_tokenized_text("title_words", tantivy.PreTokenizedString("", title_words))
    for code in dict.fromkeys(document.concepts):
        entry.add_text("concepts", code)
    entry.add_json("facets", {name: list(dict.fromkeys(v)) for name, v in document.facets.items()})
    entry.add_integer("newest", microseconds(document.newest))
    entry.add_float("recent", document.newest.timestamp() / SECONDS_OF_DAY / DAYS_IN_RECENT)
    entry.add_float("boost", stored_boost(document.boost))
    traces = [joined_trace(word.trace for word in of_text) for of_text in analysed_texts]
    stored = StoredDocument(
        document.key,
        language,
        texts,
        traces,
        list(document.places),
        list(document.labels),
        list(document.own_words),
        list(document.concepts),
    )
    entry.add_bytes("stored", _packed(stored))
    return entry


def stored_boost(boost: float) -> float:
    """Return what is stored so that the engine multiplies a score by `boost`, at least 1.

    The engine multiplies by log2(2 + stored).
    """
    return float(2.0 ** max(1.0, boost) - 2.0)


def meta_document(applied: Applied, names: Mapping[str, Iterable[FilterName]]) -> tantivy.Document:
    """Return the entry that says, in the same commit, how far the journal has been applied."""
    rows = {
        kind: [[n.facet, n.value, n.name, n.language, n.bare] for n in of_kind]
        for kind, of_kind in names.items()
    }
    entry = tantivy.Document()
    entry.add_text("id", META_ID)
    entry.add_text("kind", META_ID)
    entry.add_bytes("stored", _packed([identity(), applied.id, applied.at, rows]))
    return entry


def read_meta(stored: bytes) -> Meta:
    """Return what the index says of itself; TypeError or ValueError when it says something else."""
    made_with, applied_id, applied_at, *rest = json.loads(bytes(stored))
    rows: dict[str, list[list[Any]]] = rest[0] if rest else {}
    names = {kind: tuple(FilterName(*row) for row in of_kind) for kind, of_kind in rows.items()}
    return Meta(made_with, Applied(applied_id, applied_at), names)


def read_stored(stored: bytes) -> StoredDocument:
    """Return what the index keeps of a document."""
    return StoredDocument(*json.loads(bytes(stored)))


def microseconds(moment: datetime) -> int:
    """Return a moment as the index orders by it."""
    return math.floor(moment.timestamp() * 1_000_000)


def label_tokens(label: str) -> list[tuple[str, ...]]:
    """Return the tokens that each word of a name has in any of the languages."""
    return _analysed_label(label)


def _packed(values: Sequence[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode(errors="replace")


class _Word(NamedTuple):
    """A word as the index holds it: its form, its tokens marked by language, its trace line."""

    form: str
    marked: tuple[str, ...]
    trace: str


@lru_cache(maxsize=CACHED_WORDS)
def _word(surface: str, language: str) -> _Word:
    found = tokens(surface, language)
    marked = tuple(f"{language}:{token}" for token in found)
    return _Word(normal_form(surface), marked, trace_line(found))


def _joined(texts: Iterable[Iterable[_Word]]) -> str:
    return " ".join(token for of_text in texts for word in of_text for token in word.marked)


def _placed(texts: Iterable[Iterable[_Word]]) -> Iterator[tantivy.Token]:
    place = 0
    for of_text in texts:
        for word in of_text:
            for token in word.marked:
                yield tantivy.Token(token, place, 0, 0)
            place += 1
        place += GAP


def _label_tokens(labels: Iterable[str]) -> str:
    return " ".join(_joined_label(label) for label in dict.fromkeys(labels))


@lru_cache(maxsize=CACHED_LABELS)
def _joined_label(label: str) -> str:
    return " ".join(chain.from_iterable(_analysed_label(label)))


@lru_cache(maxsize=CACHED_LABELS)
def _analysed_label(label: str) -> list[tuple[str, ...]]:
    in_languages = zip(*(analysed(label, language) for language in LANGUAGES), strict=True)
    return [tuple(dict.fromkeys(chain.from_iterable(of_word))) for of_word in in_languages]
