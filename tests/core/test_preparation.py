from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands

from kenno.core import preparation
from kenno.core.preparation import STEPS, Step, prepare


@pytest.fixture
def root(tmp_path, settings) -> Path:
    """A project of which only the places' data exist."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "data.csv").write_text("oulu")
    return tmp_path


CHECK = ["clearsessions"]
PLACES = Step("places", "Places", CHECK, inputs=["places/**/*"])
INDEX = Step("search", "Search", CHECK, inputs=["search/*.py"], after=["places"])
EXAMPLES = Step("examples", "Examples", CHECK, only_at_first=True)
ALL = [PLACES, EXAMPLES, INDEX]


def done(*steps: Step, **options) -> list[str]:
    return prepare(lambda line: None, steps=steps, **options)


def test_prepare_does_everything_at_first_and_nothing_again(db, root):
    assert done(*ALL) == ["places", "examples", "search"]
    assert done(*ALL) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "places" / "data.csv").write_text("turku"),
        lambda root: (root / "places" / "more.csv").write_text(""),
        lambda root: (root / "places" / "data.csv").unlink(),
        lambda root: (root / "places" / "data.csv").rename(root / "places" / "other.csv"),
    ],
    ids=["changed", "added", "removed", "renamed"],
)
def test_prepare_does_again_what_has_other_files_and_what_comes_after(db, root, change):
    done(*ALL)
    change(root)
    assert done(*ALL) == ["places", "search"]
    assert done(*ALL) == []


def test_prepare_does_what_is_missing_whenever_it_is(db):
    missing = {"static": True}
    step = Step("static", "Static", CHECK, is_missing=lambda: missing["static"])
    assert done(step) == ["static"]
    assert done(step) == ["static"]
    missing["static"] = False
    assert done(step) == []


def test_prepare_leaves_examples_out_for_good(db, root):
    assert done(*ALL, leave_out=["examples"]) == ["places", "search"]
    assert done(*ALL) == []


def test_prepare_tells_each_step_with_its_seconds(db, root):
    lines: list[str] = []
    prepare(lines.append, steps=[PLACES])
    assert lines[0] == "[1/1] Places ..."
    assert lines[1].startswith("      done in ")
    assert len(lines) == 2


def test_prepare_stops_at_what_fails_and_goes_on_from_there(db, root):
    broken = Step("pages", "Pages", ["no_such_command"], inputs=["places/**/*"])
    with pytest.raises(CommandError):
        done(PLACES, broken, EXAMPLES)
    mended = Step("pages", "Pages", CHECK, inputs=["places/**/*"])
    assert done(PLACES, mended) == ["pages"]


def test_prepare_remembers_what_was_to_come_after_what_changed(db, root):
    done(*ALL)
    (root / "places" / "data.csv").write_text("turku")
    broken = Step("search", "Search", ["no_such_command"], inputs=["search/*.py"], after=["places"])
    with pytest.raises(CommandError):
        done(PLACES, EXAMPLES, broken)
    assert done(*ALL) == ["search"]


def test_prepare_that_failed_at_first_still_loads_the_examples(db, root):
    broken = Step("pages", "Pages", ["no_such_command"], inputs=["places/**/*"])
    with pytest.raises(CommandError):
        done(PLACES, broken, EXAMPLES)
    mended = Step("pages", "Pages", CHECK, inputs=["places/**/*"])
    assert done(PLACES, mended, EXAMPLES) == ["pages", "examples"]


def test_migrations_of_a_prepared_database_do_not_wait(db):
    assert preparation.migrations_wait() is False


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_step_has_a_command_and_its_files(step):
    assert step.command[0] in get_commands()
    root = Path(__file__).parents[2]
    assert [pattern for pattern in step.inputs if not any(root.glob(pattern))] == []
    assert set(step.after) <= {other.name for other in STEPS}


def test_command_prepare_says_when_all_is_ready(db, capsys, monkeypatch):
    monkeypatch.setattr(preparation, "prepare", lambda say, leave_out: say(f"left: {leave_out}"))
    call_command("prepare", "--no-examples")
    first, last = capsys.readouterr().out.splitlines()
    assert first == "left: ['examples']"
    assert last.startswith("Everything is prepared (")
