from pathlib import Path

import pytest
from filelock import Timeout

from kenno.search.engine.folder import IndexFolder, index_folder
from kenno.search.engine.schema import Applied


def folder_with_index(path: Path) -> IndexFolder:
    folder = IndexFolder(path)
    generation = folder.new_generation()
    with generation.writing() as writer:
        writer.commit(Applied(1, "2026-01-01T00:00:00+00:00"), {})
    folder.put_in_use(generation)
    return folder


def test_reader_of_an_empty_folder_is_none(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "search")
    assert folder.reader() is None
    assert folder.in_use() is None


def test_reader_is_the_generation_in_use(tmp_path: Path) -> None:
    folder = folder_with_index(tmp_path)
    reader = folder.reader()
    assert reader is not None
    assert reader.applied == Applied(1, "2026-01-01T00:00:00+00:00")
    assert reader is folder.reader()
    assert reader is not folder.reader(fresh=True)


def test_generation_never_committed_to_is_of_no_use(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    folder.put_in_use(folder.new_generation())
    assert folder.reader() is None


def test_report_damage_stops_the_use_of_that_generation_only(tmp_path: Path) -> None:
    folder = folder_with_index(tmp_path)
    folder.report_damage(folder.reader())
    assert folder.reader() is None
    generation = folder.new_generation()
    with generation.writing() as writer:
        writer.commit(Applied(2, ""), {})
    folder.put_in_use(generation)
    assert folder.reader().name == generation.path.name


def test_sweep_keeps_what_is_in_use_and_what_is_not_an_index(tmp_path: Path) -> None:
    folder = folder_with_index(tmp_path)
    folder.new_generation()
    (tmp_path / "notes").mkdir()
    folder.sweep()
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == sorted(
        ["notes", folder.reader().name]
    )


def test_only_one_may_write_or_rebuild_at_a_time(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    with folder.locked_for_writing(wait=0), folder.locked_for_rebuilding(wait=0):
        with pytest.raises(Timeout), IndexFolder(tmp_path).locked_for_writing(wait=0):
            pass
        with pytest.raises(Timeout), IndexFolder(tmp_path).locked_for_rebuilding(wait=0):
            pass
    with IndexFolder(tmp_path).locked_for_writing(wait=0):
        assert (tmp_path / "write.lock").exists()


def test_rest_is_over_after_its_seconds(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    assert folder.is_resting is False
    folder.rest(60)
    assert folder.is_resting is True
    folder.rest(0)
    assert folder.is_resting is False


def test_index_folder_is_one_object_for_the_folder_of_the_settings(index_path: Path) -> None:
    assert index_folder() is index_folder()
    assert index_folder().path == index_path
