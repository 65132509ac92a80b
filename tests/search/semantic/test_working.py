"""Vectors are made for what lacks them, in any order of interruptions."""

import logging

import pytest
from django_tasks_db.models import DBTaskResult
from filelock import FileLock, Timeout

from kenno.search import actions, documents, tasks
from kenno.search.documents import SearchSource
from kenno.search.models import IndexChange
from kenno.search.semantic import asking, nearest, working
from kenno.search.semantic.working import Progress, begin_round, embed_waiting
from tests.factories.search import SearchDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("meaning")]

QUESTION = "barn och teater"


def fill(records, *keys, title="lapset teatteri"):
    for key in keys:
        records.published[key] = SearchDocumentFactory.build(key=key, title=f"{title} {key}")


def begin_journal(records):
    """Let the journal have a row: only a journal from its first row on follows an empty one."""
    actions.index(kind=records.kind, key="earlier")


def embed_all(limit=100):
    progress = embed_waiting(limit)
    batches = 1
    while progress.more:
        progress = embed_waiting(limit)
        batches += 1
    return batches


def found(limit=100):
    return sorted(nearest(QUESTION, kind="record", limit=limit))


def test_records_that_lack_vectors_are_embedded(records, meaning):
    fill(records, "a", "b")
    assert embed_waiting() == Progress(embedded=2, more=False, done=2, total=2)
    assert meaning.passages == ["lapset teatteri a", "lapset teatteri b"]
    assert found() == ["a", "b"]


def test_a_batch_stops_at_its_limit_and_the_next_goes_on(records, meaning):
    fill(records, "a", "b", "c", "d", "e")
    assert embed_waiting(2) == Progress(embedded=2, more=True, done=2, total=5)
    assert found() == ["a", "b"]
    assert embed_waiting(2) == Progress(embedded=2, more=True, done=4, total=5)
    assert embed_waiting(2) == Progress(embedded=1, more=False, done=5, total=5)
    assert len(meaning.passages) == 5


def test_nothing_is_embedded_twice(records, meaning):
    fill(records, "a", "b")
    embed_all()
    begin_round()
    assert embed_waiting() == Progress(embedded=0, more=False, done=2, total=2)
    assert len(meaning.passages) == 2


def test_changed_record_is_embedded_again(records, meaning):
    records.publish(key="a", title="lapset teatteri")
    records.publish(key="b", title="lapset teatteri")
    embed_all()
    records.publish(key="a", title="kirjasto musiikki")
    assert embed_waiting() == Progress(embedded=1, more=False)
    assert meaning.passages[2:] == ["kirjasto musiikki"]
    assert nearest("bibliotek och musik", kind="record", limit=1) == ["a"]


def test_record_saved_without_a_change_keeps_its_vector(records, meaning):
    records.publish(key="a", title="lapset")
    embed_all()
    actions.index(kind="record", key="a")
    actions.index(kind="record", key="a")
    assert embed_waiting() == Progress()
    assert found() == ["a"]
    assert len(meaning.passages) == 1


def test_withdrawn_record_loses_its_vector(records):
    records.publish(key="a", title="lapset")
    records.publish(key="b", title="lapset")
    embed_all()
    records.withdraw("a")
    embed_waiting()
    assert found() == ["b"]


def test_record_published_again_has_its_vector_again(records):
    records.publish(key="a", title="lapset")
    embed_all()
    records.withdraw("a")
    records.publish(key="a", title="lapset")
    embed_waiting()
    assert found() == ["a"]


def test_record_that_went_past_the_journal_is_dropped_by_a_round(records):
    fill(records, "a", "b")
    embed_all()
    del records.published["a"]
    assert embed_waiting() == Progress()
    assert found() == ["a", "b"]
    begin_round()
    embed_all()
    assert found() == ["b"]


def test_records_of_a_kind_that_is_gone_are_dropped(records, monkeypatch):
    fill(records, "a")
    embed_all()
    monkeypatch.setattr(documents, "_sources", {})
    begin_round()
    embed_all()
    assert found() == []


def test_change_during_a_round_is_followed_after_it(records, meaning):
    begin_journal(records)
    fill(records, "a", "b", "c")
    embed_waiting(1)
    records.publish(key="a", title="kirjasto")
    embed_all(limit=1)
    assert meaning.passages == [
        "lapset teatteri a",
        "lapset teatteri b",
        "lapset teatteri c",
        "kirjasto",
    ]


def test_journal_is_followed_in_steps(records, monkeypatch):
    begin_journal(records)
    monkeypatch.setattr(working, "LOOKED_AT", 2)
    embed_all()
    for key in "abcde":
        records.publish(key=key, title="lapset")
    assert embed_waiting() == Progress(embedded=2, more=True)
    assert embed_waiting(1) == Progress(embedded=1, more=True)
    assert embed_all() == 1
    assert found() == ["a", "b", "c", "d", "e"]


def test_journal_that_does_not_go_on_begins_a_round(records, meaning):
    records.publish(key="a", title="lapset")
    embed_all()
    IndexChange.objects.all().delete()
    fill(records, "b")
    assert embed_waiting() == Progress(embedded=1, more=False, done=2, total=2)
    assert found() == ["a", "b"]
    assert len(meaning.passages) == 2


def test_store_of_another_database_begins_a_round(records):
    records.publish(key="a", title="lapset")
    embed_all()
    IndexChange.objects.update(at="2020-01-01T00:00:00Z")
    fill(records, "b")
    assert embed_waiting().total == 2


def test_batch_that_fails_is_done_by_the_next(records, meaning, monkeypatch):
    fill(records, "a", "b", "c")
    embed_waiting(1)

    def fail(self, text):
        raise MemoryError

    with monkeypatch.context() as patch, pytest.raises(MemoryError):
        patch.setattr(meaning, "passage", fail)
        embed_waiting(1)
    assert found() == ["a"]
    embed_all()
    assert found() == ["a", "b", "c"]


def test_record_that_cannot_be_described_leaves_the_others(records, caplog):
    fill(records, "a", "b", "c")
    records.poisonous.add("b")
    embed_all()
    assert found() == ["a", "c"]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_record_without_text_is_looked_at_once(records, meaning):
    records.published["a"] = SearchDocumentFactory.build(key="a", title="")
    assert embed_waiting() == Progress(embedded=0, more=False, done=1, total=1)
    assert found() == []
    assert meaning.passages == []


def test_damaged_store_is_made_anew(records, index_path):
    fill(records, "a", "b")
    embed_all()
    (log,) = index_path.glob("vectors-words/vectors-*/log")
    log.write_text("nonsense\n")
    assert found() == []
    embed_all()
    assert found() == ["a", "b"]


def test_vectors_outlive_a_rebuild_of_the_index(records, meaning):
    fill(records, "a")
    embed_all()
    actions.rebuild()
    begin_round()
    embed_all()
    assert found() == ["a"]
    assert len(meaning.passages) == 1


def test_another_writer_is_told(records, index_path):
    fill(records, "a")
    embed_all()
    with FileLock(index_path / "vectors-words" / "write.lock"), pytest.raises(Timeout):
        embed_waiting(wait=0)


def test_batch_does_nothing_when_switched_off(records, settings, index_path, meaning):
    settings.SEMANTIC_SEARCH = False
    fill(records, "a")
    begin_round()
    assert embed_waiting() == Progress()
    assert list(index_path.glob("vectors-*")) == []


def test_same_number_of_queries_for_one_record_and_three(records, django_assert_num_queries):
    begin_journal(records)
    fill(records, "a")
    embed_all()
    fill(records, "b", "c")
    begin_round()
    with django_assert_num_queries(2):
        embed_waiting()
    records.publish(key="d", title="lapset")
    with django_assert_num_queries(2):
        embed_waiting()
    for key in "efg":
        records.publish(key=key, title="lapset")
    with django_assert_num_queries(2):
        embed_waiting()


def test_task_goes_on_until_everything_is_embedded(records, meaning):
    fill(records, *"abcdefghijklmnopqrstuvwxyz")
    tasks.start_embedding()
    assert len(meaning.passages) == 26
    assert len(found()) == 26


def test_task_leaves_the_work_to_another_writer(records, index_path, meaning, monkeypatch):
    monkeypatch.setattr(tasks, "embed_waiting", lambda: working.embed_waiting(wait=0))
    fill(records, "a")
    store = asking.store_of(meaning())
    with store.writing(wait=0):
        tasks.start_embedding()
    assert meaning.passages == []


def test_task_waits_once_in_the_queue(settings, records):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
    }
    tasks.start_embedding()
    tasks.start_embedding()
    task = DBTaskResult.objects.get()
    assert task.task_path == "kenno.search.tasks.embed_waiting_records"
    assert task.priority == -50


def test_place_in_a_round_survives_another_process(records, meaning):
    fill(records, "a", "b", "c")
    embed_waiting(1)
    asking_store = asking.store_of(meaning())
    from kenno.search.semantic import store

    store._store.cache_clear()
    assert asking.store_of(meaning()) is not asking_store
    embed_waiting(1)
    assert meaning.passages == ["lapset teatteri a", "lapset teatteri b"]


def test_kinds_are_gone_through_in_order(records, meaning):
    fill(records, "b")
    other = SearchDocumentFactory.build(kind="event", key="z", title="musiikki")
    documents.register_source(SearchSource("event", lambda: ["z"], lambda keys: [other], ()))
    embed_waiting(1)
    assert meaning.passages == ["musiikki"]
    embed_all()
    assert nearest("musik i staden", kind="event") == ["z"]
