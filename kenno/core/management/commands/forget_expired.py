from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kenno.core import retention


class Command(BaseCommand):
    help = "Forget what has been kept long enough; the clock of kenno serve does the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Keep every rule and print the count of each."""
        rules = retention.rules()
        for name, count in retention.forget_expired(rehearse=options["dry_run"]).items():
            self.stdout.write(f"{rules[name].what}: {count}")
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
