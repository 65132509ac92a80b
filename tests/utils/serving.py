"""A whole installation served beside a browser's test, on the database of the tests."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from tests.utils.processes import answers, descendants, environment, free_port

HOST = "127.0.0.1"
LONGEST_WAIT = 30


class ServedSite:
    """A whole installation beside the test, with its own `var`; it sends mail to `mail_port`."""

    def __init__(self, folder: Path, mail_port: int) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = environment(
            folder,
            BASE_URL=self.url,
            PORT=str(self.port),
            SECRET_KEY=settings.SECRET_KEY,
            EMAIL_HOST=HOST,
            EMAIL_PORT=str(mail_port),
            SURVEY_MAILS_PER_MINUTE="600",
        )
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
