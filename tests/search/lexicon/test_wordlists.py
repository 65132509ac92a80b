"""Reading the system's word lists, as they are and as they should not be."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.lexicon.wordlists import Entry, entries, read_entry


@pytest.mark.parametrize(
    ("text", "headword", "translations"),
    [
        ("blomkål /blˈɔmkoːl/ <n, ut>\nkukkakaali\ngrönsak\n", "blomkål", ("kukkakaali",)),
        (
            "blomma /x/ <n>\n1. kukka\nväxt, vacker\n2. kukinto, kukka\ndel av växt\n",
            "blomma",
            ("kukka", "kukinto"),
        ),
        ("ale /ˈale/ <n>\nsale#Englanti\nalennusmyynti\n", "ale", ("sale",)),
        ("bunker <n>\nbunkkeri 2.\nskydd\n 3.\nrum\n", "bunker", ("bunkkeri",)),
        (
            "Council of Europe //ˈx.y// //z// <pn>\nEuroopan neuvosto (EN)\n",
            "council of europe",
            ("euroopan neuvosto",),
        ),
        ("basic\nalkeis-, -perus, perustava, a\n", "basic", ("perustava",)),
        ("bua /x/\nsanoa jotakin hyvin pitkästi, buuata\n", "bua", ("buuata",)),
    ],
)
def test_entry_gives_headword_and_translations(text, headword, translations):
    assert read_entry(text) == Entry(headword, translations)


@pytest.mark.parametrize("text", ["", "\n", "ord /x/ <n>\n", "ord\n1.\n", "ord\n(bara detta)\n"])
def test_entry_without_translation_is_none(text):
    assert read_entry(text) is None


@given(st.text())
def test_entry_of_any_text_is_read_or_left_out(text):
    entry = read_entry(text)
    assert entry is None or (entry.headword and all(entry.translations))


def test_entries_of_a_list(write_list):
    write_list("sv", "fi", ["barn /x/ <n>\nlapsi\n", "hus /x/ <n>\ntalo\n", "tom\n"])
    assert list(entries("sv", "fi")) == [Entry("barn", ("lapsi",)), Entry("hus", ("talo",))]


def test_entries_of_a_missing_list_are_none():
    assert list(entries("sv", "fi")) == []
    assert list(entries("sv", "de")) == []


def test_entries_of_a_damaged_list_are_none_and_logged(write_list, caplog):
    texts = write_list("sv", "fi", ["barn /x/ <n>\nlapsi\n"])
    texts.write_bytes(texts.read_bytes()[:-12])
    assert list(entries("sv", "fi")) == []
    texts.write_bytes(b"no gzip at all")
    assert list(entries("sv", "fi")) == []
    assert caplog.text.count("cannot be read") == 2


def test_entries_with_a_damaged_index_are_left_out(write_list):
    texts = write_list("sv", "fi", ["barn /x/ <n>\nlapsi\n"])
    index = texts.with_name(texts.name.replace(".dict.dz", ".index"))
    index.write_text("barn\nord\t////////\tB\nord\tB\t!\n" + index.read_text() + "00-info\tA\tB\n")
    texts.write_bytes(gzip.compress(gzip.decompress(texts.read_bytes()) + b"\xff"))
    assert list(entries("sv", "fi")) == [Entry("barn", ("lapsi",))]
