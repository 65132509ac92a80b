"""The scripts of `make` on machines that lack what they look for."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kenno.search.lexicon.wordlists import LIST_NAMES

ROOT = Path(__file__).parents[1]
TOOLS = ("bash", "cat", "cut", "dirname", "find", "grep", "id", "mkdir", "rm", "sed", "sha256sum")

LIBRARIES = """
set -e
echo 'libvoikko.so.1 (libc6,x86-64)'
for number in 1 2 3 4 5 6 7 8 9; do printf '%65536s\\n' libother.so; done
"""
WORD_LISTS = list(Path("/usr/share/dictd").glob("freedict-*.index"))


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A copy of the project's scripts, and `bin/` with no more than the usual tools."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "bin").mkdir()
    for tool in (*TOOLS, "touch"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    return tmp_path


def run(machine: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=machine,
        env={"PATH": str(machine / "bin"), "HOME": str(machine)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def put(machine: Path, name: str, script: str) -> None:
    program = machine / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def without_lists(machine: Path) -> None:
    """Let the script look for word lists where there are none."""
    script = machine / "scripts" / "system_parts.sh"
    script.write_text(script.read_text().replace("/usr/share/dictd", str(machine / "dictd")))


def test_system_parts_says_in_one_line_what_is_missing(bare_machine):
    finished = run(bare_machine, "scripts/system_parts.sh", "test")
    assert finished.returncode == 0
    assert finished.stderr == ""
    [line] = finished.stdout.splitlines()
    assert line.startswith("Missing from the system: libvoikko1 ")
    assert "search finds fewer Finnish inflections and no compound parts" in line
    assert "the browser tests are left out" in line
    assert line.endswith(" chromium gettext")


def test_system_parts_for_running_wants_no_browser(bare_machine):
    assert "chromium" not in run(bare_machine, "scripts/system_parts.sh", "run").stdout


def test_system_parts_tries_a_failing_installation_once_a_day(bare_machine):
    put(bare_machine, "apt-get", 'echo "$@" >>apt-get.log; exit 1')
    put(bare_machine, "timeout", 'shift; exec "$@"')
    put(bare_machine, "id", "echo 0")
    first = run(bare_machine, "scripts/system_parts.sh", "run")
    second = run(bare_machine, "scripts/system_parts.sh", "run")
    assert (first.returncode, second.returncode) == (0, 0)
    *installed, updated = (bare_machine / "apt-get.log").read_text().splitlines()
    assert updated == "update"
    assert installed[0].endswith(" libvoikko1") or " libvoikko1 " in installed[0]
    assert second.stdout.startswith("Missing from the system: libvoikko1")


def test_system_parts_installs_word_lists_by_themselves(bare_machine):
    without_lists(bare_machine)
    put(bare_machine, "apt-get", 'echo "$@" >>apt-get.log; case "$*" in *dict-*) exit 1;; esac')
    put(bare_machine, "timeout", 'shift; exec "$@"')
    put(bare_machine, "id", "echo 0")
    run(bare_machine, "scripts/system_parts.sh", "run")
    others, lists = (bare_machine / "apt-get.log").read_text().splitlines()[:2]
    assert "libvoikko1" in others
    assert "dict-" not in others
    assert lists.startswith("install -y --no-install-recommends dict-freedict-swe-fin ")


def test_system_parts_says_what_is_lost_without_word_lists(bare_machine):
    without_lists(bare_machine)
    [line] = run(bare_machine, "scripts/system_parts.sh", "run").stdout.splitlines()
    assert line.count("search across languages knows only the words of the vocabulary") == 1


@pytest.mark.skipif(
    not any(Path("/").glob("usr/*/voikko")) or len(WORD_LISTS) < len(LIST_NAMES),
    reason="needs Voikko's dictionary and the word lists",
)
def test_system_parts_are_quiet_when_all_is_there(bare_machine):
    # The library is not the last one in a long list.
    put(bare_machine, "ldconfig", LIBRARIES)
    assert run(bare_machine, "scripts/system_parts.sh", "run").stdout == ""


def test_install_without_python_says_what_is_needed(bare_machine):
    finished = run(bare_machine, "scripts/install.sh", "run")
    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr == (
        "Python 3.11 is needed and was not found (Debian 12: sudo apt install python3.11-venv).\n"
    )


def test_install_with_another_python_says_what_is_needed(bare_machine):
    put(bare_machine, "python3", "exit 1")
    finished = run(bare_machine, "scripts/install.sh", "run")
    assert finished.returncode == 1
    assert finished.stderr.startswith("Python 3.11 is needed and was not found")


def test_install_uses_python3_where_it_is_the_right_one(bare_machine):
    put(bare_machine, "python3", 'echo "$@" >>python.log; [ "$1" = -c ]')
    finished = run(bare_machine, "scripts/install.sh", "run")
    assert finished.returncode == 1
    assert finished.stderr == (
        "Python's venv is needed (Debian 12: sudo apt install python3.11-venv).\n"
    )
    assert (bare_machine / "python.log").read_text().splitlines()[-1] == "-m venv .venv"


def test_install_that_is_done_costs_nothing(bare_machine):
    script = (bare_machine / "scripts" / "install.sh").read_text()
    wanted = next(line for line in script.splitlines() if line.startswith("wanted()"))
    (bare_machine / ".venv").mkdir()
    stamp = run(bare_machine, "bash", "-c", f"{wanted}; wanted test").stdout
    (bare_machine / ".venv" / ".installed-test").write_text(stamp)
    for kind in ("test", "run"):
        finished = run(bare_machine, "scripts/install.sh", kind)
        assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
