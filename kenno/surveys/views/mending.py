"""A practice that came back to who told of it: what is asked, sending it again; and taking back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kenno.core.exceptions import Refusal
from kenno.moderation.queries import asked_back
from kenno.practices.queries.completeness import missing_for_publication
from kenno.practices.queries.workspace import draft_of
from kenno.surveys import by_link
from kenno.surveys.actions import submission
from kenno.surveys.queries.answering import own_row, sections_to_mend
from kenno.surveys.queries.steps import practice_steps
from kenno.surveys.views.invited import InvitedRequest, Visit, invited, mended


@require_safe
@mended
def returned(request: InvitedRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show what a coordinator asks of a practice, where to write it, and what became of it."""
    row = own_row(visit.begun, pk)
    if row is None or row.is_joined:
        raise Http404
    practice = row.practice
    draft = draft_of(practice)
    back = asked_back(practice)
    part = back.part if back is not None else ""
    steps = practice_steps(draft, sections_to_mend(visit.survey, part), visit.token)
    context = {
        **visit.context,
        "practice": practice,
        "draft": draft,
        "returned": back,
        "can_write": by_link.can_write_told(visit.invitation, visit.begun, row),
        "steps": steps,
        "asked_step": next((one for one in steps if one.key == part), None),
        "missing": missing_for_publication(draft) if back is not None else [],
    }
    return render(request, "surveys/returned.html", context)


@require_POST
@mended
def submit_returned(request: InvitedRequest, visit: Visit, pk: int) -> HttpResponse:
    """Send a practice for review again after a coordinator asked back."""
    return send_again(request, visit, pk)


def send_again(request: InvitedRequest, visit: Visit, pk: int) -> HttpResponse:
    """Send what came back for review and show what became of it, or what is still missing."""
    try:
        submission.submit_returned(
            response=visit.begun, practice_id=pk, invitation=visit.invitation
        )
    except Refusal as refusal:
        if refusal.status != Refusal.status:
            raise
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Kiitos! Teksti on taas tarkistettavana."))
    return redirect(visit.url("returned", pk))


@require_POST
@invited
def withdraw_told(request: InvitedRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take a practice back from review, in an answer that a coordinator has opened again."""
    submission.withdraw_told(response=visit.begun, practice_id=pk, invitation=visit.invitation)
    messages.success(request, _("Teksti on taas luonnos. Voit jatkaa kirjoittamista."))
    return redirect(visit.url("answer"))
