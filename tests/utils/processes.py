"""Real processes beside a test, on its database: the server, workers, and what becomes of them."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.db import connection

from kenno.core.supervisor import listen


def database_url() -> str:
    """Return the address of the test database, for other processes."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    password = f":{found['PASSWORD']}" if found["PASSWORD"] else ""
    return (
        f"postgres://{found['USER']}{password}@{found['HOST']}:{found['PORT'] or 5432}"
        f"/{found['NAME']}"
    )


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with listen("127.0.0.1", 0) as listener:
        port: int = listener.getsockname()[1]
        return port


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return the variables of an installation in `folder` on the test database."""
    inherited = {key: value for key, value in os.environ.items() if key != "BASE_URL"}
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "KENNO_VAR": str(folder),
        "DATABASE_URL": database_url(),
        **variables,
    }


def start_site(port: int, folder: Path, *, workers: int = 1) -> subprocess.Popen[str]:
    """Start `kenno serve` on a port of this machine, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "kenno", "serve", "--host=127.0.0.1", f"--web-workers={workers}"],
        env=environment(folder, PORT=str(port)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def name_static_files(folder: Path) -> None:
    """Let pages of an installation name style sheets and the like, which nobody has collected."""
    names = [name for finder in get_finders() for name, _storage in finder.list([])]
    manifest = {"version": "1.1", "hash": "", "paths": {name: name for name in names}}
    (folder / "static").mkdir(exist_ok=True)
    (folder / "static" / "staticfiles.json").write_text(json.dumps(manifest))


def read_until(process: subprocess.Popen[str], wanted: str) -> str:
    """Read the process's lines until one has `wanted`; fail when it ends without."""
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if wanted in line:
            return line
    raise AssertionError(f"no {wanted!r} in:\n{''.join(lines)}")


def descendants(pid: int) -> dict[int, str]:
    """Return the command lines of the children of a process and of theirs, by process id."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent = int(re.search(r"^PPid:\t(\d+)", (folder / "status").read_text(), re.M)[1])
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError, TypeError):
            continue
        found[int(folder.name)] = (parent, line)
    wanted, ours = [pid], {}
    while wanted:
        current = wanted.pop()
        for child, (parent, line) in found.items():
            if parent == current:
                ours[child] = line
                wanted.append(child)
    return ours


def kill_all(process: subprocess.Popen[str]) -> None:
    """Kill a process and everything that it started, with SIGKILL, and wait until all are gone."""
    family = [process.pid, *descendants(process.pid)]
    for pid in family:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.communicate()
    while any(_is_running(pid) for pid in family):
        os.sched_yield()


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def answers(port: int) -> bool:
    """Tell whether a site answers on a port of this machine."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
