from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from kenno.core.backup import BackupError, restore_backup


class Command(BaseCommand):
    """Put back the database and the uploads of a backup, then what is made from them."""

    help = "Put back the database and the uploads from a file of `kenno backup`."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace the data that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore_backup(options["file"], force=options["force"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        call_command("rebuild_index", stdout=self.stdout)
        self.stdout.write(f"Restored the backup of {manifest['made_at']}.")
