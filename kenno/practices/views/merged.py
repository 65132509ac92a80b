"""What two practices say side by side, before and after one was merged into the other."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kenno.core.access import require
from kenno.people.requests import PersonRequest
from kenno.practices import rules
from kenno.practices.models import Practice
from kenno.practices.queries import workspace
from kenno.practices.queries.description import side_by_side


def compared(first: Practice, second: Practice) -> dict[str, Any]:
    """Return what practices/compared.html shows of two texts."""
    return {"first": first, "second": second, "rows": side_by_side(first, second)}


@require_safe
def merged(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what a practice that was merged into another said, beside that, to copy from."""
    practice = workspace.practice_for_writing(pk)
    if practice is None or practice.merged_into_id is None:
        raise Http404
    kept = workspace.practice_for_writing(practice.merged_into_id)
    if kept is None:
        raise Http404
    require(
        rules.can_write(request.user, kept), _("Tätä käytännettä kirjoittavat sen omat tekijät.")
    )
    context = {
        "practice": practice,
        "kept": kept,
        **compared(workspace.draft_of(kept), workspace.draft_of(practice)),
    }
    return render(request, "practices/merged.html", context)
