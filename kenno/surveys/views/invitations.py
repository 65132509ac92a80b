"""The public page behind the personal link of an invitation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kenno.core.access import public
from kenno.surveys.actions.links import invitation_of_link, note_opened


@public
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who was asked and what for; nothing begins before the reader says so."""
    found = invitation_of_link(token)
    note_opened(invitation=found)
    context = {"invitation": found, "survey": found.recipient.round, "token": token}
    return render(request, "surveys/invitation.html", context)
