from typing import Any

from django.core.management.base import BaseCommand

from kenno.search import actions


class Command(BaseCommand):
    """Delete what is kept of searches no longer than the privacy notice promises."""

    help = (
        "Delete records of searches after 90 days, saved searches that nobody confirmed in 7 days "
        "and those stopped 30 days ago."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Records of searches: {actions.prune_search_records()} deleted")
        self.stdout.write(f"Saved searches: {actions.prune_saved_searches()} deleted")
