from typing import Any

from django.core.management.base import BaseCommand

from kenno.pages import actions


class Command(BaseCommand):
    """Delete the feedback that has been kept for a year, as the privacy notice promises."""

    help = "Delete feedback older than a year."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Feedback: {actions.prune_feedback()} deleted")
