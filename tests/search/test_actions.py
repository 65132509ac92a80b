from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from kenno.search import actions
from kenno.search.models import IndexChange
from kenno.search.queries import find
from tests.factories.search import SearchDocumentFactory
from tests.search.conftest import Records

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return sorted(hit.key for hit in find(text, kind="record", language="fi").hits)


def test_index_writes_a_row_of_the_journal(records: Records) -> None:
    before = timezone.now()
    actions.index(kind="record", key="a")
    row = IndexChange.objects.get()
    assert (row.kind, row.key) == ("record", "a")
    assert timedelta(0) <= row.at - before < timedelta(seconds=10)


@pytest.mark.django_db(transaction=True)
def test_index_catches_up_when_the_change_is_committed(records: Records) -> None:
    find("", kind="record", language="fi")
    records.asked.clear()
    with transaction.atomic():
        records.publish(key="a")
        assert records.asked == []
    assert records.asked == [["a"]]


@pytest.mark.django_db(transaction=True)
def test_index_leaves_nothing_behind_when_the_change_is_rolled_back(records: Records) -> None:
    records.publish(key="a", title="Kirja")
    assert found("kirja") == ["a"]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        records.publish(key="b", title="Kirja")
        assert found("kirja") == ["a", "b"]
        del records.published["b"]
        raise ZeroDivisionError
    assert IndexChange.objects.count() == 1
    assert found("kirja") == ["a"]


@pytest.mark.django_db(transaction=True)
def test_index_does_not_fail_the_change_when_the_index_cannot_be_written(
    records: Records, index_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    index_path.write_text("in the way")
    records.publish(key="a")
    assert IndexChange.objects.count() == 1
    assert "bring_up_to_date" in caplog.text


def test_catch_up_makes_a_missing_index(records: Records) -> None:
    records.published = {key: SearchDocumentFactory.build(key=key) for key in "abc"}
    assert actions.catch_up() == 3
    assert actions.catch_up() == 0


def test_catch_up_applies_the_rows_after_the_index(records: Records) -> None:
    records.publish(key="first")
    actions.catch_up()
    for key in ("a", "b", "a"):
        records.publish(key=key)
    records.asked.clear()
    assert actions.catch_up() == 3
    assert records.asked == [["a", "b"]]


def test_catch_up_raises_when_the_index_cannot_be_written(
    records: Records, index_path: Path
) -> None:
    index_path.write_text("in the way")
    with pytest.raises(OSError, match="search"):
        actions.catch_up()


def test_rebuild_tells_how_far_it_is(records: Records) -> None:
    for number in range(450):
        document = SearchDocumentFactory.build(key=f"k{number}")
        records.published[document.key] = document
    told: list[tuple[int, int]] = []
    assert actions.rebuild(lambda done, total: told.append((done, total))) == 450
    assert told == [(200, 450), (400, 450), (450, 450)]


def test_rebuild_takes_in_what_was_never_in_the_journal(records: Records) -> None:
    actions.catch_up()
    records.published["a"] = SearchDocumentFactory.build(key="a", title="Kirja")
    assert found("kirja") == []
    assert actions.rebuild() == 1
    assert found("kirja") == ["a"]


def test_rebuild_of_nothing_is_an_empty_index(records: Records) -> None:
    assert actions.rebuild() == 0
    assert find("", kind="record", language="fi").available is True


def test_prune_journal_keeps_the_newest_rows(records: Records) -> None:
    for key in "abcde":
        actions.index(kind="record", key=key)
    assert actions.prune_journal(keep=2) == 3
    assert list(IndexChange.objects.values_list("key", flat=True)) == ["d", "e"]
    assert actions.prune_journal(keep=2) == 0


def test_prune_journal_never_empties_it(records: Records) -> None:
    actions.index(kind="record", key="a")
    actions.index(kind="record", key="b")
    assert actions.prune_journal(keep=0) == 1
    assert IndexChange.objects.get().key == "b"


def test_pruned_journal_goes_on_from_an_index_that_had_its_rows(records: Records) -> None:
    records.publish(key="a", title="Kirja")
    assert found("kirja") == ["a"]
    records.publish(key="b", title="Kirja")
    actions.prune_journal(keep=2)
    records.asked.clear()
    assert found("kirja") == ["a", "b"]
    assert records.asked == [["b"]]


def test_pruned_journal_makes_an_older_index_be_rebuilt(
    records: Records, another_process: Callable[[], None]
) -> None:
    records.publish(key="a", title="Kirja")
    assert found("kirja") == ["a"]
    records.publish(key="b", title="Kirja")
    records.publish(key="c", title="Kirja")
    actions.prune_journal(keep=1)
    records.asked.clear()
    assert found("kirja") == ["a", "b", "c"]
    assert records.asked == [["a", "b", "c"]]
