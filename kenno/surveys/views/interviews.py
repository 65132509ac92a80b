"""Interviewing somebody who was invited: what is needed for the call, and beginning it."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kenno.core.access import require
from kenno.people.models import User
from kenno.surveys import rules
from kenno.surveys.actions.interviews import start_interview
from kenno.surveys.models import Invitation
from kenno.surveys.queries.answering import response_of
from kenno.surveys.queries.interviews import unfinished_interview, why_no_interview


@require_http_methods(["GET", "HEAD", "POST"])
def interview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom to call; by POST begin the interview, or go on with one's own."""
    invitation = get_object_or_404(
        Invitation.objects.real().select_related(
            "recipient__municipality__region",
            "recipient__round",
            "recipient__organisation",
            "person",
            "message",
        ),
        pk=pk,
    )
    municipality = invitation.recipient.municipality
    allowed = rules.can_interview(request.user, municipality)
    require(allowed, _("Haastatella voivat maakunnan koordinaattorit."))
    me = cast(User, request.user)
    if request.method == "POST":
        return redirect(start_interview(invitation=invitation, by=me))
    context = {
        "invitation": invitation,
        "recipient": invitation.recipient,
        "municipality": municipality,
        "survey": invitation.recipient.round,
        "why_not": why_no_interview(invitation),
        "response": response_of(invitation),
        "begun": unfinished_interview(invitation, me.pk),
    }
    return render(request, "surveys/interview.html", context)
