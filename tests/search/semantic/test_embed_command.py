from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from filelock import FileLock

from kenno.search.management.commands import embed
from kenno.search.semantic import nearest
from tests.factories.search import SearchDocumentFactory

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    def isatty(self):
        return True


def run(out=None):
    out = out or StringIO()
    call_command("embed", stdout=out)
    return [line.split(",")[0] for line in out.getvalue().splitlines()]


def fill(records, count):
    for number in range(count):
        key = f"{number:02}"
        records.published[key] = SearchDocumentFactory.build(key=key, title="lapset teatteri")


def test_embed_makes_all_vectors_and_says_how_far_it_is(records, meaning):
    fill(records, 20)
    lines = run()
    assert lines[:3] == [
        "8 of 20 records (40 %)",
        "16 of 20 records (80 %)",
        "20 of 20 records (100 %)",
    ]
    assert lines[3].startswith("Vectors ready: 20 passages embedded in ")
    assert len(nearest("barn och teater", kind="record")) == 20


def test_embed_again_makes_nothing(records, meaning):
    fill(records, 3)
    run()
    lines = run()
    assert lines[0] == "3 of 3 records (100 %)"
    assert lines[1].startswith("Vectors ready: 0 passages embedded in ")


def test_embed_finds_what_changed_past_the_journal(records, meaning):
    fill(records, 3)
    run()
    records.published["00"] = SearchDocumentFactory.build(key="00", title="musiikki")
    assert run()[-1].startswith("Vectors ready: 1 passages")
    assert nearest("musik för alla", kind="record", limit=1) == ["00"]


def test_embed_rewrites_its_line_on_a_terminal(records, meaning):
    fill(records, 9)
    out = Terminal()
    run(out)
    assert out.getvalue().startswith("8 of 9 records (88 %), 0 s\r9 of 9 records (100 %), 0 s\r")


def test_embed_without_records_is_ready_at_once(records, meaning):
    assert run()[-1].startswith("Vectors ready: 0 passages")


def test_embed_says_when_it_is_off(records):
    with pytest.raises(CommandError, match="KENNO_SEMANTIC=1"):
        call_command("embed")


def test_embed_says_when_another_process_is_at_it(records, meaning, index_path, monkeypatch):
    monkeypatch.setattr(embed, "WAIT_SECONDS", 0)
    monkeypatch.setattr("kenno.search.semantic.working.WAIT_SECONDS", 0)
    fill(records, 1)
    folder = index_path / "vectors-words"
    folder.mkdir(parents=True)
    with FileLock(folder / "write.lock"), pytest.raises(CommandError, match="Another process"):
        call_command("embed")


def test_embed_says_when_it_cannot_write(records, meaning, index_path):
    fill(records, 1)
    index_path.mkdir(parents=True, exist_ok=True)
    (index_path / "vectors-words").write_text("a file where the folder should be")
    with pytest.raises(CommandError, match="could not be written"):
        call_command("embed")
