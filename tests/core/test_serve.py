"""`kenno serve` as it runs in production: real processes on a real port."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kenno.core.supervisor import listen
from tests.utils.processes import answers, descendants, free_port, read_until, start_site


@pytest.fixture
def serve(db, tmp_path: Path) -> Iterator[Callable[[int], subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(port: int) -> subprocess.Popen[str]:
        process = start_site(port, tmp_path)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the processes from /proc")
def test_serve_answers_and_leaves_nothing_behind(serve):
    port = free_port()
    process = serve(port)
    line = read_until(process, "answers at")
    assert line == f"Kulttuurikenno answers at http://localhost:{port} (Ctrl-C stops it)\n"
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert (answer.status, answer.read()) == (200, b'{"status": "ok"}')
    family = descendants(process.pid)
    assert sum("gunicorn" in line for line in family.values()) == 2
    assert sum("db_worker" in line for line in family.values()) == 1

    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 0
    assert time.monotonic() - asked < 12
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []
    listen("127.0.0.1", port).close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the processes from /proc")
def test_serve_starts_again_what_died(serve):
    port = free_port()
    process = serve(port)
    read_until(process, "answers at")
    before = descendants(process.pid)
    [web] = [pid for pid, line in before.items() if "gunicorn" in line and is_child(pid, process)]
    os.kill(web, signal.SIGKILL)
    line = read_until(process, "the web server ended")
    assert line.endswith("the web server ended (code -9); starting it again in 1 s\n")
    deadline = time.monotonic() + 20
    while not answers(port):
        assert time.monotonic() < deadline, "the web server did not come back"
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 0


def is_child(pid: int, process: subprocess.Popen[str]) -> bool:
    return f"PPid:\t{process.pid}\n" in Path(f"/proc/{pid}/status").read_text()


def test_serve_says_in_one_line_that_the_port_is_in_use(serve):
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        output, _ = serve(port).communicate(timeout=30)
    assert output == (
        f"CommandError: Port {port} cannot be used (Address already in use). "
        "Choose another: PORT=8001 make run\n"
    )


def test_serve_refuses_a_port_that_is_no_number(tmp_path):
    finished = subprocess.run(
        [sys.executable, "-m", "kenno", "serve"],
        env={**os.environ, "PORT": "web", "KENNO_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert finished.returncode == 2
    assert "argument --port: invalid int value: 'web'" in finished.stderr
