from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kenno.core.exceptions import Refusal
from kenno.places.actions import DATA, load_places


class Command(BaseCommand):
    help = "Bring the regions and municipalities into the database; run as often as you like."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=DATA, help="where the files are")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the files and print the counts by kind of record."""
        try:
            loaded = load_places(folder=options["folder"])
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        for name, counts in loaded.items():
            self.stdout.write(
                f"{name}: {counts.created} created, {counts.updated} updated, "
                f"{counts.unchanged} unchanged"
            )
