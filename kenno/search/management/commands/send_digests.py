from typing import Any

from django.core.management.base import BaseCommand

from kenno.search import actions


class Command(BaseCommand):
    """Make the digests that are due now, as the clock of `kenno serve` does."""

    help = "Put the digests of saved searches that are due in the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Digests: {actions.send_due_digests()} with news")
