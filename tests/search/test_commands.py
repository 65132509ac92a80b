import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from filelock import FileLock

from kenno.search import actions
from kenno.search.engine import keeping
from kenno.search.models import IndexChange
from tests.factories.search import SearchDocumentFactory
from tests.search.conftest import Records

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_rebuild_index_prints_progress_by_tenths_in_a_log(records: Records) -> None:
    for number in range(500):
        records.published[str(number)] = SearchDocumentFactory.build(key=str(number))
    out = StringIO()
    call_command("rebuild_index", stdout=out)
    assert re.sub(r"\d+(\.\d)? s", "N s", out.getvalue()).splitlines() == [
        "200 of 500 (40 %), N s",
        "400 of 500 (80 %), N s",
        "500 of 500 (100 %), N s",
        "Search index ready: 500 documents in N s",
    ]


def test_rebuild_index_rewrites_its_line_on_a_terminal(records: Records) -> None:
    records.published["a"] = SearchDocumentFactory.build(key="a")
    out = Terminal()
    call_command("rebuild_index", stdout=out)
    assert out.getvalue().startswith("1 of 1 (100 %), 0 s\rSearch index ready: 1 documents in 0.")


def test_rebuild_index_says_what_went_wrong(records: Records, index_path: Path) -> None:
    index_path.write_text("in the way")
    with pytest.raises(CommandError, match="could not be written"):
        call_command("rebuild_index")


def test_rebuild_index_says_when_another_process_is_at_it(
    records: Records, index_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "REBUILD_WAIT_SECONDS", 0.1)
    index_path.mkdir()
    with (
        FileLock(index_path / "rebuild.lock"),
        pytest.raises(CommandError, match="Another process"),
    ):
        call_command("rebuild_index")


def test_prune_search_journal_prints_how_many_rows_it_deleted(records: Records) -> None:
    for key in "abc":
        actions.index(kind="record", key=key)
    out = StringIO()
    call_command("prune_search_journal", "--keep", "1", stdout=out)
    assert out.getvalue() == "2 rows deleted\n"
    assert IndexChange.objects.count() == 1


def test_prune_search_journal_refuses_to_empty_it(records: Records) -> None:
    with pytest.raises(CommandError, match="at least 1"):
        call_command("prune_search_journal", "--keep", "0")
