"""What waits for a person in this room, as the workspace lists it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kenno.core.workspace import Waiting
from kenno.people.models import Contact, User
from kenno.people.queries.contacts import cards_waiting_for


def waiting_cards(request: HttpRequest) -> list[Waiting]:
    """Return an entry for each card on which the person has something to say."""
    if not isinstance(request.user, User):
        return []
    return [
        Waiting(_what(card), reverse("people:own_contact", args=[card.pk]))
        for card in cards_waiting_for(request.user)
    ]


def _what(card: Contact) -> str:
    if card.is_accepted:
        text = _("Suostumuksesi on päättynyt, eikä korttiasi näytetä: %(card)s")
    else:
        text = _("Sinua on pyydetty yhteyshenkilöksi: %(card)s")
    return text % {"card": card}
