"""A round's own questions in the workspace: list, add, change, move and remove."""

from collections.abc import Iterable

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.exceptions import Refusal
from kenno.surveys import rules
from kenno.surveys.actions import questions as actions
from kenno.surveys.actions.rounds import RoundChanged
from kenno.surveys.enums import QuestionKind, RoundState
from kenno.surveys.forms.questions import KindForm, QuestionForm, option_rows
from kenno.surveys.models import Question, SurveyRound
from kenno.surveys.queries import rounds as queries
from kenno.surveys.views.keeping import keeper, onlooker, round_of
from kenno.surveys.views.previews import question_preview


@require_safe
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """List a round's own questions in the order of asking."""
    me = onlooker(request)
    survey = round_of(pk)
    found = queries.questions_of(survey)
    can_keep = rules.can_keep_rounds(me)
    context = {
        "survey": survey,
        "previews": [(question, question_preview(question)) for question in found],
        "form": KindForm(),
        "can_keep": can_keep,
        "can_build": can_keep and survey.state == RoundState.DRAFT,
    }
    return render(request, "surveys/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a question of the kind that the address names."""
    keeper(request)
    kind = request.GET.get("kind", QuestionKind.SHORT_TEXT.value)
    if kind not in QuestionKind.values:
        raise Http404(_("Tällaista kysymystä ei ole."))
    survey = round_of(pk)
    return _edit(request, survey, Question(round=survey, kind=kind))


@require_http_methods(["GET", "HEAD", "POST"])
def change_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a question; an answered one that means something else gets a new version."""
    keeper(request)
    asked = Question.objects.with_answered().select_related("round", "shown_if")
    question = get_object_or_404(asked, pk=pk, retired_at__isnull=True)
    return _edit(request, question.round, question)


def _edit(request: HttpRequest, survey: SurveyRound, question: Question) -> HttpResponse:
    me = keeper(request)
    data = request.POST if request.method == "POST" else None
    stored = Question.objects.get(pk=question.pk) if question.pk else None
    form = QuestionForm(data, instance=question, survey=survey)
    rows = option_rows(stored or question, data)
    status = 422 if form.is_bound else 200
    if form.is_valid() and (rows is None or rows.is_valid()):
        options = rows.options(_with_old_options(question, stored)) if rows is not None else []
        details, version = form.details(options), form.based_on()
        try:
            if stored is None:
                actions.add_question(survey=survey, details=details, based_on=version, by=me)
            else:
                stored.round = survey
                actions.change_question(
                    question=stored,
                    details=details,
                    based_on=version,
                    by=me,
                    means_other=form.asks_other(),
                )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
            if isinstance(refusal, RoundChanged):
                form.begin_from(survey.version)
            status = refusal.status if refusal.status != Refusal.status else 422
        else:
            messages.success(request, _("Kysymys on tallennettu."))
            return redirect("surveys:questions", survey.pk)
    context = {
        "form": form,
        "rows": rows,
        "survey": survey,
        "question": question,
        "kind_label": QuestionKind(question.kind).label,
        "row_errors": _errors_of(rows.forms if rows is not None else []),
    }
    return render(request, "surveys/question_form.html", context, status=status)


def _with_old_options(question: Question, stored: Question | None) -> Question:
    """Let the rows know which values there were before, and the ends of a scale as typed."""
    question.options = stored.options if stored is not None else []
    return question


def _errors_of(forms: Iterable[BaseForm]) -> list[tuple[str, str]]:
    """Return each error with the id of its field, for the error summary."""
    return [
        (str(message), form[name].id_for_label)
        for form in forms
        for name, found in form.errors.items()
        for message in found
    ]


@require_POST
def move_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a question one step up or down."""
    me = keeper(request)
    question = get_object_or_404(Question.objects.select_related("round"), pk=pk)
    actions.move_question(question=question, up=request.POST.get("to") == "up", by=me)
    return redirect("surveys:questions", question.round_id)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a question goes, and remove it."""
    me = keeper(request)
    question = get_object_or_404(Question.objects.select_related("round"), pk=pk)
    if request.method == "POST":
        actions.remove_question(question=question, by=me)
        messages.success(request, _("Kysymys on poistettu."))
        return redirect("surveys:questions", question.round_id)
    return render(request, "surveys/remove_question.html", {"question": question})
