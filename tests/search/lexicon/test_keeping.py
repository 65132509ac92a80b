"""The lexicon's file: built once, seen by other processes, never an error."""

import os
from pathlib import Path

import pytest

from kenno.search.lexicon import build_lexicon, keeping, lexicon
from tests.factories.vocabulary import ConceptFactory

pytestmark = pytest.mark.django_db


def files(path: Path) -> list[str]:
    return sorted(file.name for file in path.glob("lexicon-*"))


@pytest.fixture
def folder(settings) -> Path:
    return Path(settings.SEARCH_INDEX_DIR)


def test_lexicon_is_built_once_and_kept_in_a_file(
    folder, another_process, django_assert_num_queries
):
    ConceptFactory(code="p1", label_fi="museot")
    with django_assert_num_queries(2):
        first = lexicon()
    with django_assert_num_queries(0):
        assert lexicon() is first
    another_process()
    with django_assert_num_queries(1):
        assert lexicon().labels("p1", "fi") == ("museot",)
    assert files(folder) == [first.name]


def test_lexicon_of_an_empty_vocabulary_knows_nothing():
    assert lexicon().labels("p1", "fi") == ()
    assert lexicon().concepts_in([("museo",)], "fi") == []
    assert lexicon().translations("barn", "sv", "fi").texts == ()


def test_build_lexicon_follows_the_vocabulary(folder):
    ConceptFactory(code="p1", label_fi="museot")
    old = lexicon()
    ConceptFactory(code="p2", label_fi="kirjastot")
    assert lexicon() is old
    new = build_lexicon()
    assert new.labels("p2", "fi") == ("kirjastot",)
    assert lexicon() is new
    assert old.labels("p1", "fi") == ("museot",)
    assert files(folder) == [new.name]


def test_build_lexicon_follows_the_word_lists(write_list):
    ConceptFactory(code="p1", label_fi="museot")
    assert "mukula" not in lexicon().translations("barn", "sv", "fi").texts
    write_list("sv", "fi", ["barn /x/ <n>\nmukula\n"])
    assert "mukula" in build_lexicon().translations("barn", "sv", "fi").texts


def test_lexicon_built_by_another_process_is_seen(folder, another_process):
    old = lexicon()
    in_use = keeping._in_use
    another_process()
    ConceptFactory(code="p1", label_fi="museot")
    new = build_lexicon()
    keeping._in_use = in_use
    assert keeping._in_use.lexicon is old
    assert lexicon().name == new.name
    assert lexicon().labels("p1", "fi") == ("museot",)


@pytest.mark.parametrize("content", [b"", b"kennolex", b"x" * 100])
def test_lexicon_with_a_damaged_file_is_built_anew(folder, another_process, caplog, content):
    ConceptFactory(code="p1", label_fi="museot")
    path = folder / lexicon().name
    whole = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    another_process()
    assert lexicon().labels("p1", "fi") == ("museot",)
    assert path.read_bytes() == whole
    assert "cannot be used" in caplog.text


@pytest.mark.parametrize("name", ["", "lexicon-gone", "../settings", "\x00", "lexicon-../../x"])
def test_lexicon_with_a_wrong_pointer_stays_or_is_built_anew(folder, name):
    ConceptFactory(code="p1", label_fi="museot")
    lexicon()
    (folder / "lexicon").write_text(name)
    assert lexicon().labels("p1", "fi") == ("museot",)


def test_lexicon_whose_folder_was_deleted_goes_on(folder):
    ConceptFactory(code="p1", label_fi="museot")
    first = lexicon()
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert lexicon().labels("p1", "fi") == ("museot",)
    assert lexicon().name == first.name


def test_lexicon_that_cannot_be_written_is_built_in_memory(folder, settings, tmp_path, caplog):
    ConceptFactory(code="p1", label_fi="museot")
    (tmp_path / "file").write_text("")
    settings.SEARCH_INDEX_DIR = tmp_path / "file" / "search"
    first = lexicon()
    assert first.labels("p1", "fi") == ("museot",)
    assert lexicon() is first
    assert "kept in memory only" in caplog.text


def test_writing_leaves_nothing_half_written(folder):
    lexicon()
    assert [path.name for path in folder.iterdir() if path.name.startswith("new-")] == []
    assert not any(str(os.getpid()) in path.name for path in folder.iterdir())
