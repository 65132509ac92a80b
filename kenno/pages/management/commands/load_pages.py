from typing import Any

from django.core.management.base import BaseCommand

from kenno.pages import actions


class Command(BaseCommand):
    """Make the front pages, articles and statements that are missing."""

    help = "Make the pages that come with the product and are missing; leaves the others alone."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = actions.load_pages()
        self.stdout.write(f"Pages: {len(loaded.created)} created, {len(loaded.kept)} kept")
        if options["verbosity"] > 1:
            for path in loaded.created:
                self.stdout.write(f"  created {path}")
