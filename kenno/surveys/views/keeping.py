"""What the views of the workspace share: who may, and which round."""

from typing import cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kenno.core.access import require
from kenno.people.models import User
from kenno.surveys import rules
from kenno.surveys.models import SurveyRound


def onlooker(request: HttpRequest) -> User:
    """Return the signed-in person, who must be allowed to look at rounds."""
    allowed = rules.can_see_rounds(request.user)
    require(allowed, _("Kyselyt näkevät valtakunnalliset koordinaattorit ja ylläpitäjät."))
    return cast(User, request.user)


def keeper(request: HttpRequest) -> User:
    """Return the signed-in person, who must be allowed to make and send rounds."""
    allowed = rules.can_keep_rounds(request.user)
    require(allowed, _("Kyselyjä tekevät valtakunnalliset koordinaattorit."))
    return cast(User, request.user)


def round_of(pk: int) -> SurveyRound:
    """Return the round of an address; 404 when there is none."""
    return get_object_or_404(SurveyRound.objects.select_related("copied_from"), pk=pk)
