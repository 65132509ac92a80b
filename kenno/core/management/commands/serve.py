import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from kenno.core import clockwork, supervisor

# More of them wait for the interpreter's lock in the middle of a transaction, and everybody else
# for them: with four, the slowest saves took half as long again (docs/performance.md).
THREADS = 2
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat files, made by mkstemp


class Command(BaseCommand):
    """Serve the site the way it is served in production, with everything it needs beside it."""

    help = "Serve the site: web server, task worker and clock, until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "0.0.0.0"))  # noqa: S104 - a server, behind a proxy or not
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))
        parser.add_argument("--web-workers", type=int, default=_default_workers())

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        try:
            listener = supervisor.listen(host, port)
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Choose another: PORT=8001 make run"
            ) from error
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        with listener:
            children = [
                _web(listener, options["web_workers"]),
                supervisor.Child("the task worker", _kenno("db_worker", "--verbosity=0")),
            ]
            clocks = [
                supervisor.Clock(work.seconds, _afresh(work.enqueue))
                for work in clockwork.regular_works().values()
            ]
            announcement = _Announcement(self, port)
            supervisor.Supervisor(children, clocks).run(on_tick=announcement.make_once_answering)
        self.stdout.write("Stopped.")


class _Announcement:
    """Prints the address once the site answers there."""

    def __init__(self, command: BaseCommand, port: int) -> None:
        self.command = command
        self.port = port
        self.made = False

    def make_once_answering(self) -> None:
        if self.made or not _answers(self.port):
            return
        self.made = True
        self.command.stdout.write(
            f"Kulttuurikenno answers at {settings.BASE_URL} (Ctrl-C stops it)", ending="\n"
        )
        self.command.stdout.flush()


def _answers(port: int) -> bool:
    """Tell whether the web server says anything to a probe, within a moment."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5) as connection:
            connection.settimeout(2)
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return connection.recv(4) == b"HTTP"
    except OSError:
        return False


def _kenno(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kenno", *arguments]


def _web(listener: socket.socket, workers: int) -> supervisor.Child:
    descriptor = listener.fileno()
    options = {
        "bind": f"fd://{descriptor}",
        "workers": workers,
        "worker-class": "gthread",
        "threads": THREADS,
        "timeout": 60,
        "graceful-timeout": 5,
        "keep-alive": 5,
        "log-level": "warning",
    }
    if SHARED_MEMORY.is_dir():
        options["worker-tmp-dir"] = str(SHARED_MEMORY)
    arguments = [f"--{name}={value}" for name, value in options.items()]
    return supervisor.Child(
        "the web server",
        [
            *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
            *arguments,
            "--no-control-socket",
        ],
        descriptors=[descriptor],
    )


def _default_workers() -> int:
    """Return WEB_WORKERS, or one process for each core, from two to four."""
    if chosen := os.environ.get("WEB_WORKERS"):
        return int(chosen)
    return max(2, min(4, len(os.sched_getaffinity(0))))


def _afresh(ring: Callable[[], object]) -> Callable[[], None]:
    """Wrap what a clock does so that it never meets a connection the database has closed."""

    def ring_afresh() -> None:
        close_old_connections()
        ring()

    return ring_afresh
