import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from filelock import Timeout

from kenno.search.semantic import is_on
from kenno.search.semantic.working import begin_round, embed_waiting

# The task worker may be in the middle of a batch.
WAIT_SECONDS = 60.0


class Command(BaseCommand):
    help = "Make all vectors that the search by meaning lacks, now; can be stopped and run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all records and say how far it is."""
        if not is_on():
            raise CommandError(
                "Search by meaning is off: set KENNO_SEMANTIC=1 and install its extra "
                "(docs/semantic.md)."
            )
        started = time.monotonic()
        on_terminal = self.stdout.isatty()
        embedded, told = 0, -1
        try:
            begin_round()
            while True:
                progress = embed_waiting(wait=WAIT_SECONDS)
                embedded += progress.embedded
                percent = 100 * progress.done // progress.total if progress.total else 100
                if percent != told and (on_terminal or percent // 10 != told // 10):
                    told = percent
                    counts = f"{progress.done} of {progress.total} records ({percent} %)"
                    line = f"{counts}, {time.monotonic() - started:.0f} s"
                    self.stdout.write(line, ending="\r" if on_terminal else "\n")
                    self.stdout.flush()
                if not progress.more:
                    break
        except Timeout as error:
            raise CommandError("Another process is making vectors now.") from error
        except OSError as error:
            raise CommandError(f"The vectors could not be written: {error}") from error
        seconds = time.monotonic() - started
        self.stdout.write(f"Vectors ready: {embedded} passages embedded in {seconds:.1f} s")
