"""Keeps the processes of one installation running: the web server, the task worker and a clock."""

import contextlib
import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

logger = logging.getLogger("kenno.serve")

SECONDS_TO_STOP = 8.0
SECONDS_UNTIL_STEADY = 30.0
LONGEST_PAUSE = 60.0
TICK = 0.2
PR_SET_PDEATHSIG = 1


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on `host` and `port`; raise OSError where none can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


def _stop_with_parent() -> None:
    """Ask Linux to end this child when its parent is gone, however the parent ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process that is to be running: `command` starts it, `descriptors` stay open in it."""

    name: str
    command: Sequence[str]
    descriptors: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    start_after: float = 0.0

    def start(self, now: float) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches the supervisor only."""
        self.started_at = now
        self.process = subprocess.Popen(  # noqa: S603 - the command is this program's own
            list(self.command),
            stdin=subprocess.DEVNULL,
            pass_fds=tuple(self.descriptors),
            start_new_session=True,
            preexec_fn=_stop_with_parent,
        )

    def look_after(self, now: float) -> None:
        """Start the process when it is not running, later each time when it keeps dying."""
        if self.process is None:
            if now >= self.start_after:
                self.start(now)
            return
        code = self.process.poll()
        if code is None:
            return
        self.process = None
        steady = now - self.started_at > SECONDS_UNTIL_STEADY
        self.failures = 1 if steady else self.failures + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self.failures - 1))
        self.start_after = now + pause
        logger.error("%s ended (code %s); starting it again in %d s", self.name, code, pause)

    def ask_to_stop(self) -> None:
        """Send the process SIGTERM."""
        if self.process is not None:
            self.process.terminate()

    def make_sure_stopped(self, deadline: float) -> None:
        """Wait for the process until `deadline` (monotonic seconds), then kill its whole group."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


@dataclass
class Clock:
    """Calls `ring` every `interval` seconds, first after one interval."""

    interval: float
    ring: Callable[[], None]
    next_at: float = field(default=0.0)

    def look_after(self, now: float) -> None:
        """Call `ring` when its time has come; its failure is logged and does not stop the clock."""
        if not self.next_at:
            self.next_at = now + self.interval
        if now < self.next_at:
            return
        self.next_at = now + self.interval
        try:
            self.ring()
        except Exception:
            logger.exception("The clock could not do its work; it tries again later")


class Supervisor:
    """Runs children and clocks until SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, children: list[Child], clocks: list[Clock]) -> None:
        self.children = children
        self.clocks = clocks
        self.stopping = False

    def run(self, *, on_tick: Callable[[], None]) -> None:
        """Keep everything running until asked to stop, then stop everything within seconds."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            while not self.stopping:
                now = time.monotonic()
                for child in self.children:
                    child.look_after(now)
                for clock in self.clocks:
                    clock.look_after(now)
                on_tick()
                time.sleep(TICK)
        finally:
            self._stop_children()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _stop_children(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.make_sure_stopped(deadline)
