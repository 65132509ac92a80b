"""What others save while a page of the answer is open, brought to it without a reload."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kenno.surveys.actions.answers import is_untouched
from kenno.surveys.enums import QuestionKind
from kenno.surveys.forms.answers import AnswersForm, field_name
from kenno.surveys.queries.answering import AskedQuestion, QuestionGroup, value_state
from kenno.surveys.queries.live import answer_mark, changed, is_settling, mark_of
from kenno.surveys.views.answering import group_of, parts_of, rows_of
from kenno.surveys.views.invited import InvitedRequest, Visit, written

# The page asks no more.
STOP_ASKING = 286
NOTHING_NEW = 204


@require_POST
@written
def group_changes(request: InvitedRequest, visit: Visit, number: int) -> HttpResponse:
    """Bring what others have made of a group's questions; 204 when there is nothing new.

    The page posts what it holds, of the question that has the focus only what it was made with. A
    question that somebody touches is never replaced: what another made of it is told above it.
    """
    if visit.begun.submitted_at is not None:
        return render(request, "surveys/live_sent.html", visit.context, status=STOP_ASKING)
    found = group_of(visit, number)
    form = AnswersForm(
        [one for one in found.questions if _is_news(request, visit, one)], request.POST
    )
    form.is_valid()
    given = form.given()
    at_rest = set(request.POST.getlist("at-rest"))
    replaced, told = [], []
    for one in form.asked:
        key = field_name(one.question)
        value = given.get(one.question)
        is_file = one.question.kind == QuestionKind.FILE
        is_at_rest = str(one.question.pk) in at_rest and one.question in given and not is_file
        if is_at_rest and one.is_shown and value_state(value) == one.state:
            continue
        if is_at_rest and is_untouched(value, request.POST[f"was-{key}"]):
            replaced.append(one)
        elif one.is_shown and request.POST.get(f"told-{key}") != mark_of(one):
            told.append(changed(one, visit.invitation))
    appeared = _appeared(request, found)
    if not (replaced or told or appeared):
        return HttpResponse(status=NOTHING_NEW)
    fresh = [*(one for one in replaced if one.is_shown), *appeared]
    context = {
        **visit.context,
        "replaced": [
            (row["question"].pk, row, changed(one, visit.invitation) if one in replaced else None)
            for one, row in zip(fresh, rows_of(AnswersForm(fresh)), strict=True)
        ],
        "gone": [one.question.pk for one in replaced if not one.is_shown],
        "told": told,
    }
    return render(request, "surveys/live_group.html", context)


def _is_news(request: InvitedRequest, visit: Visit, one: AskedQuestion) -> bool:
    """Tell whether a question on the page says something else than when the page was made."""
    was = request.POST.get(f"was-{field_name(one.question)}")
    if was is None or is_settling(one, visit.invitation):
        return False
    return one.state != was or not one.is_shown


def _appeared(request: InvitedRequest, found: QuestionGroup) -> list[AskedQuestion]:
    """Return the questions that another's answer has brought and the page does not have."""
    return [one for one in found.shown if f"was-{field_name(one.question)}" not in request.POST]


@require_safe
@written
def answer_changes(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Bring the list of the answer's parts when somebody has saved; 204 when nobody has.

    The list is not replaced under the focus: then the page says that there is news.
    """
    response = visit.begun
    if response.submitted_at is not None:
        return render(request, "surveys/live_sent.html", visit.context, status=STOP_ASKING)
    mark = answer_mark(response)
    if request.GET.get("seen") == mark:
        return HttpResponse(status=NOTHING_NEW)
    is_at_rest = "at-rest" in request.GET
    parts = parts_of(visit) if is_at_rest else {}
    context = {
        **visit.context,
        **parts,
        "mark": mark,
        "is_at_rest": is_at_rest,
        "changed_at": timezone.now(),
    }
    return render(request, "surveys/live_answer.html", context)
