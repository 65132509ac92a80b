"""The table: what is put in is found, what is damaged is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.lexicon.tables import DamagedTable, Table, table_bytes

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.dictionaries(TEXTS, TEXTS, max_size=30), TEXTS)
def test_table_gives_what_was_put_in(entries, other):
    table = Table(table_bytes(entries.items()))
    assert {key: table.get(key) for key in entries} == entries
    assert table.get(other) == entries.get(other, "")


def test_table_keeps_the_first_of_several_entries():
    assert Table(table_bytes([("a", "first"), ("a", "second")])).get("a") == "first"


def test_table_of_nothing_knows_nothing():
    table = Table(table_bytes([]))
    assert table.get("") == ""
    assert table.get("\ud800") == ""


def test_table_is_read_from_its_file(tmp_path: Path):
    path = tmp_path / "table"
    path.write_bytes(table_bytes([("äiti", "mor")]))
    assert Table.opened(path).get("äiti") == "mor"


@pytest.mark.parametrize("length", [0, 3, 19, 20, 40])
def test_table_that_is_cut_is_refused(tmp_path: Path, length):
    path = tmp_path / "table"
    path.write_bytes(table_bytes([("äiti", "mor")])[:length])
    with pytest.raises(DamagedTable):
        Table.opened(path)


@pytest.mark.parametrize("place", [0, 12, 16, 25, -1])
def test_table_with_a_changed_byte_is_refused(tmp_path: Path, place):
    content = bytearray(table_bytes([("äiti", "mor")]))
    content[place] ^= 1
    path = tmp_path / "table"
    path.write_bytes(content)
    with pytest.raises(DamagedTable):
        Table.opened(path)
