import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from filelock import Timeout

from kenno.search import actions
from kenno.search.engine.generation import EngineError


class Command(BaseCommand):
    help = "Make the search index anew from the database; searches go on in the old one meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how far it is: records of all, per cent, seconds."""
        started = time.monotonic()
        # A terminal shows one line that changes; a log gets a line for each tenth.
        on_terminal = self.stdout.isatty()
        told = -1

        def tell(done: int, total: int) -> None:
            nonlocal told
            percent = 100 * done // total
            if percent == told or (not on_terminal and percent // 10 == told // 10):
                return
            told = percent
            line = f"{done} of {total} ({percent} %), {time.monotonic() - started:.0f} s"
            self.stdout.write(line, ending="\r" if on_terminal else "\n")
            self.stdout.flush()

        try:
            count = actions.rebuild(tell)
        except Timeout as error:
            raise CommandError("Another process is rebuilding the search index now.") from error
        except (EngineError, OSError) as error:
            raise CommandError(f"The search index could not be written: {error}") from error
        seconds = time.monotonic() - started
        self.stdout.write(f"Search index ready: {count} documents in {seconds:.1f} s")
