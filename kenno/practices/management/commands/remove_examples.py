from typing import Any

from django.core.management.base import BaseCommand

from kenno.practices.actions.examples import remove_examples


class Command(BaseCommand):
    """Remove all demonstration content: example practices, generated ones, demonstration users."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Example and generated practices: {remove_examples()} removed")
