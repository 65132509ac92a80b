from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from kenno.core.backup import BackupError, make_backup


class Command(BaseCommand):
    """Write the database and the uploads to one file; the site may be in use meanwhile."""

    help = "Write the database and the uploads to one file (a .tar.gz)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            size = make_backup(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['file']}: {filesizeformat(size)}")
