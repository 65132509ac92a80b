from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kenno.surveys.actions.generation import generate_survey


class Command(BaseCommand):
    """Generate a national survey in all states for measurements; remove-examples takes it."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--recipients", type=int, default=900, help="how many are asked")
        parser.add_argument("--practices", type=int, default=2500, help="how many they tell of")
        parser.add_argument("--earlier", type=int, default=0, help="how many closed rounds before")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same content")

    def handle(self, *args: Any, **options: Any) -> None:
        numbers = {name: options[name] for name in ("recipients", "practices", "earlier")}
        if min(numbers.values()) < 0 or not numbers["recipients"]:
            raise CommandError("Recipients must be 1 or more, practices and earlier 0 or more")
        made = generate_survey(**numbers, seed=options["seed"])
        self.stdout.write(
            f"Survey {made.survey.pk}: {made.recipients} recipients, {made.responses} responses, "
            f"{made.practices} practices; {numbers['earlier']} earlier"
        )
