from typing import Any

from django.core.management.base import BaseCommand

from kenno.people.actions import load_organisations


class Command(BaseCommand):
    help = "Make the organisations that follow from the places; run as often as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and print the counts."""
        loaded = load_organisations()
        self.stdout.write(f"organisations: {loaded.created} created, {loaded.unchanged} unchanged")
