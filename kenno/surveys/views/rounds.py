"""The rounds in the workspace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kenno.core.access import require
from kenno.surveys import rules
from kenno.surveys.models import SurveyRound


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds, newest first."""
    require(rules.can_see_rounds(request.user), _("Kyselyt näkevät koko maassa toimivat."))
    return render(request, "surveys/rounds.html", {"rounds": SurveyRound.objects.newest_first()})
