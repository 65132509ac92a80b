"""The coordinators' side of tips: the list, a tip, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kenno.core.access import require
from kenno.core.exceptions import Refusal
from kenno.core.workspace import Waiting
from kenno.people.queries.addressees import language_of
from kenno.people.requests import PersonRequest
from kenno.practices.forms.requests import AskOwnerForm
from kenno.surveys import rules
from kenno.surveys.actions import tips as actions
from kenno.surveys.enums import TipState
from kenno.surveys.forms.tips import JoinTipForm, PutAsideForm
from kenno.surveys.models import Tip
from kenno.surveys.queries import tips as queries

TIPS_ON_PAGE = 30
# What each of the forms on a tip's page is called there.
FORMS = {AskOwnerForm: "owner_form", JoinTipForm: "join_form", PutAsideForm: "aside_form"}


@require_safe
def tips(request: PersonRequest) -> HttpResponse:
    """List the tips of the person's regions, all of them or those in one state."""
    require(rules.can_see_tips(request.user), _("Vinkit käsittelevät koordinaattorit."))
    every = queries.tips_of(request.user)
    state = request.GET.get("state", "")
    chosen = every.in_state(TipState(state)) if state in TipState.values else every
    page = Paginator(chosen, TIPS_ON_PAGE).get_page(request.GET.get("page"))
    counts = queries.tip_counts(every)
    context = {
        "page": page,
        "counts": [(one.value, one.label, number) for one, number in counts if number],
        "total": sum(number for _state, number in counts),
        "state": state if state in TipState.values else "",
    }
    return render(request, "surveys/tips.html", context)


def _tip(request: PersonRequest, pk: int) -> Tip:
    found = queries.tip_with_state(pk)
    if found is None:
        raise Http404
    require(
        rules.can_handle_tip(request.user, found.municipality),
        _("Vinkin käsittelevät sen alueen koordinaattorit."),
    )
    return found


@require_safe
def kept_tip(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a tip, what is like it, who could be asked, and who has been."""
    return _show(request, _tip(request, pk))


def _owner_form(tip: Tip, data: Any = None) -> AskOwnerForm:
    place = tip.municipality
    return AskOwnerForm(
        data, found=queries.owners_of(tip), initial={"language": language_of(place)}
    )


def _show(
    request: PersonRequest,
    tip: Tip,
    *,
    failed: Form | None = None,
    based_on: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a tip; the form that could not be done stays as it was written."""
    context = {
        "tip": tip,
        "alike": queries.practices_like(tip) if tip.can_be_joined else [],
        "requests": queries.asked_about(tip),
        "form": failed,
        "owner_form": _owner_form(tip) if tip.can_be_sent_on else None,
        "join_form": JoinTipForm() if tip.can_be_joined else None,
        "aside_form": PutAsideForm() if tip.can_be_put_aside else None,
        "based_on": tip.version if based_on is None else based_on,
    }
    if failed is not None:
        context[FORMS[type(failed)]] = failed
    return render(request, "surveys/kept_tip.html", context, status=status)


def _based_on(request: PersonRequest) -> int:
    """Return over which version the page was opened; nonsense counts as none."""
    given = request.POST.get("based_on", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _handle(
    request: PersonRequest, tip: Tip, form: Form, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do what a form says, or show it again with what was typed and why it could not be done."""
    if not form.is_valid():
        return _show(request, tip, failed=form, based_on=_based_on(request), status=422)
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
        status = 422 if refusal.status == Refusal.status else refusal.status
        return _show(request, _tip(request, tip.pk), failed=form, status=status)
    messages.success(request, said)
    return redirect("surveys:kept_tip", tip.pk)


@require_POST
def send_tip_on(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask somebody to complete the tip, which becomes a draft."""
    tip = _tip(request, pk)
    form = _owner_form(tip, request.POST)
    return _handle(
        request,
        tip,
        form,
        lambda: actions.send_on(
            tip=tip,
            owner=actions.AskedOwner(**form.asked),
            based_on=_based_on(request),
            by=request.user,
        ),
        _("Vinkki on nyt luonnos, ja omistaja saa siihen linkin."),
    )


@require_POST
def join_tip(request: PersonRequest, pk: int) -> HttpResponse:
    """Note which published practice the tip is about."""
    tip = _tip(request, pk)
    form = JoinTipForm(request.POST)
    return _handle(
        request,
        tip,
        form,
        lambda: actions.join_tip(
            tip=tip,
            practice=form.cleaned_data["practice"],
            based_on=_based_on(request),
            by=request.user,
        ),
        _("Vinkki on liitetty käytänteeseen."),
    )


@require_POST
def put_tip_aside(request: PersonRequest, pk: int) -> HttpResponse:
    """Put the tip aside with a reason."""
    tip = _tip(request, pk)
    form = PutAsideForm(request.POST)
    return _handle(
        request,
        tip,
        form,
        lambda: actions.put_aside(
            tip=tip,
            reason=form.cleaned_data["reason"],
            based_on=_based_on(request),
            by=request.user,
        ),
        _("Vinkki on pantu sivuun."),
    )


def new_tips(request: HttpRequest) -> list[Waiting]:
    """Return how many new tips wait for a coordinator, for the list of what waits for them."""
    if not rules.can_see_tips(request.user):
        return []
    number = queries.tips_of(request.user).in_state(TipState.NEW).count()
    if not number:
        return []
    text = ngettext("%(number)d uusi vinkki", "%(number)d uutta vinkkiä", number)
    address = f"{reverse('surveys:tips')}?state={TipState.NEW}"
    return [Waiting(text % {"number": number}, address)]
