"""Looking the answer over, sending it, and reading or printing it afterwards."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kenno.core.exceptions import Refusal
from kenno.moderation.queries import message_of_return
from kenno.practices.queries.description import describe
from kenno.surveys import by_link
from kenno.surveys.actions import interviews
from kenno.surveys.actions.submission import submit_response
from kenno.surveys.queries.answering import (
    answer_text,
    missing_answers,
    question_groups,
    told_practices,
    what_is_asked,
)
from kenno.surveys.queries.steps import practice_steps
from kenno.surveys.views.invited import InvitedRequest, Visit, invited, written


@require_safe
@written
def summary(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Show the whole answer, with what is missing before it can be sent; fit to be printed."""
    response = visit.begun
    groups = question_groups(response)
    told = told_practices(response)
    asked = what_is_asked(visit.survey)
    answers = [
        (
            group,
            [
                (one.question, answer_text(one.question, one.answer) or _("ei vastausta"))
                for one in group.shown
            ],
        )
        for group in groups
    ]
    practices = [
        {
            "told": one,
            "rows": [] if one.row.is_joined else [(r.label, r.text) for r in describe(one.draft)],
            "missing": [
                (label, visit.url("section", one.practice.pk, section))
                for label, section in one.missing
            ],
            "returned": (
                message_of_return(one.practice)
                if one.practice.review_state == "returned" and not one.row.is_joined
                else ""
            ),
            "steps": practice_steps(one.draft, asked, visit.token),
        }
        for one in told
    ]
    missing = [(text, visit.url("group", group.number)) for text, group in missing_answers(groups)]
    context = {
        **visit.context,
        "answers": [(group, rows) for group, rows in answers if rows],
        "practices": practices,
        "missing": missing,
        "is_whole": not missing and not any(one.missing for one in told),
        "is_sent": response.submitted_at is not None,
        "can_answer": by_link.can_answer(visit.invitation, response),
    }
    return render(request, "surveys/summary.html", context)


@require_POST
@invited
def submit(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Send the answer; twice is once."""
    try:
        submit_response(response=visit.begun, token=visit.token, invitation=visit.invitation)
    except Refusal as refusal:
        if refusal.status != Refusal.status:
            raise
        messages.error(request, str(refusal.message))
        return redirect(visit.url("summary"))
    messages.success(request, _("Kiitos! Vastaus on lähetetty. Saat vahvistuksen sähköpostiisi."))
    return redirect(visit.url("summary"))


@require_POST
@written
def ask_for_approval(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Send what a coordinator wrote in an interview to be read and approved."""
    interview = visit.interview
    if interview is None:
        raise Http404
    try:
        interviews.ask_for_approval(interview=interview, response=visit.begun)
    except Refusal as refusal:
        if refusal.status != Refusal.status:
            raise
        messages.error(request, str(refusal.message))
        return redirect(visit.url("summary"))
    messages.success(request, _("Lähetetty luettavaksi ja hyväksyttäväksi."))
    place = visit.invitation.recipient.municipality
    return redirect("surveys:tracked_municipality", visit.survey.pk, place.slug)
