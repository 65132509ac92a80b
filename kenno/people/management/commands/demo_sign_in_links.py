from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kenno.people.actions import add_person, create_sign_in_link
from kenno.people.enums import Role
from kenno.places.models import Municipality

CONTRIBUTOR = "kulttuurisihteeri@alavieska.example"
COORDINATOR = "koordinaattori@kenno.example"
ALAVIESKA = "009"


class Command(BaseCommand):
    help = "Make a demonstration coordinator and contributor, and print a sign-in link for each."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the two persons unless they are there, and print their links."""
        alavieska = Municipality.objects.filter(code=ALAVIESKA).first()
        if alavieska is None:
            raise CommandError("The municipalities are missing. Load them first: kenno load-places")
        demonstrations = [
            ("coordinator", COORDINATOR, Role.COORDINATOR, None),
            ("contributor", CONTRIBUTOR, Role.CONTRIBUTOR, alavieska),
        ]
        for name, email, role, municipality in demonstrations:
            membership, _ = add_person(
                email=email, role=role, municipality=municipality, is_example=True, by=None
            )
            self.stdout.write(f"Sign in as {name}: {create_sign_in_link(membership.user)}")
