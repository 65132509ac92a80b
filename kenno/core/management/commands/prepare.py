import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from filelock import FileLock

from kenno.core import preparation


class Command(BaseCommand):
    """Put everything in place that the site needs; what is in place already costs no time."""

    help = "Prepare the database, data, pages, translations, static files and search index."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-examples",
            action="store_true",
            help="do not load the demonstration content, now or later",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
        with FileLock(Path(settings.VAR_DIR) / "prepare.lock"):
            preparation.prepare(self._say, leave_out=["examples"] if options["no_examples"] else [])
        self._say(f"Everything is prepared ({time.monotonic() - started:.1f} s).")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
