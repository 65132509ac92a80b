"""Reminding one person by hand, from the lists of a round."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kenno.core.access import require
from kenno.core.exceptions import Refusal
from kenno.people.models import User
from kenno.surveys import rules
from kenno.surveys.actions.nudges import remind_now
from kenno.surveys.models import Invitation


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind somebody of their invitation, and say so where the button was.

    Without scripts the list is shown again: `back` is its address.
    """
    invitation = get_object_or_404(
        Invitation.objects.real().select_related("recipient__municipality__region"), pk=pk
    )
    municipality = invitation.recipient.municipality
    allowed = rules.can_remind(request.user, municipality)
    require(allowed, _("Muistuttaa voivat maakunnan koordinaattorit."))
    status, text = 200, _("Muistutus lähtee.")
    try:
        remind_now(invitation=invitation, by=cast(User, request.user))
    except Refusal as refusal:
        status, text = refusal.status, str(refusal.message)
    if getattr(request, "htmx", False):
        return render(request, "surveys/reminded.html", {"text": text}, status=status)
    messages.add_message(request, messages.SUCCESS if status == 200 else messages.ERROR, text)
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    survey = invitation.recipient.round_id
    return redirect("surveys:tracked_municipality", survey, municipality.slug)
