"""An installation of its own for a measurement: its database, its server as in production."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 90.0
TICKS = os.sysconf("SC_CLK_TCK")


def set_up(folder: Path, *, port: int, database_url: str = "", **variables: str) -> None:
    """Set Django up in this process on an installation in `folder`, and prepare it.

    What is set here is what processes started later get as well. An empty `database_url` means
    SQLite in the folder.
    """
    os.environ |= {
        "KENNO_VAR": str(folder),
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        **variables,
    }
    os.environ.pop("DATABASE_URL", None)
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("prepare")


@contextlib.contextmanager
def own_database(server: str, name: str, *, keep: bool) -> Iterator[str]:
    """Give the address of a database on a PostgreSQL server, made unless it is there.

    Dropped before (unless `keep`) and afterwards.
    """
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        if not keep:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{server}/{name}"
    if not keep:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def served(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Serve the installation that was set up with `kenno serve` until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kenno", "serve", "--host=127.0.0.1"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until_answering(port)
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def wait_until_answering(port: int) -> None:
    """Return once the site answers; raise TimeoutError after SECONDS_TO_START."""
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        if _answers(port):
            return
        if time.monotonic() > deadline:
            raise TimeoutError("the site does not answer")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def family(pid: int) -> dict[int, str]:
    """Return the command lines of a process, its children and theirs, by process id (Linux)."""
    parents, lines = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                told = (folder / "stat").read_text().rpartition(")")[2].split()
                parents[int(folder.name)] = int(told[1])
                lines[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return {one: lines[one] for one in found if one in lines}


def processor_seconds(pid: int) -> dict[str, float]:
    """Return the seconds of processor that web server, task worker and the rest have used."""
    spent: dict[str, float] = {}
    for one, line in family(pid).items():
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            name = "web" if "gunicorn" in line else "worker" if "db_worker" in line else "rest"
            spent[name] = round(spent.get(name, 0) + (int(told[11]) + int(told[12])) / TICKS, 1)
    return spent


def machine() -> dict[str, Any]:
    """Return what the figures hang on: cores, and how busy the machine has been for a minute."""
    return {"cores": len(os.sched_getaffinity(0)), "load_1_min": round(os.getloadavg()[0], 2)}
