from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kenno.search.actions import JOURNAL_ROWS_KEPT, prune_journal


class Command(BaseCommand):
    help = "Delete old rows of the search index's journal; run it daily or weekly."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--keep", type=int, default=JOURNAL_ROWS_KEPT, help="how many of the newest rows stay"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete the rows and print how many there were."""
        if options["keep"] < 1:
            raise CommandError("--keep must be at least 1")
        self.stdout.write(f"{prune_journal(keep=options['keep'])} rows deleted")
