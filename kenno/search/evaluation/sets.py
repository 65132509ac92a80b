"""Reading evaluation sets in the BEIR layout: documents, queries and judgements of relevance.

A wrong file is told by its name and line. Documents are never all in memory: only where each
begins in its file is.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

DEFAULT_LANGUAGE: Final = "fi"
LONGEST_LANGUAGE: Final = 8

# Judged documents of each query with their grade; above 0 is relevant.
Judgements = Mapping[str, Mapping[str, int]]


class SetError(Exception):
    """An evaluation set cannot be used; the message names file and line where there is one."""


@dataclass(frozen=True)
class Passage:
    """One document of a set; `key` is unique even where several files have the same `_id`."""

    key: str
    title: str
    text: str
    language: str


@dataclass(frozen=True)
class Query:
    """One question of a set, in the language of the one who asks."""

    id: str
    text: str
    language: str


class Corpus:
    """The documents of one or several files, read when asked for."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Look through the files. Raises SetError for a wrong line, a repeated `_id`, no documents.

        The same `_id` may stand in several files: the same passage in several languages.
        """
        self._paths = tuple(paths)
        self._places: dict[str, int] = {}
        languages: dict[str, None] = {}
        for number, path in enumerate(self._paths):
            for line, offset, row in _rows(path):
                passage = _passage(row, f"{number}/", where=f"{path}, line {line}")
                if passage.key in self._places:
                    raise SetError(f"{path}, line {line}: the _id {row['_id']!r} comes again")
                self._places[passage.key] = offset
                languages[passage.language] = None
        if not self._places:
            raise SetError(f"{', '.join(map(str, paths))}: no documents")
        self.languages = tuple(sorted(languages))

    def __len__(self) -> int:
        return len(self._places)

    @property
    def files(self) -> int:
        """How many files there are, and so how many documents may share an `_id`."""
        return len(self._paths)

    def keys(self) -> list[str]:
        """Return the keys of all documents in the order of the files."""
        return list(self._places)

    def passages(self, keys: Sequence[str]) -> list[Passage]:
        """Read the documents of these keys."""
        found = []
        for number, path in enumerate(self._paths):
            prefix = f"{number}/"
            here = [key for key in keys if key.startswith(prefix)]
            if not here:
                continue
            with path.open("rb") as file:
                for key in here:
                    file.seek(self._places[key])
                    row = json.loads(file.readline())
                    found.append(_passage(row, prefix, where=str(path)))
        return found

    def __iter__(self) -> Iterator[Passage]:
        for number, path in enumerate(self._paths):
            for line, _offset, row in _rows(path):
                yield _passage(row, f"{number}/", where=f"{path}, line {line}")


def id_of(key: str) -> str:
    """Return the `_id` by which judgements name the document of a key."""
    return key.partition("/")[2]


def distinct_ids(keys: Sequence[str]) -> list[str]:
    """Return the `_id`s of ranked documents, each once, at its best rank."""
    return list(dict.fromkeys(map(id_of, keys)))


def read_queries(path: Path) -> list[Query]:
    """Read the questions in their order. Raises SetError."""
    found: dict[str, Query] = {}
    for line, _offset, row in _rows(path):
        where = f"{path}, line {line}"
        query = Query(_id(row, where), _text(row, "text", where).strip(), _language(row, where))
        if not query.text:
            raise SetError(f"{where}: the text is empty")
        if query.id in found:
            raise SetError(f"{where}: the _id {query.id!r} comes again")
        found[query.id] = query
    return list(found.values())


def read_judgements(path: Path) -> Judgements:
    """Read query id, document id and grade from lines with tabs. Raises SetError.

    The first line is a heading when its grade is no number.
    """
    judged: dict[str, dict[str, int]] = {}
    for line, _offset, raw in _lines(path):
        where = f"{path}, line {line}"
        fields = _decoded(raw, where).rstrip("\r\n").split("\t")
        if len(fields) != 3:
            raise SetError(f"{where}: query-id, corpus-id and score are needed, with tabs between")
        query, document, grade = (field.strip() for field in fields)
        try:
            score = int(grade)
        except ValueError as error:
            if line == 1:
                continue
            raise SetError(f"{where}: the score {grade!r} is no whole number") from error
        if judged.setdefault(query, {}).setdefault(document, score) != score:
            raise SetError(f"{where}: {query} and {document} are judged twice, differently")
    return judged


def judged_queries(queries: Sequence[Query], judgements: Judgements) -> list[Query]:
    """Return the queries for which some document is relevant: only they can be measured."""
    return [
        query
        for query in queries
        if any(score > 0 for score in judgements.get(query.id, {}).values())
    ]


def _lines(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Yield number, place and content of each line that is not blank."""
    offset = 0
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                if raw.strip():
                    yield number, offset, raw
                offset += len(raw)
    except OSError as error:
        raise SetError(f"{path}: {error.strerror or error}") from error


def _rows(path: Path) -> Iterator[tuple[int, int, dict[str, Any]]]:
    for number, offset, raw in _lines(path):
        where = f"{path}, line {number}"
        text = _decoded(raw, where)
        try:
            row = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise SetError(f"{where}: not JSON ({error})") from error
        if not isinstance(row, dict):
            raise SetError(f"{where}: not an object with _id and text")
        yield number, offset, row


def _decoded(raw: bytes, where: str) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise SetError(f"{where}: not UTF-8 (byte {error.start + 1})") from error


def _passage(row: Mapping[str, Any], prefix: str, *, where: str) -> Passage:
    return Passage(
        key=prefix + _id(row, where),
        title=_text(row, "title", where, optional=True),
        text=_text(row, "text", where),
        language=_language(row, where),
    )


def _id(row: Mapping[str, Any], where: str) -> str:
    value = row.get("_id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise SetError(f"{where}: _id is missing or no text")
    return _writable(value.strip())


def _text(row: Mapping[str, Any], name: str, where: str, *, optional: bool = False) -> str:
    value = row.get(name)
    if optional and value is None:
        return ""
    if not isinstance(value, str):
        raise SetError(f"{where}: {name} is missing or no text")
    return _writable(value)


def _language(row: Mapping[str, Any], where: str) -> str:
    value = row.get("language")
    if value is None or value == "":
        return DEFAULT_LANGUAGE
    primary = value.partition("-")[0].lower() if isinstance(value, str) else ""
    if not primary.isalpha() or len(primary) > LONGEST_LANGUAGE:
        raise SetError(f"{where}: {value!r} is no language code")
    return primary


def _writable(text: str) -> str:
    # Half a pair of surrogates, which JSON can name, is no character and cannot be written.
    return text if text.isascii() else text.encode(errors="replace").decode()
