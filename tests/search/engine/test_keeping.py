"""The index stays in step with the journal, in every process."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError
from filelock import FileLock

from kenno.search import actions
from kenno.search.engine import keeping
from kenno.search.engine.folder import index_folder
from kenno.search.engine.keeping import newest_change, reader_in_step
from kenno.search.queries import find
from tests.factories.search import SearchDocumentFactory
from tests.search.conftest import Records

pytestmark = pytest.mark.django_db

Process = Callable[[], None]


def found(text: str = "kirja") -> list[str]:
    result = find(text, kind="record", language="fi")
    assert result.available is True
    return sorted(hit.key for hit in result.hits)


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

    failing_source = keeping.SearchSource(records.kind, records.keys, fail, facets=())
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "source_of", lambda kind: failing_source)
        with pytest.raises(DatabaseError):
            actions.catch_up()
    assert found() == ["a", "b"]


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


def test_many_publications_stay_findable(records: Records) -> None:
    for number in range(25):
        records.publish(key=f"{number:02}", title="Kirja")
        assert len(found()) == min(number + 1, 20)
    assert find("kirja", kind="record", language="fi").total == 25
