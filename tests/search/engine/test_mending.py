"""An index that is lost, damaged, of another make or on a full disk is made anew or lived with."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kenno.search import actions
from kenno.search.engine import keeping, schema
from kenno.search.models import IndexChange
from kenno.search.queries import find
from tests.search.conftest import Records

pytestmark = pytest.mark.django_db

Process = Callable[[], None]


def found(text: str = "kirja") -> list[str]:
    result = find(text, kind="record", language="fi")
    assert result.available is True
    return sorted(hit.key for hit in result.hits)


def generations(index_path: Path) -> list[Path]:
    return sorted(index_path.glob("index-*"))


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


def put_in_place_of(path: Path, content: bytes) -> None:
    """Give a file other content, as the next process finds it.

    The file itself is not cut: the engine's threads of this process may still read what they have
    mapped, and reading beyond the end of a mapped file ends a process.
    """
    other = path.with_name(f"{path.name}.other")
    other.write_bytes(content)
    other.replace(path)


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
            put_in_place_of(path, b"")


def overwrite_segments(generation: Path) -> None:
    for path in generation.glob("*.*"):
        if path.name != "meta.json":
            put_in_place_of(path, b"\xff" * path.stat().st_size)


def overwrite_stored_texts(generation: Path) -> None:
    for path in generation.glob("*.store"):
        content = bytearray(path.read_bytes())
        content[: len(content) // 2] = b"\xa5" * (len(content) // 2)
        put_in_place_of(path, bytes(content))


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
