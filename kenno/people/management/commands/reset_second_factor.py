from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kenno.core.exceptions import Refusal
from kenno.people.actions import reset_second_factor
from kenno.people.models import User


class Command(BaseCommand):
    help = "Remove the second factors of a person who has lost them, and end their sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset the second factor of the person with this address."""
        email = options["email"].strip().lower()
        person = User.objects.filter(email=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        try:
            reset_second_factor(person=person, by=None)
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"{email}: sets up a new second factor at the next sign-in")
