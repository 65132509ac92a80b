from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kenno.practices.actions.generation import generate_practices


class Command(BaseCommand):
    """Generate practices for measurements; remove them with remove-examples."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--practices", type=int, required=True, help="how many")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same texts")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["practices"] < 1:
            raise CommandError("--practices must be a positive number")
        total = generate_practices(number=options["practices"], seed=options["seed"])
        self.stdout.write(f"Practices: {options['practices']} generated, {total} in all")
