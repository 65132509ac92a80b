from typing import Any

from django.core.management.base import BaseCommand

from kenno.people import actions


class Command(BaseCommand):
    """Remove what questions to contacts said, as their form promises, and keep their counts."""

    help = "Forget questions to contacts 30 days after they ended."

    def handle(self, *args: Any, **options: Any) -> None:
        pruned = actions.prune_inquiries()
        self.stdout.write(f"Inquiries: {pruned.expired} expired, {pruned.forgotten} forgotten")
