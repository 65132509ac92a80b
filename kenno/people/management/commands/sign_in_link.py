from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kenno.core.exceptions import Refusal
from kenno.people.actions import create_sign_in_link
from kenno.people.models import User


class Command(BaseCommand):
    help = "Print a one-time sign-in link, for 24 hours, where there is no mail to send a code by."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a link for the person with this address."""
        email = options["email"].strip().lower()
        person = User.objects.filter(email=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}. Add them: kenno add-person")
        try:
            self.stdout.write(create_sign_in_link(person))
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
