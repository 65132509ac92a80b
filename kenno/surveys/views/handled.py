"""A municipality's answer as a coordinator goes through it, and opening it again."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import require
from kenno.core.exceptions import Refusal
from kenno.moderation.models import Moderated
from kenno.moderation.registry import Origin
from kenno.people.models import User
from kenno.people.rules import kept_regions
from kenno.practices.models import Practice
from kenno.surveys import rules
from kenno.surveys.actions.reopening import close_again, reopen_response
from kenno.surveys.enums import RoundState
from kenno.surveys.forms.handling import ReopenForm
from kenno.surveys.models import Response, ResponsePractice
from kenno.surveys.queries import handled
from kenno.surveys.views.tracking import follower


def origin(record: Moderated, person: User) -> Origin | None:
    """Lead from a practice to the answer that told of it, for whoever may follow that."""
    if not isinstance(record, Practice) or not rules.can_follow_rounds(person):
        return None
    told = (
        ResponsePractice.objects.filter(practice=record.pk, is_joined=False)
        .select_related("response__round", "response__municipality")
        .first()
    )
    if told is None or not rules.can_follow_municipality(person, told.response.municipality):
        return None
    label = _("Kerrottu kyselyssä: %(survey)s") % {"survey": told.response.round.name}
    return Origin(label, reverse("surveys:response", args=[told.response_id]))


def followed_response(request: HttpRequest, pk: int) -> tuple[Response, User]:
    """Return an answer that the person may follow, and the person; 404 when there is none."""
    me = follower(request)
    response = handled.handled_response(pk)
    if response is None:
        raise Http404
    allowed = rules.can_follow_municipality(me, response.municipality)
    require(allowed, _("Näet vain oman maakuntasi kunnat."))
    return response, me


def handled_response(request: HttpRequest, pk: int) -> tuple[Response, User]:
    """Return an answer that the person may make practices of, and the person."""
    response, me = followed_response(request, pk)
    allowed = rules.can_handle_answers(me, response.municipality)
    require(allowed, _("Vastauksia käsittelevät maakunnan koordinaattorit."))
    return response, me


@require_safe
def response(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an answer: its questions, its practices and what to do with them, and its writers."""
    found, me = followed_response(request, pk)
    can_handle = rules.can_handle_answers(me, found.municipality)
    before, after = handled.neighbours(found, kept_regions(me))
    context = {
        "response": found,
        "survey": found.round,
        "municipality": found.municipality,
        "answers": handled.answered_questions(found, personal=can_handle),
        "practices": handled.handled_practices(found),
        "writers": handled.writers_of(found),
        "sender": found.submitted_by_id or found.sent_before_by_id,
        "reopened": handled.reason_of_reopening(found),
        "history": handled.history_of(found),
        "before": before,
        "after": after,
        "can_handle": can_handle,
        "can_reopen": can_handle
        and found.submitted_at is not None
        and found.round.state in (RoundState.OPEN, RoundState.CLOSED),
        "can_close": can_handle and found.sent_before_at is not None,
    }
    return render(request, "surveys/response.html", context)


@require_safe
def response_file(request: HttpRequest, pk: int, question: int) -> FileResponse:
    """Give a file of an answer to whoever follows it; one with personal data to few."""
    found, me = followed_response(request, pk)
    answers = found.answers.exclude(file="").select_related("question")
    answer = get_object_or_404(answers, question=question)
    allowed = not answer.question.has_personal_data or rules.can_handle_answers(
        me, found.municipality
    )
    require(allowed, _("Tässä vastauksessa on henkilötietoja."))
    return FileResponse(answer.file.open("rb"), as_attachment=True, filename=str(answer.value))


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why and until when to open a sent answer again, and open it."""
    found, me = handled_response(request, pk)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            reopen_response(
                response=found, reason=form.cleaned_data["reason"], until=form.until, by=me
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
            status = refusal.status
        else:
            messages.success(request, _("Vastaus on avattu uudelleen. Kirjoittaja saa linkin."))
            return redirect("surveys:response", pk)
    context = {"response": found, "form": form}
    return render(request, "surveys/reopen.html", context, status=status)


@require_POST
def close_reopened(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an answer that was opened again count as it had been sent before."""
    found, me = handled_response(request, pk)
    close_again(response=found, by=me)
    messages.success(request, _("Vastaus on taas suljettu."))
    return redirect("surveys:response", pk)
