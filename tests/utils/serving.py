"""`kenno serve` as it runs in production, on the database of the tests: real processes, a port."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from django.conf import settings
from django.db import connection

from kenno.core.supervisor import listen

HOST = "127.0.0.1"
LONGEST_WAIT = 30


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
    """Return a port that nobody listens on."""
    with listen(HOST, 0) as listener:
        port: int = listener.getsockname()[1]
        return port


def descendants(pid: int) -> dict[int, str]:
    """Return the command lines of the children of a process and of theirs, by process id."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            status = (folder / "status").read_text()
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parent = re.search(r"^PPid:\t(\d+)", status, re.MULTILINE)
        found[int(folder.name)] = (int(parent[1]) if parent else 0, line)
    wanted, ours = [pid], {}
    while wanted:
        current = wanted.pop()
        for child, (parent_pid, line) in found.items():
            if parent_pid == current:
                ours[child] = line
                wanted.append(child)
    return ours


def answers(port: int) -> bool:
    """Tell whether a site answers at the port."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


class ServedSite:
    """A whole installation beside the test, with its own `var`; it sends mail to `mail_port`."""

    def __init__(self, folder: Path, mail_port: int) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "BASE_URL": self.url,
            "PORT": str(self.port),
            "KENNO_VAR": str(folder),
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "EMAIL_HOST": HOST,
            "EMAIL_PORT": str(mail_port),
            "SURVEY_MAILS_PER_MINUTE": "600",
        }
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start everything, and wait until it answers."""
        self._run("collectstatic", "--noinput", "--verbosity=0")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kenno", "serve", f"--host={HOST}", "--web-workers=1"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        """Return when the site answers; fail when it does not within half a minute."""
        deadline = time.monotonic() + LONGEST_WAIT
        while not answers(self.port):
            assert time.monotonic() < deadline, "the site does not answer"
            time.sleep(0.1)

    def kill_workers(self) -> None:
        """End the web server and the task worker as a power cut would; both are started again."""
        assert self.process is not None
        for pid, line in descendants(self.process.pid).items():
            if "gunicorn" in line or "db_worker" in line:
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask everything to stop, and wait for it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(LONGEST_WAIT)

    def _run(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "kenno", *arguments], env=self.environment, check=True
        )
