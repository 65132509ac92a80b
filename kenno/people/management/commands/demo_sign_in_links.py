from typing import Any

from django.core.management.base import BaseCommand

from kenno.people.actions import create_sign_in_link
from kenno.people.demonstration import demonstration_persons


class Command(BaseCommand):
    help = "Print a one-time sign-in link for each demonstration person."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the links, or how to sign in where the demonstration content has been removed."""
        persons = demonstration_persons()
        for person in persons:
            self.stdout.write(f"Sign in as {person.public_name}: {create_sign_in_link(person)}")
        if not persons:
            self.stdout.write(
                "No demonstration persons. Add yourself: kenno add-person you@your.address "
                "--role coordinator, then kenno sign-in-link you@your.address"
            )
