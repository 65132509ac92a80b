"""The feedback that somebody gave with their address."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kenno.core.personal_data import Entry, Fact
from kenno.pages.models import Feedback
from kenno.people.models import User


def collect(person: User) -> Iterator[Entry]:
    """Go through the feedback that was given with a person's address, newest first."""
    for feedback in Feedback.objects.filter(email__iexact=person.email).order_by(
        "-created_at", "-pk"
    ):
        facts = (
            Fact("given_at", _("Annettu"), feedback.created_at),
            Fact("message", _("Viesti"), feedback.message),
            Fact("answered_at", _("Vastattu"), feedback.answered_at),
        )
        yield Entry(str(feedback), facts)


def forget(person: User) -> None:
    """Keep the feedback without the address."""
    Feedback.objects.filter(email__iexact=person.email).update(email="")
