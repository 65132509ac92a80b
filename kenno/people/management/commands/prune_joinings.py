from typing import Any

from django.core.management.base import BaseCommand

from kenno.people.actions import prune_joinings


class Command(BaseCommand):
    help = "Delete accounts begun by the domain of an address and not confirmed in 7 days."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and print how many."""
        self.stdout.write(f"Unconfirmed accounts: {prune_joinings()} deleted")
