"""What a browser posts from the sections of the writing form."""

import re

from django.test import Client

from kenno.practices.models import Practice


def address(practice: Practice, section: str) -> str:
    return f"/tyopoyta/kaytanteet/{practice.pk}/osa/{section}/"


def rows(prefix: str, *given: dict[str, str]) -> dict[str, str]:
    posted = {f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(given):
        posted |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return posted


def newest(practice: Practice) -> Practice:
    found: Practice = Practice.objects.get(pk=practice.pk).get_latest_revision_as_object()
    return found


def opened(client: Client, practice: Practice, section: str) -> dict[str, str]:
    """Open the form of a section and return what it says of the draft it was made from."""
    return told(client.get(address(practice, section)).content.decode())


def told(html: str) -> dict[str, str]:
    """Return what a form, or the answer to one that saved itself, says of the draft."""
    return dict(re.findall(r'name="(sitting|based_on|section_state)"[^>]*value="([^"]*)"', html))
