"""Tables that people keep, CSV and XLSX: read with care, written so that nothing runs in them."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from kenno.core.exceptions import Refusal
from kenno.core.uploads import ZIP_MARK, file_kind

MAXIMUM_BYTES = 1024 * 1024
MAXIMUM_UNPACKED_BYTES = 50 * 1024 * 1024
MAXIMUM_ROWS = 5000
MAXIMUM_COLUMNS = 50
SEPARATORS = ",;\t"
# A spreadsheet program takes what begins with these for a formula.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Line = tuple[int, list[str]]


def openpyxl() -> ModuleType:
    """Return the library of XLSX, which brings numpy along where that is installed.

    Only those who read or write such a file should have either in memory.
    """
    return import_module("openpyxl")


@dataclass(frozen=True)
class Row:
    """One row of a table: its line in the file and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The columns and rows of a file; empty rows are left out."""

    columns: list[str]
    rows: list[Row]


def read_table(content: bytes) -> Table:
    """Return the table in a CSV file (UTF-8 or windows-1252; , ; or tab) or an XLSX file.

    The first row names the columns. Cells lose the white space round them. Raises Refusal that
    says what is wrong, where it can with line and column, when the file is over MAXIMUM_BYTES
    bytes or MAXIMUM_ROWS rows, is no table, or has formulas.
    """
    if len(content) > MAXIMUM_BYTES:
        raise Refusal(_("Tiedosto on liian suuri. Suurin sallittu koko on 1 Mt."))
    lines = _sheet_lines(content) if content.startswith(ZIP_MARK) else _text_lines(content)
    filled = (line for line in lines if any(line[1]))
    try:
        _number, heading = next(filled)
    except StopIteration:
        raise Refusal(_("Tiedosto on tyhjä.")) from None
    columns = _columns(heading)
    rows: list[Row] = []
    for number, cells in filled:
        if any(cells[len(columns) :]):
            raise Refusal(
                _("Rivi %(line)s: soluja on enemmän kuin sarakkeita. Tarkista erottimet.")
                % {"line": number}
            )
        if len(rows) == MAXIMUM_ROWS:
            raise Refusal(
                _("Tiedostossa on yli %(most)s riviä. Jaa se osiin.") % {"most": MAXIMUM_ROWS}
            )
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        rows.append(Row(number, dict(zip(columns, padded, strict=False))))
    return Table(columns, rows)


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV in UTF-8 with a byte order mark, without which Excel takes it for other.

    What a spreadsheet program would take for a formula gets an apostrophe before it, which
    `read_table` takes off again.
    """
    content = io.BytesIO()
    put_csv(rows, content)
    return content.getvalue()


def put_csv(rows: Iterable[Sequence[str]], file: IO[bytes]) -> None:
    """Write rows as `write_csv` does into an open file, one at a time."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(map(_defused, rows))
    text.detach()


def write_xlsx(rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """Return rows as an XLSX file with one sheet; formulas are defused as in `write_csv`."""
    content = io.BytesIO()
    put_workbook({title: rows}, content)
    return content.getvalue()


def put_workbook(sheets: Mapping[str, Iterable[Sequence[str]]], file: IO[bytes]) -> None:
    """Write an XLSX file with a sheet of rows for each title into an open file, row by row.

    Formulas are defused. Control characters, which come along with pasted text and which XLSX
    knows none of, are left out.
    """
    book = openpyxl().Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([CONTROL_CHARACTERS.sub("", cell) for cell in _defused(row)])
    book.save(file)


def _defused(row: Sequence[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(FORMULA_MARKS) else cell for cell in row]


def _cell(text: str) -> str:
    """Return a cell as it was before it was defused, in the usual form of its letters."""
    text = unicodedata.normalize("NFC", text).strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_MARKS) else text


def _columns(heading: list[str]) -> list[str]:
    columns = ["_".join(name.lower().split()) for name in heading]
    while columns and not columns[-1]:
        columns.pop()
    for name in columns:
        if not name:
            raise Refusal(_("Rivi 1: sarakkeelta puuttuu nimi."))
        if columns.count(name) > 1:
            raise Refusal(_("Rivi 1: sarake %(column)s on kahdesti.") % {"column": name})
    return columns


def _text_lines(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    first = text.lstrip("\r\n").partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count), strict=True
    )
    begins = 1
    try:
        for cells in reader:
            yield begins, [_cell(cell) for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Refusal(
            _("Rivi %(line)s: riviä ei voi lukea. Tarkista lainausmerkit.") % {"line": begins}
        ) from error


def _decoded(content: bytes) -> str:
    unreadable = Refusal(
        _("Tiedosto ei ole taulukko, jota osaamme lukea. Tallenna se CSV- tai XLSX-muodossa.")
    )
    if b"\0" in content:
        raise unreadable
    for encoding in ("utf-8-sig", "windows-1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable


def _sheet_lines(content: bytes) -> Iterator[Line]:
    _check_sheet(content)
    unreadable = Refusal(_("Taulukkoa ei voi lukea. Tallenna se uudelleen."))
    try:
        sheet = openpyxl().load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
        sheet.reset_dimensions()
        # One row more than may be, and the heading, so that too many are noticed.
        for number, row in enumerate(
            sheet.iter_rows(max_row=MAXIMUM_ROWS + 2, max_col=MAXIMUM_COLUMNS), start=1
        ):
            yield number, [_sheet_cell(cell, number) for cell in row]
    except Refusal:
        raise
    except Exception as error:  # The library lets through whatever a broken file makes of it.
        raise unreadable from error


def _check_sheet(content: bytes) -> None:
    wrong = Refusal(_("Tiedosto ei ole XLSX-taulukko. Tallenna se XLSX- tai CSV-muodossa."))
    try:
        if file_kind(ContentFile(content)).extension != "xlsx":
            raise wrong
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except ValidationError as error:
        raise wrong from error
    if unpacked > MAXIMUM_UNPACKED_BYTES:
        raise wrong


def _sheet_cell(cell: Any, line: int) -> str:
    value = cell.value
    if cell.data_type == "f":
        raise Refusal(
            _("Rivi %(line)s, sarake %(column)s: solussa on kaava. Kirjoita siihen arvo.")
            % {"line": line, "column": cell.column_letter}
        )
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _cell(str(value))
