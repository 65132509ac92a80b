"""A room that has records in memory, word lists, and ways to look as another process would."""

import gzip
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from kenno.search import actions, documents
from kenno.search.analysis import finnish, mending, place_reading, tokens
from kenno.search.analysis.tokenising import headword_tokens, is_stop_word
from kenno.search.analysis.voikko import voikko
from kenno.search.documents import SearchDocument, SearchSource
from kenno.search.engine import folder
from kenno.search.lexicon.wordlists import DIGITS, LIST_NAMES
from kenno.search.understanding import expanding
from tests.factories.search import SearchDocumentFactory

WriteList = Callable[[str, str, list[str]], Path]
WriteSenses = Callable[..., None]

needs_voikko = pytest.mark.skipif(
    voikko() is None, reason="expects what only Voikko knows; its library or dictionary is missing"
)


class Records:
    """The records of a room that registered itself with the search, kept in a dictionary."""

    kind = "record"

    def __init__(self) -> None:
        self.published: dict[str, SearchDocument] = {}
        self.poisonous: set[str] = set()
        self.asked: list[Sequence[str]] = []

    def keys(self) -> list[str]:
        return list(self.published)

    def documents(self, keys: Sequence[str]) -> list[SearchDocument]:
        self.asked.append(keys)
        if self.poisonous & set(keys):
            raise ValueError("this record cannot be described")
        return [self.published[key] for key in keys if key in self.published]

    def publish(self, **fields: Any) -> SearchDocument:
        """Publish a record as an action would: the change and its journal row together."""
        document = SearchDocumentFactory.build(**fields)
        self.published[document.key] = document
        actions.index(kind=self.kind, key=document.key)
        return document

    def withdraw(self, key: str) -> None:
        del self.published[key]
        actions.index(kind=self.kind, key=key)


@pytest.fixture
def records(monkeypatch: pytest.MonkeyPatch) -> Records:
    """A room with nothing published, alone with the search."""
    room = Records()
    SearchDocumentFactory.reset_sequence()
    monkeypatch.setattr(documents, "_sources", {})
    documents.register_source(
        SearchSource(room.kind, room.keys, room.documents, facets=("region", "task"))
    )
    return room


@pytest.fixture
def index_path(settings: Settings) -> Path:
    """Where this test's index lives."""
    return Path(settings.SEARCH_INDEX_DIR)


@pytest.fixture
def another_process() -> Callable[[], None]:
    """Forget what this process knows of the index, as if another one had been started."""
    return folder._folder.cache_clear


@pytest.fixture
def without_voikko(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Analyse Finnish as on a machine that has no Voikko."""

    def forget() -> None:
        of_words = (tokens, headword_tokens, is_stop_word, finnish._base_form, place_reading)
        of_texts = (expanding._tokens_of_label, expanding._tokens_of_translation)
        of_letters = (mending.dotted_forms, mending.near_spellings)
        for cached in (voikko, *of_words, *of_texts, *of_letters):
            cached.cache_clear()

    monkeypatch.setenv("KENNO_VOIKKO", "0")
    forget()
    yield
    monkeypatch.delenv("KENNO_VOIKKO")
    forget()


@pytest.fixture
def write_list(settings: Settings) -> WriteList:
    """Write a word list of these entries; returns the file of its texts."""

    def write(source: str, target: str, entries: list[str]) -> Path:
        folder = Path(settings.WORD_LISTS_DIR)
        folder.mkdir(exist_ok=True)
        lines, data = [], b""
        for entry in entries:
            raw = entry.encode()
            headword = entry.partition(" /")[0]
            lines.append(f"{headword}\t{number(len(data))}\t{number(len(raw))}\n")
            data += raw
        name = LIST_NAMES[source, target]
        (folder / f"{name}.index").write_text("".join(lines))
        texts = folder / f"{name}.dict.dz"
        texts.write_bytes(gzip.compress(data))
        return texts

    return write


@pytest.fixture
def write_senses(settings: Settings) -> WriteSenses:
    """Write senses, each a line of Finnish, Swedish and English words."""

    def write(*lines: str) -> None:
        content = "".join(f"{line}\n" for line in lines).encode()
        Path(settings.WORD_SENSES_FILE).write_bytes(gzip.compress(content))

    return write


def number(value: int) -> str:
    """Write a number as dictd does, in base 64."""
    digits = DIGITS[value % 64]
    while value := value // 64:
        digits = DIGITS[value % 64] + digits
    return digits
