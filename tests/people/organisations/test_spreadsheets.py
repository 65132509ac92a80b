import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from kenno.core.exceptions import Refusal
from kenno.people import spreadsheets
from kenno.people.spreadsheets import Row, Table, read_table, write_csv, write_xlsx

ROWS = [["kind", "name_fi"], ["museum", "Åbo, museo"], ["theatre", "Ääni; ”teatteri”"]]
TABLE = Table(
    ["kind", "name_fi"],
    [
        Row(2, {"kind": "museum", "name_fi": "Åbo, museo"}),
        Row(3, {"kind": "theatre", "name_fi": "Ääni; ”teatteri”"}),
    ],
)
FORMULAS = ["=1+1", "+358", "-1", "@SUM(A1)", "\t=1", "\r=1"]


def xlsx(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_table(content)
    return str(refused.value.message)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_read_table_knows_encodings_and_separators(encoding: str, separator: str, end: str) -> None:
    text = end.join(separator.join(f'"{cell}"' for cell in row) for row in ROWS)
    assert read_table(text.encode(encoding)) == TABLE


def test_read_table_reads_xlsx_with_numbers() -> None:
    content = xlsx([*ROWS, [None, None], ["library", 9.0]])
    table = read_table(content)
    assert table.rows == [*TABLE.rows, Row(5, {"kind": "library", "name_fi": "9"})]


def test_read_table_keeps_the_lines_of_the_file() -> None:
    text = 'kind,name_fi\n\nmuseum,"kaksi\nriviä"\n,\nlibrary, Kirjasto \ncompany\n'
    assert read_table(text.encode()).rows == [
        Row(3, {"kind": "museum", "name_fi": "kaksi\nriviä"}),
        Row(6, {"kind": "library", "name_fi": "Kirjasto"}),
        Row(7, {"kind": "company", "name_fi": ""}),
    ]


def test_read_table_joins_letters_and_their_marks() -> None:
    assert read_table("name_fi\nA\u0308a\u0308ni".encode()).rows[0].cells == {"name_fi": "Ääni"}


def test_read_table_knows_columns_by_any_way_of_writing_them() -> None:
    assert read_table(b" Kind ; Name FI ;\na;b;\n").columns == ["kind", "name_fi"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Tiedosto on tyhjä."),
        (b"\n \n", "Tiedosto on tyhjä."),
        (b"kind,,name_fi\n", "Rivi 1: sarakkeelta puuttuu nimi."),
        (b"kind,Kind\n", "Rivi 1: sarake kind on kahdesti."),
        (b"kind,name_fi\na,b,c\n", "Rivi 2: soluja on enemmän kuin sarakkeita."),
        (b'kind,name_fi\na,"b\n', "Rivi 2: riviä ei voi lukea. Tarkista lainausmerkit."),
        (b'kind,name_fi\na,"b"c\n', "Rivi 2: riviä ei voi lukea. Tarkista lainausmerkit."),
        (b"kind\n\x81\n", "Tiedosto ei ole taulukko"),
        ("kind,name_fi".encode("utf-16"), "Tiedosto ei ole taulukko"),
        (b"\x89PNG\r\n\x1a\n\0\0", "Tiedosto ei ole taulukko"),
        (b"PK\x03\x04 nothing", "Tiedosto ei ole XLSX-taulukko."),
        (b"x" * (spreadsheets.MAXIMUM_BYTES + 1), "Tiedosto on liian suuri."),
        (b"kind\n" + b"a\n" * (spreadsheets.MAXIMUM_ROWS + 1), "Tiedostossa on yli 5000 riviä."),
    ],
)
def test_read_table_says_what_is_wrong_with_a_file(content: bytes, message: str) -> None:
    assert message in refusal(content)


def test_read_table_refuses_too_many_rows_of_a_sheet() -> None:
    rows = [["kind"], *([["museum"]] * (spreadsheets.MAXIMUM_ROWS + 1))]
    assert "Tiedostossa on yli 5000 riviä." in refusal(xlsx(rows))
    assert len(read_table(xlsx(rows[:-1])).rows) == spreadsheets.MAXIMUM_ROWS


def test_read_table_refuses_a_formula_and_names_its_cell() -> None:
    message = refusal(xlsx([["kind", "name_fi"], ["museum", "=1+1"]]))
    assert message == "Rivi 2, sarake B: solussa on kaava. Kirjoita siihen arvo."


def test_read_table_refuses_another_office_document() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr("[Content_Types].xml", "")
        parts.writestr("word/document.xml", "")
    assert "Tiedosto ei ole XLSX-taulukko." in refusal(content.getvalue())


def test_read_table_refuses_a_broken_sheet() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr("[Content_Types].xml", "<broken")
        parts.writestr("xl/workbook.xml", "")
    assert "Taulukkoa ei voi lukea." in refusal(content.getvalue())


def test_read_table_refuses_a_small_file_that_unpacks_to_a_large_one() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "")
        parts.writestr("xl/workbook.xml", b"0" * (spreadsheets.MAXIMUM_UNPACKED_BYTES + 1))
    assert len(content.getvalue()) < spreadsheets.MAXIMUM_BYTES
    assert "Tiedosto ei ole XLSX-taulukko." in refusal(content.getvalue())


def test_written_tables_are_read_back_the_same() -> None:
    assert read_table(write_csv(ROWS)) == TABLE
    assert read_table(write_xlsx(ROWS, title="taulukko")) == TABLE


@pytest.mark.parametrize("formula", FORMULAS)
def test_written_tables_have_no_formulas(formula: str) -> None:
    assert f"'{formula[:1]}".encode() in write_csv([["name_fi"], [formula]])
    if formula[0] != "\r":
        sheet = load_workbook(io.BytesIO(write_xlsx([[formula]], title="t"))).active
        assert (sheet["A1"].value, sheet["A1"].data_type) == (f"'{formula}", "s")


@pytest.mark.parametrize("formula", ["=1+1", "+358", "-1", "@SUM(A1)"])
def test_defused_cells_are_read_back_as_they_were(formula: str) -> None:
    for content in (
        write_csv([["name_fi"], [formula]]),
        write_xlsx([["name_fi"], [formula]], title="t"),
    ):
        assert read_table(content).rows == [Row(2, {"name_fi": formula})]
