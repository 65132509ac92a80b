import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kenno.core import supervisor
from kenno.core.supervisor import Child, Clock, Supervisor, listen


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that ended and that nobody has asked about does not."""
    try:
        os.kill(pid, 0)
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return sys.platform != "linux"


def python(source: str) -> list[str]:
    return [sys.executable, "-c", source]


def test_child_that_dies_is_started_again_later_each_time(caplog):
    child = Child("the child", python("raise SystemExit(3)"))
    pauses = []
    now = 100.0
    for _ in range(3):
        child.look_after(now)
        child.process.wait()
        child.look_after(now)
        pauses.append(child.start_after - now)
        child.look_after(child.start_after - 0.1)
        assert child.process is None
        now = child.start_after
    assert pauses == [1.0, 2.0, 4.0]
    assert caplog.messages[0] == "the child ended (code 3); starting it again in 1 s"


def test_child_that_ran_for_long_is_started_again_at_once():
    child = Child("the child", python(""), failures=5)
    child.look_after(100.0)
    child.process.wait()
    child.look_after(101.0 + supervisor.SECONDS_UNTIL_STEADY)
    assert child.failures == 1


def test_pause_of_a_child_has_a_limit():
    child = Child("the child", python(""), failures=50)
    child.look_after(100.0)
    child.process.wait()
    child.look_after(100.0)
    assert child.start_after == 160.0


STUBBORN = """
import os, pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
pathlib.Path(sys.argv[1], str(os.getpid())).touch()
time.sleep(60)
"""


def test_child_that_ignores_the_request_is_killed_with_its_own_children(tmp_path):
    child = Child("the child", [*python(STUBBORN), str(tmp_path)])
    child.start(0.0)
    wait_for(lambda: len(list(tmp_path.iterdir())) == 2)
    child.ask_to_stop()
    child.make_sure_stopped(time.monotonic() + 0.2)
    assert child.process is None
    pids = [int(path.name) for path in tmp_path.iterdir()]
    wait_for(lambda: not any(map(is_alive, pids)))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent")
def test_child_ends_with_a_parent_that_was_killed(tmp_path):
    source = f"""
import sys, time
from kenno.core.supervisor import Child
child = Child("the child", [sys.executable, "-c", "import time; time.sleep(60)"])
child.start(0.0)
open({str(tmp_path / "pid")!r}, "w").write(f"{{child.process.pid}} ")
time.sleep(60)
"""
    parent = Child("the parent", python(source))
    parent.start(0.0)
    pid_file = tmp_path / "pid"
    wait_for(lambda: pid_file.exists() and pid_file.read_text().endswith(" "))
    parent.process.kill()
    parent.process.wait()
    wait_for(lambda: not is_alive(int(pid_file.read_text())))


def test_clock_rings_after_each_interval():
    rung: list[str] = []
    clock = Clock(60.0, lambda: rung.append("x"))
    counts = []
    for now in (1000.0, 1059.9, 1060.0, 1060.2, 1119.9, 1120.0):
        clock.look_after(now)
        counts.append(len(rung))
    assert counts == [0, 0, 1, 1, 1, 2]


def test_clock_that_fails_goes_on(caplog):
    clock = Clock(60.0, lambda: 1 / 0)
    for now in (1000.0, 1060.0, 1120.0):
        clock.look_after(now)
    assert caplog.messages == ["The clock could not do its work; it tries again later"] * 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_supervisor_stops_everything_when_asked(tmp_path: Path, number):
    before = {
        name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    child = Child("the child", python("import time; time.sleep(60)"))
    pids: list[int] = []

    def ask_to_stop() -> None:
        if not pids:
            pids.append(child.process.pid)
            threading.Timer(0.1, os.kill, (os.getpid(), number)).start()

    try:
        Supervisor([child], []).run(on_tick=ask_to_stop)
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    assert child.process is None
    assert not is_alive(pids[0])


def test_listen_refuses_a_port_in_use():
    with listen("127.0.0.1", 0) as listener, pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", listener.getsockname()[1])


def test_listen_answers_over_ipv6():
    try:
        listener = listen("::1", 0)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listener:
        assert listener.family == socket.AF_INET6
