"""Making practices of what was told: split one, join two, complete one, turn one down."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kenno.core.access import require
from kenno.core.exceptions import Conflict, Refusal
from kenno.moderation.rules import reviewed_regions
from kenno.people.models import User
from kenno.practices.models import TITLE_LENGTH, Practice
from kenno.practices.queries.workspace import draft_of
from kenno.practices.views.merged import compared
from kenno.surveys import rules
from kenno.surveys.actions.handling import join_told, reject_told, split_told, take_over_told
from kenno.surveys.forms.handling import MergeForm, RejectForm, SplitForm, TakeOverForm
from kenno.surveys.models import ResponsePractice
from kenno.surveys.queries import handled
from kenno.surveys.views.handled import handled_response


def _told(request: HttpRequest, pk: int, practice: int) -> tuple[ResponsePractice, User]:
    """Return a practice that an answer tells of as its own, which the person may handle."""
    found, me = handled_response(request, pk)
    row = handled.told_row(found, practice)
    if row is None or row.is_joined:
        raise Http404
    row.response = found
    return row, me


def _version(request: HttpRequest, name: str) -> int:
    """Return which version of a text the form was about; nonsense counts as none."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def _decide(
    request: HttpRequest,
    row: ResponsePractice,
    form: forms.Form,
    template: str,
    decide: Callable[[], HttpResponse],
) -> HttpResponse:
    """Do what a valid form says, and lead on; else show the form with all that was typed.

    When somebody was faster, the page tells of it and is about the newest text from then on.
    """
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return decide()
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
            status = refusal.status
            row.practice.refresh_from_db()
    context = {"response": row.response, "practice": row.practice, "form": form}
    return render(request, template, context, status=status)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "HEAD", "POST"])
def split_practice(request: HttpRequest, pk: int, practice: int) -> HttpResponse:
    """Ask what the second practice is called and begins with, and make it."""
    row, me = _told(request, pk, practice)
    form = SplitForm(_posted(request))

    def decide() -> HttpResponse:
        split_told(
            told=row,
            title=form.cleaned_data["title"],
            texts=form.texts,
            by=me,
            based_on=_version(request, "version"),
        )
        messages.success(request, _("Käytänne on jaettu. Viimeistele nyt molemmat."))
        return redirect("surveys:response", pk)

    return _decide(request, row, form, "surveys/split_practice.html", decide)


@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, pk: int, practice: int) -> HttpResponse:
    """Ask whether to tell the author, and let the coordinator complete the practice."""
    row, me = _told(request, pk, practice)
    form = TakeOverForm(_posted(request))

    def decide() -> HttpResponse:
        version = _version(request, "version")
        take_over_told(told=row, tell=form.cleaned_data["tell"], by=me, based_on=version)
        messages.success(request, _("Käytänne on nyt sinun viimeisteltävänäsi."))
        return redirect("practices:write", practice)

    return _decide(request, row, form, "surveys/take_over.html", decide)


@require_http_methods(["GET", "HEAD", "POST"])
def reject_practice(request: HttpRequest, pk: int, practice: int) -> HttpResponse:
    """Ask why a practice is not published, and tell its author."""
    row, me = _told(request, pk, practice)
    form = RejectForm(_posted(request))

    def decide() -> HttpResponse:
        version = _version(request, "version")
        reject_told(told=row, reason=form.cleaned_data["reason"], by=me, based_on=version)
        messages.success(request, _("Käytännettä ei julkaista. Syy lähtee kirjoittajalle."))
        return redirect("surveys:response", pk)

    return _decide(request, row, form, "surveys/reject_practice.html", decide)


@require_safe
def merge_practice(request: HttpRequest, pk: int, practice: int) -> HttpResponse:
    """Look for the practice with which one is made one."""
    row, me = _told(request, pk, practice)
    title = request.GET.get("q", "").strip()[:TITLE_LENGTH]
    context = {
        "response": row.response,
        "practice": row.practice,
        "title": title,
        "found": handled.merge_candidates(row, reviewed_regions(me), title),
    }
    return render(request, "surveys/merge_practice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_with(request: HttpRequest, pk: int, practice: int, other: int) -> HttpResponse:
    """Show two practices side by side, ask which one stays, and make them one."""
    row, me = _told(request, pk, practice)
    another = get_object_or_404(
        Practice.objects.select_related("municipality__region", "latest_revision"), pk=other
    )
    allowed = rules.can_handle_answers(me, another.municipality)
    require(allowed, _("Toinen käytänne kuuluu toiselle alueelle."))
    its_row = handled.own_place(another)
    if another == row.practice or not (another.live or its_row):
        raise Http404
    if another.live and row.practice.live:
        raise Conflict(_("Kahta julkaistua käytännettä ei voi yhdistää täällä."))
    form = MergeForm(_posted(request), told=row.practice, other=another)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return _merge(request, row, its_row, another, keeps=form.cleaned_data["kept"], by=me)
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
            status = refusal.status
            row.practice.refresh_from_db()
            another.refresh_from_db()
    context = {
        "response": row.response,
        "practice": row.practice,
        "other": another,
        **compared(draft_of(row.practice), draft_of(another)),
        "form": form,
    }
    return render(request, "surveys/merge_with.html", context, status=status)


def _merge(
    request: HttpRequest,
    row: ResponsePractice,
    its_row: ResponsePractice | None,
    another: Practice,
    *,
    keeps: str,
    by: User,
) -> HttpResponse:
    """Join what does not stay to what does, and show what it said."""
    goes, stays, versions = row, another, ("version", "other_version")
    if keeps == str(row.practice_id) and its_row is not None:
        goes, stays, versions = its_row, row.practice, versions[::-1]
    put_away = goes.practice_id
    join_told(
        told=goes,
        kept=stays,
        by=by,
        told_version=_version(request, versions[0]),
        kept_version=_version(request, versions[1]),
    )
    messages.success(
        request,
        _("Käytänteet on yhdistetty. Kopioi vielä, mitä haluat säilyttää, ja viimeistele."),
    )
    return redirect("practices:merged", put_away)
