from typing import Any

from django.core.management.base import BaseCommand

from kenno.surveys.actions.examples import load_example_rounds


class Command(BaseCommand):
    """Add the surveys of the demonstration; running it again adds nothing."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Example surveys: {load_example_rounds()} added")
