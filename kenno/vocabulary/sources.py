"""Reading the vocabulary's files: checked row by row, nothing written."""

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from kenno.core.exceptions import Refusal
from kenno.core.languages import LANGUAGES
from kenno.vocabulary.labels import MAXIMUM_LABEL

_CONCEPT_CODE = re.compile(r"p\d{1,11}")
_TERM_CODE = re.compile(r"[a-z]+(-[a-z]+)*")
_CONCEPT_COLUMNS = {
    "id",
    "uri",
    "type",
    "culture_hint",
    *(f"pref_{language}" for language in LANGUAGES),
    *(f"labels_{language}_2017" for language in LANGUAGES),
}
_TERM_COLUMNS = {
    "code",
    "yso",
    *(f"label_{language}" for language in LANGUAGES),
    *(f"description_{language}" for language in LANGUAGES),
}


@dataclass(frozen=True)
class ConceptRow:
    """A concept of the source; `labels` and `run_together` by language, in the order fi, sv, en."""

    code: str
    uri: str
    labels: tuple[str, str, str]
    run_together: tuple[str, str, str]
    is_cultural: bool


@dataclass(frozen=True)
class TermRow:
    """A row of a short list; `concept_code` is empty where no YSO concept fits."""

    code: str
    labels: tuple[str, str, str]
    descriptions: tuple[str, str, str]
    concept_code: str


class _Row:
    """One row of a file, which knows where it stands when something is wrong with it."""

    def __init__(self, file: Path, number: int, cells: dict[str, str | None]) -> None:
        self.file = file
        self.number = number
        self.cells = cells

    def wrong(self, column: str, problem: str) -> Refusal:
        return Refusal(
            _("Tiedosto %(file)s, rivi %(row)d, sarake %(column)s: %(problem)s")
            % {
                "file": self.file.name,
                "row": self.number,
                "column": column,
                "problem": problem,
            }
        )

    def text(self, column: str, *, maximum: int | None = None, needed: bool = False) -> str:
        value = " ".join((self.cells[column] or "").split())
        if needed and not value:
            raise self.wrong(column, _("arvo puuttuu"))
        if maximum is not None and len(value) > maximum:
            raise self.wrong(
                column, _("enintään %(maximum)d merkkiä mahtuu") % {"maximum": maximum}
            )
        return value

    def code(self, column: str, pattern: re.Pattern[str], seen: set[str]) -> str:
        value = self.text(column, needed=True)
        if not pattern.fullmatch(value):
            raise self.wrong(column, _("tunnus ”%(code)s” ei kelpaa") % {"code": value})
        if value in seen:
            raise self.wrong(column, _("tunnus ”%(code)s” on jo käytössä") % {"code": value})
        seen.add(value)
        return value

    def in_languages(
        self, columns: str, *, maximum: int | None = None, needed: tuple[str, ...] = ()
    ) -> tuple[str, str, str]:
        finnish, swedish, english = (
            self.text(columns.format(language), maximum=maximum, needed=language in needed)
            for language in LANGUAGES
        )
        return finnish, swedish, english


def _rows(file: Path, *, columns: set[str], delimiter: str) -> Iterator[_Row]:
    try:
        with _opened(file) as lines:
            reader = csv.DictReader(lines, delimiter=delimiter, strict=True)
            missing = columns - set(reader.fieldnames or [])
            if missing:
                raise Refusal(
                    _("Tiedosto %(file)s: sarake puuttuu: %(columns)s")
                    % {"file": file.name, "columns": ", ".join(sorted(missing))}
                )
            for cells in reader:
                yield _Row(file, reader.line_num, cells)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise Refusal(
            _("Tiedostoa %(file)s ei voi lukea: %(problem)s")
            % {"file": file.name, "problem": error}
        ) from error


def _opened(file: Path) -> IO[str]:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8", newline="")
    return file.open(encoding="utf-8-sig", newline="")


def read_concepts(file: Path) -> list[ConceptRow]:
    """Return the concepts of a YSO table, without its places.

    Raise Refusal that names file, row and column when a row is wrong.
    """
    concepts = []
    seen: set[str] = set()
    for row in _rows(file, columns=_CONCEPT_COLUMNS, delimiter="\t"):
        kind = row.text("type")
        if kind not in {"concept", "place"}:
            raise row.wrong("type", _("tuntematon laji ”%(kind)s”") % {"kind": kind})
        code = row.code("id", _CONCEPT_CODE, seen)
        uri = row.text("uri", maximum=MAXIMUM_LABEL)
        if not uri.startswith("http") or not uri.endswith(f"/{code}"):
            raise row.wrong("uri", _("osoite ei kuulu käsitteelle %(code)s") % {"code": code})
        if kind == "concept":
            concepts.append(
                ConceptRow(
                    code=code,
                    uri=uri,
                    labels=row.in_languages("pref_{}", maximum=MAXIMUM_LABEL, needed=("fi",)),
                    run_together=row.in_languages("labels_{}_2017"),
                    is_cultural=bool(row.text("culture_hint")),
                )
            )
    return concepts


def read_terms(file: Path, *, concept_codes: set[str]) -> list[TermRow]:
    """Return the rows of a short list in order; their concepts must be among `concept_codes`.

    Raise Refusal that names file, row and column when a row is wrong.
    """
    terms = []
    seen: set[str] = set()
    for row in _rows(file, columns=_TERM_COLUMNS, delimiter=","):
        concept_code = row.text("yso")
        if concept_code and concept_code not in concept_codes:
            raise row.wrong("yso", _("käsitettä %(code)s ei ole") % {"code": concept_code})
        terms.append(
            TermRow(
                code=row.code("code", _TERM_CODE, seen),
                labels=row.in_languages("label_{}", maximum=MAXIMUM_LABEL, needed=LANGUAGES),
                descriptions=row.in_languages("description_{}"),
                concept_code=concept_code,
            )
        )
    return terms
