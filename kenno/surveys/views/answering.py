"""Writing the answer: what it is made of, and the round's own questions group by group."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kenno.core.forms import told_errors
from kenno.practices.queries.workspace import all_municipalities
from kenno.surveys import by_link
from kenno.surveys.actions.answers import Saved, save_answers
from kenno.surveys.enums import QuestionKind
from kenno.surveys.forms.answers import AnswersForm, field_name
from kenno.surveys.models import Question
from kenno.surveys.queries.answering import (
    AskedQuestion,
    QuestionGroup,
    answer_text,
    delegations,
    question_groups,
    told_practices,
)
from kenno.surveys.queries.handled import reason_of_reopening
from kenno.surveys.queries.live import answer_mark
from kenno.surveys.queries.steps import group_steps, practice_cards
from kenno.surveys.views.invited import InvitedRequest, Visit, written
from kenno.vocabulary.forms import concept_search_pressed


@require_safe
@written
def answer(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Show what the answer is made of and how far each part is."""
    response = visit.begun
    if response.submitted_at is not None:
        return redirect(visit.url("summary"))
    context = {
        **visit.context,
        **parts_of(visit),
        "mark": answer_mark(response),
        "reopened": reason_of_reopening(response),
        "is_over": not visit.survey.takes_new_answers,
        "last_moment": response.last_moment,
        "can_pass_on": visit.interview is None and by_link.can_pass_on(visit.invitation, response),
        "delegations": delegations(visit.invitation),
    }
    return render(request, "surveys/answer.html", context)


def parts_of(visit: Visit) -> dict[str, Any]:
    """Return what the list of the answer's parts shows: each with how far it is."""
    response = visit.begun
    groups = question_groups(response)
    told = told_practices(response)
    may_withdraw = visit.interview is None
    return {
        "before": group_steps([one for one in groups if one.place == "before"], visit.token),
        "after": group_steps([one for one in groups if one.place == "after"], visit.token),
        "practices": practice_cards(told, visit.survey, visit.token),
        "withdrawable": {
            one.row.practice_id
            for one in told
            if may_withdraw and by_link.can_withdraw_told(visit.invitation, response, one.row)
        },
        "can_answer": by_link.can_answer(visit.invitation, response),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@written
def group(request: InvitedRequest, visit: Visit, number: int) -> HttpResponse:
    """Answer one group of questions; the form also saves itself as one writes."""
    response = visit.begun
    if response.submitted_at is not None and request.method != "POST":
        return redirect(visit.url("summary"))
    found = group_of(visit, number)
    if request.method == "POST":
        return _save(request, visit, found)
    return _show(request, visit, found, AnswersForm(found.shown))


def group_of(visit: Visit, number: int) -> QuestionGroup:
    """Return a group of the answer by its number; raise Http404 when there is none."""
    groups = question_groups(visit.begun)
    if not 0 < number <= len(groups):
        raise Http404
    return groups[number - 1]


def rows_of(form: AnswersForm, states: dict[int, str] | None = None) -> list[dict[str, Any]]:
    """Return each question on the page with its field and the name of what is stored."""
    return [
        {
            "question": one.question,
            "field": form[field_name(one.question)],
            "was_name": f"was-{field_name(one.question)}",
            "was": one.state if states is None else states[one.question.pk],
            "remove_name": f"remove-{field_name(one.question)}",
            "file": one.answer if one.question.kind == QuestionKind.FILE else None,
        }
        for one in form.asked
    ]


def _show(
    request: InvitedRequest,
    visit: Visit,
    found: QuestionGroup,
    form: AnswersForm,
    *,
    states: dict[int, str] | None = None,
    saves_itself: bool = True,
    status: int = 200,
) -> HttpResponse:
    groups = question_groups(visit.begun)
    saved = [one.answer.saved_at for one in found.questions if one.answer is not None]
    on_page = {
        one.question.pk: row for one, row in zip(form.asked, rows_of(form, states), strict=True)
    }
    context = {
        **visit.context,
        "group": found,
        "form": form,
        "rows": [(one.question.pk, on_page.get(one.question.pk)) for one in found.questions],
        "steps": group_steps(groups, visit.token),
        "next_title": _next_title(groups, found, visit),
        "saves_itself": saves_itself,
        "saved_at": max(saved, default=None),
        "municipalities": _names_to_choose(found.questions),
        "can_answer": by_link.can_answer(visit.invitation, visit.begun),
    }
    return render(request, "surveys/group.html", context, status=status)


def _names_to_choose(questions: list[AskedQuestion]) -> Any:
    asked = any(one.question.kind == QuestionKind.MUNICIPALITY for one in questions)
    return all_municipalities() if asked else None


def _next_title(groups: list[QuestionGroup], found: QuestionGroup, visit: Visit) -> str:
    """Return the title of the group that follows at once, or nothing when practices do."""
    following = groups[found.number : found.number + 1]
    if following and (following[0].place == found.place or not visit.survey.asks_practices):
        return following[0].title
    return ""


def _save(request: InvitedRequest, visit: Visit, found: QuestionGroup) -> HttpResponse:
    form = AnswersForm(found.questions, request.POST, request.FILES)
    valid = form.is_valid()
    if concept_search_pressed(form) and not request.htmx:
        return _show(request, visit, found, form, states=_posted_states(form))
    # What holds is saved even when something beside it does not.
    saved = save_answers(
        response=visit.begun,
        given=form.given(),
        seen=form.seen(),
        invitation=visit.invitation,
        by=visit.by,
    )
    fresh = group_of(visit, found.number)
    states = _states_after(form, fresh, saved, keep_conflicts=bool(request.htmx))
    _tell_conflicts(form, saved)
    if request.htmx:
        return _htmx_answer(request, visit, fresh, form, states, saved)
    if not valid or saved.conflicts:
        status = 409 if saved.conflicts else 422
        form.asked = [one for one in fresh.questions if one.question.pk in states]
        return _show(request, visit, fresh, form, states=states, saves_itself=False, status=status)
    return _after_saving(request, visit, fresh, form)


def _posted_states(form: AnswersForm) -> dict[int, str]:
    return form.seen()


def _states_after(
    form: AnswersForm, fresh: QuestionGroup, saved: Saved, *, keep_conflicts: bool
) -> dict[int, str]:
    """Return what each question on the page counts as having seen from now on.

    Who has been shown another's answer on a whole page may overwrite it; a form that saves itself
    must not.
    """
    seen = form.seen()
    now = {one.question.pk: one.state for one in fresh.questions}
    stored = {question.pk for question in saved.stored}
    may = stored if keep_conflicts else stored | set(saved.conflicts)
    return {key: now[key] if key in may else seen[key] for key in seen}


def _tell_conflicts(form: AnswersForm, saved: Saved) -> None:
    by_key: dict[int, Question] = {one.question.pk: one.question for one in form.asked}
    for key, theirs in saved.conflicts.items():
        question = by_key[key]
        words = {"theirs": answer_text(question, theirs) or _("ei vastausta")}
        form.add_error(
            field_name(question),
            _(
                "Joku muu vastasi tähän samaan aikaan: ”%(theirs)s”. Oma vastauksesi on tässä. "
                "Tallenna painikkeella, jos haluat sen hänen vastauksensa tilalle."
            )
            % words,
        )


def _htmx_answer(
    request: InvitedRequest,
    visit: Visit,
    fresh: QuestionGroup,
    form: AnswersForm,
    states: dict[int, str],
    saved: Saved,
) -> HttpResponse:
    """Say whether the form that saved itself did, and bring what hangs on it."""
    shown = {one.question.pk for one in fresh.shown}
    # What others wrote in other questions comes by itself (`live`), never under typing fingers.
    appeared = AnswersForm([one for one in fresh.shown if one.question.pk not in states])
    status = 409 if saved.conflicts else 422 if form.errors else 200
    context = {
        **visit.context,
        "error": told_errors(form.named_errors, rest_is_saved=True),
        "saved_at": timezone.now(),
        "states": [(f"was-q{key}", value) for key, value in states.items() if key in shown],
        "appeared": [(row["question"].pk, row) for row in rows_of(appeared)],
        "gone": sorted(set(states) - shown),
    }
    return render(request, "surveys/group_saved.html", context, status=status)


def _after_saving(
    request: InvitedRequest, visit: Visit, fresh: QuestionGroup, form: AnswersForm
) -> HttpResponse:
    on_page = {one.question.pk for one in form.asked}
    if any(one.question.pk not in on_page for one in fresh.shown):
        messages.info(request, _("Tallennettu. Vastauksesi toi sivulle uusia kysymyksiä."))
        return redirect(visit.url("group", fresh.number))
    messages.success(request, _("Tallennettu."))
    if "next" in request.POST and _next_title(question_groups(visit.begun), fresh, visit):
        return redirect(visit.url("group", fresh.number + 1))
    return redirect(visit.url("answer"))


@require_safe
@written
def answer_file(request: InvitedRequest, visit: Visit, pk: int) -> FileResponse:
    """Give back a file that was attached to this answer."""
    found = get_object_or_404(visit.begun.answers.exclude(file=""), question=pk)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=str(found.value))
