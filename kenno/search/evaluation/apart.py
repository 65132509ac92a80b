"""Measuring in a process, database and folder of its own, so that no installation matters."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from types import FrameType
from typing import Any, Final

from django.conf import settings

from kenno.search.evaluation.measuring import Plan, Say, read_set
from kenno.search.evaluation.sets import SetError

ORDER: Final = "order.json"
ANSWER: Final = "answer.json"
SECONDS_BETWEEN_LOOKS: Final = 0.2
DEFAULT_SERVER: Final = "postgres://postgres@127.0.0.1:5432"


def measure_apart(plan: Plan, say: Say) -> dict[str, Any]:
    """Measure a plan in a temporary place and return the figures.

    What was made is deleted, also when interrupted or asked to stop. Raises SetError.
    """
    server = os.environ.get("POSTGRESQL", DEFAULT_SERVER)
    plan = replace(
        plan,
        corpus=tuple(path.absolute() for path in plan.corpus),
        queries=plan.queries.absolute(),
        qrels=plan.qrels.absolute(),
        server=server,
    )
    given = read_set(plan)
    say(f"{len(given.corpus)} documents, {len(given.queries)} queries")
    with _stop_signals() as stop, tempfile.TemporaryDirectory(prefix="kenno-eval-") as name:
        folder = Path(name)
        surroundings = environment(folder, semantic=plan.semantic)
        (folder / ORDER).write_text(json.dumps(asdict(plan), default=str))
        if plan.engine == "kenno":
            _run("prepare", folder, surroundings, stop)
            say("vocabulary in place")
        _run("measure", folder, surroundings, stop)
        answer: dict[str, Any] = json.loads((folder / ANSWER).read_text())
    if "error" in answer:
        raise SetError(answer["error"])
    return answer


def read_order(path: Path) -> Plan:
    """Read the plan that the measuring process was given."""
    order = json.loads(path.read_text())
    order["corpus"] = tuple(map(Path, order["corpus"]))
    return Plan(**{**order, "queries": Path(order["queries"]), "qrels": Path(order["qrels"])})


def environment(folder: Path, *, semantic: bool = False) -> dict[str, str]:
    """Return the environment of a process whose installation is `folder` alone."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "KENNO_VAR": str(folder / "var"),
        "DATABASE_URL": f"sqlite:///{folder / 'var' / 'kenno.sqlite3'}",
        "KENNO_SEMANTIC": "1" if semantic else "0",
        "LOG_LEVEL": "WARNING",
    }


def _run(step: str, folder: Path, surroundings: dict[str, str], stop: threading.Event) -> None:
    process = subprocess.Popen(  # noqa: S603 - the command is this program's own
        [sys.executable, "-m", "kenno.search.evaluation", step, str(folder / ORDER)],
        cwd=settings.BASE_DIR,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=sys.__stderr__,
        start_new_session=True,
    )
    while process.poll() is None and not stop.is_set():
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_BETWEEN_LOOKS)
    if process.poll() is None:
        process.kill()
        process.wait()
        raise SetError("Stopped before it was ready")
    if process.returncode:
        raise SetError(
            f"The measurement ended with code {process.returncode}; what it wrote above says why"
        )


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """Note Ctrl-C and SIGTERM, so that a process is ended before its folder is deleted."""
    asked_to_stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked_to_stop
        return

    def note(number: int, frame: FrameType | None) -> None:
        asked_to_stop.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked_to_stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
