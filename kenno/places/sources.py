"""The official classification as shipped in `data/`, read row by row; PROVENANCE in its README."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kenno.core.exceptions import Refusal
from kenno.places.enums import LanguageStatus, UrbanRural

DATA = Path(__file__).resolve().parent / "data"
LANGUAGE_STATUS = {
    "fi": LanguageStatus.FINNISH,
    "bilingual_fi_majority": LanguageStatus.FINNISH_SWEDISH,
    "bilingual_sv_majority": LanguageStatus.SWEDISH_FINNISH,
    "sv": LanguageStatus.SWEDISH,
}
Value = TypeVar("Value")


class WrongRow(Refusal):
    """A row of a file cannot be read; the message names file, row and column."""


@dataclass(frozen=True)
class Row:
    """One row of a file, which knows where it stands."""

    file: str
    number: int
    values: dict[str, str]

    def text(self, column: str) -> str:
        """Return a text that must be there."""
        value = (self.values.get(column) or "").strip()
        if not value:
            raise self.wrong(column, "arvo puuttuu")
        return value

    def parsed(self, column: str, parse: Callable[[str], Value]) -> Value:
        """Return a value read by `parse`."""
        text = self.text(column)
        try:
            return parse(text)
        except (ValueError, KeyError) as error:
            raise self.wrong(column, f"arvoa ”{text}” ei voi lukea") from error

    def wrong(self, column: str, reason: str) -> WrongRow:
        """Return the error that names this row and the column."""
        return WrongRow(f"{self.file}, rivi {self.number}, sarake {column}: {reason}.")


def rows(name: str, folder: Path = DATA) -> Iterator[Row]:
    """Yield the rows of a CSV file; the first row after the headings is number 2."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        for number, values in enumerate(csv.DictReader(file), start=2):
            yield Row(name, number, values)


def language_status(row: Row) -> LanguageStatus:
    """Return the language division of the municipality of this row."""
    return row.parsed("language_status", LANGUAGE_STATUS.__getitem__)


def urban_rural(row: Row) -> UrbanRural:
    """Return the statistical grouping of the municipality of this row."""
    return row.parsed("urban_rural_code", UrbanRural)
