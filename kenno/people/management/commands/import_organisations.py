from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kenno.core.exceptions import Refusal
from kenno.people.actions import import_organisations


class Command(BaseCommand):
    help = "Add and change organisations as a CSV or XLSX file says; all of its rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file and print each row that differs, or each error."""
        try:
            content = options["file"].read_bytes()
            report = import_organisations(content=content, by=None, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}") from error
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        if report.errors:
            lines = [
                f"line {wrong.line}, {wrong.column}: {wrong.message}" for wrong in report.errors
            ]
            raise CommandError("\n".join(["Nothing was changed.", *lines]))
        for row in report.rows:
            if row.outcome != "unchanged":
                columns = ", ".join(change.column for change in row.changes)
                detail = f" ({columns})" if columns else ""
                self.stdout.write(f"line {row.line}: {row.outcome}: {row.name}{detail}")
        counts = ", ".join(f"{number} {name}" for name, number in report.counts().items())
        self.stdout.write(f"{counts}{' (dry run)' if options['dry_run'] else ''}")
