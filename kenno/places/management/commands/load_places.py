from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kenno.places.actions import load_places
from kenno.places.sources import WrongRow


class Command(BaseCommand):
    """Load municipalities, regions and wellbeing counties; running it again changes only news."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_places()
        except WrongRow as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Paikat: {loaded.created} uutta, {loaded.updated} muuttunut, "
            f"{loaded.unchanged} ennallaan."
        )
