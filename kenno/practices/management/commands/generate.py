from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kenno.people.actions import generate_people
from kenno.practices.actions.generation import generate_practices

WHAT = ("organisations", "persons", "practices")


class Command(BaseCommand):
    """Generate organisations, persons and practices for measurements; remove-examples takes them.

    Nobody is invented: a person's name is a number.
    """

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in WHAT:
            parser.add_argument(f"--{name}", type=int, default=0, help="how many")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same content")

    def handle(self, *args: Any, **options: Any) -> None:
        numbers = {name: options[name] for name in WHAT}
        if min(numbers.values()) < 0 or not any(numbers.values()):
            raise CommandError(
                "Say how many: --organisations, --persons, --practices, each 1 or more"
            )
        seed = options["seed"]
        if numbers["organisations"] or numbers["persons"]:
            people = generate_people(
                organisations=numbers["organisations"], persons=numbers["persons"], seed=seed
            )
            self.stdout.write(
                f"For measurements: {people.organisations} organisations, {people.persons} persons"
            )
        if numbers["practices"]:
            total = generate_practices(number=numbers["practices"], seed=seed)
            self.stdout.write(f"Practices: {numbers['practices']} generated, {total} in all")
