"""The rounds in the workspace: the list, one round, its texts and sections, its steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core import audit
from kenno.core.exceptions import Refusal
from kenno.people.models import User
from kenno.surveys import rules
from kenno.surveys.actions import rounds as actions
from kenno.surveys.actions.trials import trial_address
from kenno.surveys.enums import RoundState
from kenno.surveys.forms.recipients import MunicipalityForm
from kenno.surveys.forms.rounds import RoundForm, SectionsForm, StartRoundForm
from kenno.surveys.models import SurveyRound
from kenno.surveys.queries import rounds as queries
from kenno.surveys.queries.tracking import OVER
from kenno.surveys.registry import where_to_write
from kenno.surveys.sections import asked_sections
from kenno.surveys.views.keeping import keeper, onlooker, round_of
from kenno.surveys.views.previews import texts_preview


@require_http_methods(["GET", "HEAD", "POST"])
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds, newest first; coordinators begin a new one here."""
    me = keeper(request) if request.method == "POST" else onlooker(request)
    form = StartRoundForm(request.POST or None)
    if form.is_valid():
        begun = actions.start_round(name=form.cleaned_data["name"], by=me)
        return redirect("surveys:round", begun.pk)
    context = {
        "form": form,
        "rounds": queries.rounds_in_list(),
        "can_keep": rules.can_keep_rounds(me),
    }
    status = 422 if form.is_bound else 200
    return render(request, "surveys/rounds.html", context, status=status)


@require_safe
def survey_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one round: what it asks, how it stands, and what can be done with it."""
    me = onlooker(request)
    survey = round_of(pk)
    context = {
        "survey": survey,
        "opening": queries.opening_of(survey),
        "sections": asked_sections(survey.practice_sections),
        "questions": queries.questions_of(survey),
        "history": audit.entries(audit.history(survey)[:20]),
        "can_keep": rules.can_keep_rounds(me),
        "steps": _steps(survey) if rules.can_keep_rounds(me) else [],
        "is_over": survey.state in OVER,
        "written_at": where_to_write(survey, me) if survey.state in OVER else [],
    }
    return render(request, "surveys/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a round's name, times and texts; a preview in each language stands beside."""
    me = keeper(request)
    survey = round_of(pk)
    version = survey.version
    form = RoundForm(request.POST or None, instance=survey)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.change_round(
                survey=survey, details=form.details(), based_on=form.based_on(), by=me
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
            status = refusal.status if refusal.status != Refusal.status else 422
            if isinstance(refusal, actions.RoundChanged):
                form.begin_from(version)
        else:
            messages.success(request, _("Tallennettu."))
            return redirect("surveys:round", pk)
    # The form has put what was typed into `survey`; the heading shows what is stored.
    context = {"form": form, "survey": round_of(pk), "previews": texts_preview(survey)}
    return render(request, "surveys/round_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def choose_sections(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose which sections and fields of practices are asked, and in which order."""
    me = keeper(request)
    survey = round_of(pk)
    form = SectionsForm(request.POST or None, survey=survey)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.choose_sections(
                survey=survey, chosen=form.chosen(), based_on=form.based_on(), by=me
            )
        except actions.RoundChanged as conflict:
            form.add_error(None, str(conflict.message))
            form.begin_from(survey.version)
            status = conflict.status
        else:
            messages.success(request, _("Tallennettu."))
            return redirect("surveys:round", pk)
    context = {"form": form, "survey": survey}
    return render(request, "surveys/sections_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to answer a draft as a municipality would; what is written is thrown away."""
    me = keeper(request)
    survey = round_of(pk)
    form = MunicipalityForm(request.POST or None)
    if form.is_valid():
        place = form.cleaned_data["municipality"]
        return redirect(trial_address(survey=survey, municipality=place, by=me))
    status = 422 if form.is_bound else 200
    return render(request, "surveys/try_out.html", {"form": form, "survey": survey}, status=status)


@require_POST
def copy_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a copy of a round as a new draft."""
    me = keeper(request)
    copy = actions.copy_round(survey=round_of(pk), by=me)
    messages.success(request, _("Kyselystä on tehty kopio. Anna sille nimi ja ajat."))
    return redirect("surveys:change_round", copy.pk)


@dataclass(frozen=True)
class Step:
    """Something that is done to a whole round after a page that says what happens then."""

    slug: str
    states: tuple[RoundState, ...]
    do: Callable[[SurveyRound, int, User], object]
    label: str | Promise
    question: str | Promise
    done: str | Promise


STEPS: Final = (
    Step(
        "avaa",
        (RoundState.DRAFT, RoundState.PAUSED),
        lambda survey, version, me: actions.open_round(survey=survey, based_on=version, by=me),
        gettext_lazy("Avaa kysely"),
        gettext_lazy("Avataanko kysely?"),
        gettext_lazy("Kysely on avattu."),
    ),
    Step(
        "keskeyta",
        (RoundState.OPEN,),
        lambda survey, _version, me: actions.pause_round(survey=survey, by=me),
        gettext_lazy("Keskeytä kysely"),
        gettext_lazy("Keskeytetäänkö kysely?"),
        gettext_lazy("Kysely on tauolla."),
    ),
    Step(
        "sulje",
        (RoundState.OPEN, RoundState.PAUSED),
        lambda survey, _version, me: actions.close_round(survey=survey, by=me),
        gettext_lazy("Sulje kysely"),
        gettext_lazy("Suljetaanko kysely?"),
        gettext_lazy("Kysely on suljettu."),
    ),
    Step(
        "arkistoi",
        (RoundState.CLOSED,),
        lambda survey, _version, me: actions.archive_round(survey=survey, by=me),
        gettext_lazy("Arkistoi kysely"),
        gettext_lazy("Arkistoidaanko kysely?"),
        gettext_lazy("Kysely on arkistoitu."),
    ),
    Step(
        "poista",
        (RoundState.DRAFT,),
        lambda survey, _version, me: actions.delete_round(survey=survey, by=me),
        gettext_lazy("Poista luonnos"),
        gettext_lazy("Poistetaanko kyselyn luonnos?"),
        gettext_lazy("Kyselyn luonnos on poistettu."),
    ),
)


def _steps(survey: SurveyRound) -> list[Step]:
    return [step for step in STEPS if survey.state in step.states]


@require_http_methods(["GET", "HEAD", "POST"])
def round_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Say what a step would do, and do it on POST."""
    me = keeper(request)
    survey = round_of(pk)
    wanted = next((each for each in STEPS if each.slug == step), None)
    if wanted is None:
        raise Http404
    if request.method == "POST":
        version = request.POST.get("version", "")
        seen = int(version) if version.isdecimal() and len(version) < 10 else 0
        wanted.do(survey, seen, me)
        messages.success(request, str(wanted.done))
        gone = wanted.slug == "poista"
        return redirect("surveys:rounds") if gone else redirect("surveys:round", pk)
    context = {
        "survey": survey,
        "step": wanted,
        "opening": queries.opening_of(survey),
        "is_possible": survey.state in wanted.states,
    }
    return render(request, "surveys/round_step.html", context)
