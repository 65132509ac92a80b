from typing import Any

from django.core.management.base import BaseCommand

from kenno.practices.actions.themes import suggest_missing_themes


class Command(BaseCommand):
    """Give published practices without chosen themes those that fit their texts."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Automatic themes: {suggest_missing_themes()} practices changed")
