"""Reminding one person by hand."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kenno.core.access import require
from kenno.people.models import User
from kenno.surveys import rules
from kenno.surveys.actions.nudges import remind_now
from kenno.surveys.models import Invitation


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to remind somebody of their invitation, and remind them."""
    invitation = get_object_or_404(
        Invitation.objects.real().select_related(
            "recipient__municipality", "recipient__round", "person"
        ),
        pk=pk,
    )
    municipality = invitation.recipient.municipality
    allowed = rules.can_remind(request.user, municipality)
    require(allowed, _("Muistuttaa voivat maakunnan koordinaattorit."))
    if request.method == "POST":
        remind_now(invitation=invitation, by=cast(User, request.user))
        messages.success(request, _("Muistutus lähtee."))
        survey = invitation.recipient.round
        return redirect("surveys:tracked_municipality", survey.pk, municipality.slug)
    return render(request, "surveys/remind.html", {"invitation": invitation})
