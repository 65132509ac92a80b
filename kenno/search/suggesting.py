"""Help while typing: what a begun text may become."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

import tantivy

from kenno.search.analysis import visible, words
from kenno.search.analysis.words import normal_form
from kenno.search.documents import FilterName
from kenno.search.engine.generation import EngineError, Reader, engine_errors
from kenno.search.engine.keeping import reader_in_step
from kenno.search.records import earlier_searches
from kenno.vocabulary import queries as vocabulary

logger = logging.getLogger(__name__)

FEWEST_LETTERS: Final = 2
# Longer texts are questions; nobody waits for help with those.
MOST_LETTERS: Final = 100
MOST_WORDS: Final = 6
# So many of each kind; titles get the room that is left.
MOST_CONCEPTS: Final = 3
MOST_FILTERS: Final = 2
MOST_EARLIER: Final = 2
# Among so many concepts and titles the best are looked for.
CONCEPTS_READ: Final = 30
TITLES_READ: Final = 24
# A text without dots finds what has them.
DOTTED: Final = {"a": "[aåä]", "o": "[oö]"}


@dataclass(frozen=True)
class Suggestion:
    """Something that a begun text may mean; what to do with it depends on its kind.

    "earlier": a search that found something; `text` is to be searched.
    "concept": `text` is the name of the concept `code`, and takes the place of `typed`.
    "filter": `value` of `facet`, named `text`; a filter in place of the words `typed`.
    "record": the record `key`, titled `text`.

    `typed` is the end of the text that was completed; `language` that of `text`; `matched` the
    name of a concept that was met where it is another than `text`.
    """

    kind: Literal["earlier", "concept", "filter", "record"]
    text: str
    language: str
    typed: str = ""
    code: str = ""
    facet: str = ""
    value: str = ""
    key: str = ""
    matched: str = ""
    matched_language: str = ""


def suggest(text: str, *, kind: str, language: str, limit: int = 8) -> list[Suggestion]:
    """Return at most `limit` suggestions for a begun text, grouped by their kind.

    The last word counts as begun: titles must have a word for each one typed, concepts and places
    complete the whole text or else its last words. `language` is the reader's. A text of under two
    letters or over a hundred gives nothing. Up to six database queries; without an index only
    concepts are suggested.
    """
    # Halves of a pair of surrogates and zeros come from forged addresses only; nothing can store
    # them.
    writable = text.encode(errors="replace").decode().replace("\x00", " ")
    begun = " ".join(visible(writable).split())
    if not FEWEST_LETTERS <= len(begun) <= MOST_LETTERS or limit < 1:
        return []
    reader = reader_in_step()
    found = [
        *_earlier(begun, kind, language),
        *_concepts(reader, begun, language),
        *(_filters(reader.names.get(kind, ()), begun, language) if reader else ()),
    ][:limit]
    if reader is not None:
        try:
            found += _records(reader, kind, begun, limit - len(found))
        except EngineError:
            logger.exception("No titles could be suggested (%s)", reader.name)
    return found


def _ends(text: str) -> list[str]:
    """Return the text and each shorter end of it that begins with a word, longest first."""
    starts = [0, *(match.end() for match in re.finditer(r"\s+", text))]
    ends = [text[start:] for start in starts[-MOST_WORDS:]]
    return [end for end in ends if len(end) >= FEWEST_LETTERS]


def _earlier(text: str, kind: str, language: str) -> list[Suggestion]:
    texts = earlier_searches(text, language=language, limit=MOST_EARLIER + 1, kind=kind)
    others = [one for one in texts if one != text.lower()][:MOST_EARLIER]
    return [Suggestion("earlier", one, language, text) for one in others]


def _concepts(reader: Reader | None, text: str, language: str) -> list[Suggestion]:
    """Complete the whole text or else its last word; first what some record is about."""
    ends = _ends(text)
    for typed in dict.fromkeys([*ends[:1], *ends[-1:]]):
        found = [
            Suggestion(
                "concept",
                one.label,
                one.label_language,
                typed,
                code=one.code,
                matched=one.matched,
                matched_language=one.matched_language,
            )
            for one in vocabulary.suggest(typed, language, CONCEPTS_READ)
        ]
        if found:
            return sorted(found, key=lambda one: not _is_used(reader, one.code))[:MOST_CONCEPTS]
    return []


def _is_used(reader: Reader | None, code: str) -> bool:
    try:
        return reader is not None and reader.frequency("concepts", code) > 0
    except EngineError:
        return False


def _filters(names: Sequence[FilterName], text: str, language: str) -> list[Suggestion]:
    """Complete the longest end of the text that begins a name, named in the reader's language."""
    bare = [name for name in names if name.bare]
    for typed in _ends(text):
        begins = re.compile(_pattern(normal_form(typed)))
        met = [name for name in bare if begins.match(normal_form(name.name))]
        if met:
            met.sort(key=lambda name: _rank(name.name, typed, name.language, language))
            own = {
                (name.facet, name.value): name
                for name in reversed(bare)
                if name.language == language
            }
            shown = (own.get((name.facet, name.value), name) for name in met)
            unique = dict.fromkeys((one.facet, one.value, one.name, one.language) for one in shown)
            return [
                Suggestion("filter", name, tongue, typed, facet=facet, value=value)
                for facet, value, name, tongue in islice(unique, MOST_FILTERS)
            ]
    return []


def _records(reader: Reader, kind: str, text: str, limit: int) -> list[Suggestion]:
    """Return the records whose titles have a word for each word of the text. EngineError."""
    wanted = [normal_form(word) for word in words(text)][:MOST_WORDS]
    if not wanted or limit < 1:
        return []
    with engine_errors():
        conditions = [tantivy.Query.term_query(reader.schema, "kind", kind, index_option="basic")]
        conditions += [
            tantivy.Query.regex_query(reader.schema, "title_words", f"{_pattern(word)}.*")
            for word in wanted
        ]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, one) for one in conditions])
        hits = reader.searcher.search(query, TITLES_READ, order_by_field="newest").hits
    documents = [reader.stored(address) for _, address in hits]
    found = [
        Suggestion("record", document.texts[0], document.language, text, key=document.key)
        for document in documents
    ]
    return sorted(found, key=lambda one: _rank(one.text, text, "", ""))[:limit]


def _rank(name: str, typed: str, language: str, readers: str) -> tuple[bool, bool, bool, int]:
    """Order names: those that are what was typed, those that begin so, own language, short."""
    name, typed = normal_form(name), normal_form(typed)
    return name != typed, not name.startswith(typed), language != readers, len(name)


def _pattern(word: str) -> str:
    return "".join(DOTTED.get(letter, re.escape(letter)) for letter in word)
