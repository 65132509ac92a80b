"""Tips for showing the service, marked as examples; they come and go with the example practices."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.utils import timezone

from kenno.places.models import Municipality
from kenno.surveys.models import Tip

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "data" / "example_tips.json"
DAYS_BETWEEN: Final = 4


def add_example_tips() -> None:
    """Add the example tips that are not there, told some days apart; nobody gave them."""
    places = Municipality.objects.in_bulk(field_name="code")
    now = timezone.now()
    for number, example in enumerate(json.loads(EXAMPLES.read_text(encoding="utf-8")), start=1):
        Tip.objects.get_or_create(
            key=f"example-{number}",
            defaults={
                **{name: value for name, value in example.items() if name != "municipality"},
                "municipality": places[example["municipality"]],
                "told_at": now - timedelta(days=number * DAYS_BETWEEN),
                "is_example": True,
            },
        )


def remove_example_tips() -> None:
    """Remove the example tips; a draft that a coordinator made of one stays."""
    Tip.objects.filter(is_example=True).delete()
