"""The index stays in step with the journal and is made anew whenever it cannot be used."""

import os
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError
from filelock import FileLock

from kenno.search import actions
from kenno.search.engine import keeping, schema
from kenno.search.engine.folder import index_folder
from kenno.search.engine.keeping import newest_change, reader_in_step
from kenno.search.models import IndexChange
from kenno.search.queries import find
from tests.factories.search import SearchDocumentFactory
from tests.search.conftest import Records

pytestmark = pytest.mark.django_db

Process = Callable[[], None]


def found(text: str = "kirja") -> list[str]:
    result = find(text, kind="record", language="fi")
    assert result.available is True
    return sorted(hit.key for hit in result.hits)


def generations(index_path: Path) -> list[Path]:
    return sorted(index_path.glob("index-*"))


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "WRITE_WAIT_SECONDS", 0.2)
    monkeypatch.setattr(keeping, "REBUILD_WAIT_SECONDS", 0.2)


def test_published_record_is_found_though_nothing_ran_after_the_commit(records: Records) -> None:
    found()
    records.publish(key="a", title="Kirja")
    assert found() == ["a"]


def test_edited_record_is_found_by_its_new_text_only(records: Records) -> None:
    records.publish(key="a", title="Kirja")
    assert found() == ["a"]
    records.publish(key="a", title="Museo")
    assert found() == []
    assert found("museo") == ["a"]


def test_withdrawn_record_is_not_found(records: Records) -> None:
    records.publish(key="a", title="Kirja")
    assert found() == ["a"]
    records.withdraw("a")
    assert found() == []


def test_index_in_step_is_not_touched(records: Records) -> None:
    records.publish(key="a", title="Kirja")
    found()
    records.asked.clear()
    reader = reader_in_step()
    assert reader is reader_in_step()
    assert reader is not None
    assert reader.applied == newest_change()
    assert records.asked == []


def test_changes_of_a_kind_without_source_are_passed_over(records: Records) -> None:
    records.publish(key="a", title="Kirja")
    actions.index(kind="forgotten", key="b")
    assert found() == ["a"]
    assert reader_in_step().applied == newest_change()


def test_kinds_and_keys_do_not_run_into_each_other(records: Records) -> None:
    records.publish(key='a", "b', title="Kirja")
    records.publish(key="a", title="Kirja")
    records.withdraw("a")
    assert found() == ['a", "b']


def test_document_with_a_key_that_was_not_asked_is_left_out(records: Records) -> None:
    records.published["a"] = SearchDocumentFactory.build(key="other", title="Kirja")
    assert found() == []


def test_record_that_cannot_be_described_does_not_stop_the_others(
    records: Records, caplog: pytest.LogCaptureFixture
) -> None:
    for key in "abc":
        records.publish(key=key, title="Kirja")
    records.poisonous = {"b"}
    assert found() == ["a", "c"]
    assert "record b is left out of the search index" in caplog.text


def test_database_error_is_not_taken_for_a_broken_record(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.publish(key="a", title="Kirja")
    found()
    records.publish(key="b", title="Kirja")

    def fail(keys: object) -> list[object]:
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "source_of", lambda kind: schema_source(records, fail))
        with pytest.raises(DatabaseError):
            actions.catch_up()
    assert found() == ["a", "b"]


def schema_source(records: Records, fail: Callable) -> keeping.SearchSource:
    return keeping.SearchSource(records.kind, records.keys, fail, facets=())


@pytest.mark.parametrize("same_process", [True, False])
def test_lost_index_is_rebuilt(
    records: Records, index_path: Path, another_process: Process, same_process: bool
) -> None:
    records.publish(key="a", title="Kirja")
    assert found() == ["a"]
    shutil.rmtree(index_path)
    if not same_process:
        another_process()
    assert found() == ["a"]


def spoil_meta(generation: Path) -> None:
    (generation / "meta.json").write_text("{")


def lose_meta(generation: Path) -> None:
    (generation / "meta.json").unlink()


def lose_segments(generation: Path) -> None:
    for path in generation.glob("*.*"):
        if path.name != "meta.json":
            path.unlink()


def empty_segments(generation: Path) -> None:
    for path in generation.glob("*.*"):
        if path.name != "meta.json":
            path.write_bytes(b"")


def overwrite_segments(generation: Path) -> None:
    for path in generation.glob("*.*"):
        if path.name != "meta.json":
            size = path.stat().st_size
            path.write_bytes(b"\xff" * size)


def overwrite_stored_texts(generation: Path) -> None:
    for path in generation.glob("*.store"):
        content = bytearray(path.read_bytes())
        content[: len(content) // 2] = b"\xa5" * (len(content) // 2)
        path.write_bytes(bytes(content))


def lose_everything(generation: Path) -> None:
    shutil.rmtree(generation)


def half_write(generation: Path) -> None:
    lose_everything(generation)
    generation.mkdir()


@pytest.mark.parametrize(
    "damage",
    [
        spoil_meta,
        lose_meta,
        lose_segments,
        empty_segments,
        overwrite_segments,
        overwrite_stored_texts,
        lose_everything,
        half_write,
    ],
)
def test_damaged_index_is_rebuilt(
    records: Records,
    index_path: Path,
    another_process: Process,
    damage: Callable[[Path], None],
) -> None:
    for key in "abc":
        records.publish(key=key, title="Kirja", texts=("Luetaan kirjoja.",))
    assert found() == ["a", "b", "c"]
    (generation,) = generations(index_path)
    another_process()
    damage(generation)
    assert found() == ["a", "b", "c"]
    assert [path.name for path in generations(index_path)] != [generation.name]


@pytest.mark.parametrize("pointer", ["", "index-gone", "../../etc", "nonsense\x00", "\xff"])
def test_spoiled_pointer_leads_to_a_rebuild(
    records: Records, index_path: Path, pointer: str
) -> None:
    records.publish(key="a", title="Kirja")
    found()
    (index_path / "current").write_text(pointer)
    assert found() == ["a"]
    assert len(generations(index_path)) == 1


def test_index_of_another_format_is_rebuilt(
    records: Records, index_path: Path, another_process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.publish(key="a", title="Kirja")
    found()
    before = generations(index_path)
    another_process()
    monkeypatch.setattr(schema, "FORMAT", schema.FORMAT + 1)
    assert found() == ["a"]
    assert generations(index_path) != before


def test_index_of_another_analyser_is_rebuilt(
    records: Records, index_path: Path, another_process: Process, request: pytest.FixtureRequest
) -> None:
    records.publish(key="a", title="Kirja")
    found()
    made_with = schema.identity()
    another_process()
    request.getfixturevalue("without_voikko")
    records.asked.clear()
    assert found() == ["a"]
    assert len(records.asked) == (0 if made_with.endswith("simplemma") else 1)


def test_index_of_another_database_is_rebuilt(records: Records, another_process: Process) -> None:
    records.publish(key="a", title="Kirja")
    records.publish(key="b", title="Kirja")
    assert found() == ["a", "b"]
    # A restored database: the journal has another history under the same ids.
    last = IndexChange.objects.order_by("id").last()
    IndexChange.objects.filter(id=last.id).update(at=last.at.replace(year=2020))
    del records.published["b"]
    assert found() == ["a"]


def test_index_ahead_of_the_journal_is_rebuilt(records: Records) -> None:
    records.publish(key="a", title="Kirja")
    records.publish(key="b", title="Kirja")
    assert found() == ["a", "b"]
    IndexChange.objects.order_by("id").last().delete()
    del records.published["b"]
    assert found() == ["a"]


def test_other_process_sees_what_this_one_indexed(
    records: Records, another_process: Process
) -> None:
    records.publish(key="a", title="Kirja")
    found()
    first = index_folder()
    another_process()
    assert index_folder() is not first
    records.publish(key="b", title="Kirja")
    assert found() == ["a", "b"]
    records.asked.clear()
    assert first.reader(fresh=True).applied == newest_change()
    assert records.asked == []


def test_other_process_sees_a_rebuilt_index_at_once(
    records: Records, another_process: Process
) -> None:
    records.publish(key="a", title="Kirja")
    found()
    first = index_folder()
    before = first.reader()
    another_process()
    actions.rebuild()
    assert first.reader().name != before.name


def test_change_during_a_rebuild_is_in_the_new_index(records: Records) -> None:
    for key in "ab":
        records.publish(key=key, title="Kirja")
    found()

    def change(done: int, total: int) -> None:
        records.withdraw("a")
        records.publish(key="c", title="Kirja")

    actions.rebuild(change)
    records.asked.clear()
    assert found() == ["b", "c"]
    assert records.asked == []


def test_searches_go_on_while_another_process_rebuilds(records: Records, index_path: Path) -> None:
    records.publish(key="a", title="Kirja")
    found()
    records.publish(key="b", title="Kirja")
    with FileLock(index_path / "rebuild.lock"):
        assert found() == ["a", "b"]


def test_old_index_answers_while_another_process_writes_it(
    records: Records, index_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    records.publish(key="a", title="Kirja")
    found()
    records.publish(key="b", title="Kirja")
    with FileLock(index_path / "write.lock"):
        assert found() == ["a"]
    assert "Another process" in caplog.text
    assert found() == ["a", "b"]


def test_without_index_a_search_waits_only_so_long_for_the_process_that_makes_it(
    records: Records, index_path: Path
) -> None:
    records.publish(key="a", title="Kirja")
    index_path.mkdir()
    with FileLock(index_path / "rebuild.lock"):
        assert find("kirja", kind="record", language="fi").available is False
    assert found() == ["a"]


def test_process_that_waited_uses_the_index_that_the_other_made(
    records: Records,
    index_path: Path,
    another_process: Process,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records.publish(key="a", title="Kirja")
    found()
    pointer = (index_path / "current").read_text()
    (index_path / "current").unlink()
    another_process()
    monkeypatch.setattr(keeping, "REBUILD_WAIT_SECONDS", 5.0)
    lock = FileLock(index_path / "rebuild.lock", thread_local=False)
    lock.acquire()

    def finish() -> None:
        (index_path / "current").write_text(pointer)
        lock.release()

    threading.Timer(0.3, finish).start()
    records.asked.clear()
    assert found() == ["a"]
    assert records.asked == []


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow beyond 1,000 bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_old_index_answers_when_the_disk_is_full(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "REST_SECONDS", 0.0)
    records.publish(key="a", title="Kirja")
    found()
    records.publish(key="b", title="Kirja", texts=("Luetaan kirjoja. " * 500,))
    with full_disk():
        assert found() == ["a"]
    assert found() == ["a", "b"]


def test_without_index_a_full_disk_is_said(
    records: Records, index_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "REST_SECONDS", 0.0)
    records.publish(key="a", title="Kirja", texts=("Luetaan kirjoja. " * 500,))
    with full_disk():
        assert find("kirja", kind="record", language="fi").available is False
    assert generations(index_path) == []
    assert found() == ["a"]


def test_failed_mending_is_not_tried_again_at_once(
    records: Records, index_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    index_path.write_text("in the way")
    for _ in range(3):
        assert find("kirja", kind="record", language="fi").available is False
    assert caplog.text.count("could not be brought up to date") == 1
    index_path.unlink()
    actions.catch_up()
    assert found() == []


def test_rebuild_removes_what_a_dead_process_left(records: Records, index_path: Path) -> None:
    records.publish(key="a", title="Kirja")
    found()
    (index_path / "index-dead").mkdir()
    actions.rebuild()
    (generation,) = generations(index_path)
    assert generation.name == (index_path / "current").read_text()


def test_failed_rebuild_leaves_the_old_index_in_use(records: Records, index_path: Path) -> None:
    records.publish(key="a", title="Kirja")
    found()
    before = generations(index_path)

    def fail(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.rebuild(fail)
    assert generations(index_path) == before
    assert found() == ["a"]
    assert actions.rebuild() == 1


def test_writer_that_died_does_not_keep_the_index_locked(
    records: Records, index_path: Path
) -> None:
    records.publish(key="a", title="Kirja")
    found()
    (generation,) = generations(index_path)
    program = (
        "import sys, os, tantivy\n"
        "writer = tantivy.Index.open(sys.argv[1]).writer(15_000_000, 1)\n"
        "os._exit(9)\n"
    )
    died = subprocess.run([sys.executable, "-c", program, str(generation)], env=dict(os.environ))
    assert died.returncode == 9
    records.publish(key="b", title="Kirja")
    assert found() == ["a", "b"]


def test_many_publications_stay_findable(records: Records) -> None:
    for number in range(25):
        records.publish(key=f"{number:02}", title="Kirja")
        assert len(found()) == min(number + 1, 20)
    assert find("kirja", kind="record", language="fi").total == 25
