from typing import Any

from django.core.management.base import BaseCommand

from kenno.people import rules
from kenno.people.actions import create_sign_in_link, make_recovery_code
from kenno.people.demonstration import demonstration_persons


class Command(BaseCommand):
    help = (
        "Print a one-time sign-in link for each demonstration person, and a recovery code for "
        "those whose role needs a second factor; run again for new ones."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the links, or how to sign in where the demonstration content has been removed."""
        persons = demonstration_persons()
        for person in persons:
            self.stdout.write(f"Sign in as {person.public_name}: {create_sign_in_link(person)}")
            if rules.needs_second_factor(person):
                code = make_recovery_code(person=person)
                self.stdout.write(f"    and type this recovery code when asked for one: {code}")
        if not persons:
            self.stdout.write(
                "No demonstration persons. Add yourself: kenno add-person you@your.address "
                "--role coordinator, then kenno sign-in-link you@your.address"
            )
