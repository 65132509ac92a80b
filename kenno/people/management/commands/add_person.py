from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kenno.core.exceptions import Refusal
from kenno.people.actions import add_person
from kenno.people.enums import Role
from kenno.places.models import Municipality, Region


class Command(BaseCommand):
    help = "Give a person a role and mail them how to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", choices=Role.values, default=Role.CONTRIBUTOR.value)
        parser.add_argument("--municipality", metavar="CODE", help="official code, such as 009")
        parser.add_argument("--region", metavar="CODE", help="official code, such as 17")
        parser.add_argument(
            "--main", action="store_true", help="the municipality's main contributor"
        )
        languages = [code for code, _ in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the person, or say that they have the role already."""
        code = options["municipality"]
        municipality = Municipality.objects.filter(code=code).first() if code else None
        if code and municipality is None:
            raise CommandError(f"There is no municipality with the code {code}.")
        region_code = options["region"]
        region = Region.objects.filter(code=region_code).first() if region_code else None
        if region_code and region is None:
            raise CommandError(f"There is no region with the code {region_code}.")
        try:
            membership, created = add_person(
                email=options["email"],
                role=Role(options["role"]),
                municipality=municipality,
                region=region,
                is_main=options["main"],
                language=options["language"],
                by=None,
            )
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        done = "added" if created else "had this role already"
        self.stdout.write(f"{membership.user.email}: {membership.title} ({done})")
