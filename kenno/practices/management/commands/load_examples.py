from typing import Any

from django.core.management.base import BaseCommand

from kenno.practices.actions.examples import load_examples


class Command(BaseCommand):
    """Add the demonstration practices; running it again adds only what is missing."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Example practices: {load_examples()} added")
