from typing import Any

from django.core.management.base import BaseCommand

from kenno.core import translations


class Command(BaseCommand):
    """Compile the translations that have changed since they were compiled."""

    help = "Compile the interface's translations (locale/*/LC_MESSAGES/*.po) that have changed."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        translations.compile_outdated()
