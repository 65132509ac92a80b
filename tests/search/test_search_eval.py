"""The command as a process: what it prints, what it refuses, and that it leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from kenno.search.evaluation.apart import environment

DOCUMENTS = {
    "a": "Lasten teatteri kiertää kouluissa.",
    "b": "Kuoro laulaa kirjastossa.",
    "c": "Museoiden yö avaa ovet.",
}


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    corpus, queries, qrels = (tmp_path / name for name in ("corpus", "queries", "qrels"))
    corpus.write_text("\n".join(json.dumps({"_id": k, "text": t}) for k, t in DOCUMENTS.items()))
    queries.write_text(
        '{"_id": "fi", "text": "teattereita", "language": "fi"}\n'
        '{"_id": "sv", "text": "bibliotek", "language": "sv"}\n'
    )
    qrels.write_text("query-id\tcorpus-id\tscore\nfi\ta\t1\nsv\tb\t1\n")
    return [f"--corpus={corpus}", f"--queries={queries}", f"--qrels={qrels}"]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made, so that what is left behind can be seen."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def run(*arguments: str) -> tuple[dict[str, Any], str]:
    out, errors = StringIO(), StringIO()
    call_command("search_eval", *arguments, stdout=out, stderr=errors)
    assert out.getvalue().count("\n") == 1
    return json.loads(out.getvalue()), errors.getvalue()


def test_search_eval_finds_across_languages_without_any_installation(
    files: list[str], temporary: Path
):
    figures, progress = run(*files)
    assert (figures["engine"], figures["noise"]) == ("kenno", "none")
    assert (figures["documents"], figures["queries"], figures["empty"]) == (3, 2, 0)
    assert figures["ndcg@10"] == 1.0
    assert progress.splitlines() == ["3 documents, 2 queries", "vocabulary in place"]
    assert list(temporary.iterdir()) == []


def test_search_eval_compares_with_words_as_they_are(files: list[str], temporary: Path):
    figures, _progress = run(*files, "--engine=fts5-raw", "--limit-queries=1")
    assert (figures["engine"], figures["queries"], figures["empty"]) == ("fts5-raw", 1, 1)
    assert figures["ndcg@10"] == 0.0
    assert list(temporary.iterdir()) == []


def test_search_eval_prints_one_line_and_nothing_else(files: list[str], tmp_path: Path):
    command = [sys.executable, "-m", "kenno", "search-eval", *files, "--engine=tantivy-stem"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment(tmp_path), capture_output=True, check=True
    )
    assert json.loads(done.stdout)["mrr@10"] == 0.5
    assert done.stdout.count(b"\n") == 1


def test_search_eval_ends_with_one_and_the_line_that_is_wrong(files: list[str], tmp_path: Path):
    (tmp_path / "corpus").write_text('{"_id": "a", "text": "x"}\n{"_id": "b"}\n')
    command = [sys.executable, "-m", "kenno", "search-eval", *files]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment(tmp_path), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == [
        f"CommandError: {tmp_path}/corpus, line 2: text is missing or no text"
    ]


def test_search_eval_cleans_up_when_asked_to_stop(
    files: list[str], tmp_path: Path, temporary: Path
):
    process = subprocess.Popen(
        [sys.executable, "-m", "kenno", "search-eval", *files],
        cwd=settings.BASE_DIR,
        env={**environment(tmp_path), "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    process.stderr.readline()
    while not list(temporary.glob("kenno-eval-*/order.json")):
        assert process.poll() is None
    os.kill(process.pid, signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert list(temporary.glob("kenno-eval-*")) == []


def test_search_eval_says_when_no_server_answers(
    files: list[str], monkeypatch: pytest.MonkeyPatch, temporary: Path
):
    monkeypatch.setenv("POSTGRESQL", "postgres://nobody@127.0.0.1:1")
    with pytest.raises(CommandError, match=r"No PostgreSQL answers \(POSTGRESQL names"):
        run(*files, "--engine=postgres-finnish")
    assert list(temporary.iterdir()) == []


def test_search_eval_refuses_to_ask_nothing(files: list[str]):
    with pytest.raises(CommandError, match="at least 1"):
        run(*files, "--limit-queries=0")


def test_search_eval_refuses_meaning_with_another_engine(files: list[str]):
    with pytest.raises(CommandError, match="with the engine kenno only"):
        run(*files, "--semantic", "--engine=fts5-raw")


def test_search_eval_refuses_what_is_not_there(files: list[str], tmp_path: Path):
    with pytest.raises(CommandError, match="gone: No such file"):
        run(*files, f"--qrels={tmp_path / 'gone'}")
    with pytest.raises(CommandError, match="invalid choice"):
        run(*files, "--engine=other")
