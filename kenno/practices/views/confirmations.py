"""The yearly question about practices: its page, from the mail and in the workspace, and lists."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import public, require
from kenno.core.exceptions import Conflict, Refusal
from kenno.moderation.rules import reviewed_regions
from kenno.people.models import User
from kenno.practices import rules
from kenno.practices.actions import confirmations as actions
from kenno.practices.forms.confirmations import ArchivingForm
from kenno.practices.models import Practice, PracticeConfirmation
from kenno.practices.queries import confirmations as queries

QUESTIONS_ON_PAGE = 50


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the practices that the link of a mail asks about, and take the answer by POST."""
    return _page(request, actions.asked_person(token), signed_in=False)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_own(request: HttpRequest) -> HttpResponse:
    """Show a signed-in person the practices that they are asked about, and take the answer."""
    return _page(request, cast(User, request.user), signed_in=True)


def _page(request: HttpRequest, person: User, *, signed_in: bool) -> HttpResponse:
    waiting = list(queries.waiting_for(person))
    bound, asked, status = None, None, 200
    if request.method == "POST":
        asked = _asked_about(request, waiting)
        if request.POST.get("answer") == "archive":
            bound = ArchivingForm(request.POST, prefix=f"p{asked.practice_id}")
        elif request.POST.get("answer") != "keep":
            raise Refusal(_("Valitse jokin vastauksista."))
        if bound is None or bound.is_valid():
            return _answer(request, person, asked.practice, bound, signed_in=signed_in)
        status = 422
    questions = [
        (question, bound if bound and question is asked else _unbound(question))
        for question in waiting
    ]
    context = {
        "questions": questions,
        "form": bound,
        "base": "core/workspace_base.html" if signed_in else "core/base.html",
        "signed_in": signed_in,
    }
    return render(request, "practices/confirm.html", context, status=status)


def _unbound(question: PracticeConfirmation) -> ArchivingForm:
    return ArchivingForm(prefix=f"p{question.practice_id}")


def _asked_about(request: HttpRequest, waiting: list[PracticeConfirmation]) -> PracticeConfirmation:
    named = request.POST.get("practice", "")
    for question in waiting:
        if str(question.practice_id) == named:
            return question
    raise Conflict(_("Tästä käytänteestä on jo vastattu."))


def _answer(
    request: HttpRequest,
    person: User,
    practice: Practice,
    form: ArchivingForm | None,
    *,
    signed_in: bool,
) -> HttpResponse:
    if form is None:
        actions.keep_practice(practice=practice, by=person)
        told = _("Kiitos! Käytänne on vahvistettu.")
    else:
        actions.ask_for_archiving(practice=practice, by=person, **form.cleaned_data)
        told = _("Kiitos! Koordinaattori käsittelee pyynnön.")
    left = queries.waiting_for(person).exists()
    if signed_in or left:
        messages.success(request, told)
        return redirect(request.path)
    return redirect("practices:confirmed")


@public
@require_safe
def confirmed(request: HttpRequest) -> HttpResponse:
    """Thank for the answers to a yearly mail."""
    return render(request, "practices/confirmed.html")


def _follower(request: HttpRequest) -> User:
    require(
        rules.can_follow_confirmations(request.user),
        _("Vain koordinaattori näkee vahvistamattomat käytänteet."),
    )
    return cast(User, request.user)


@require_safe
def unconfirmed(request: HttpRequest) -> HttpResponse:
    """List the practices that are to be archived, and those that nobody has confirmed."""
    found = queries.unconfirmed(reviewed_regions(_follower(request)))
    page = Paginator(found, QUESTIONS_ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "practices/unconfirmed.html", {"page": page})


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a practice is still in use, whether anybody asked or not."""
    practice = get_object_or_404(Practice.objects.select_related("contact"), pk=pk)
    require(
        rules.can_confirm(request.user, practice),
        _("Käytänteen vahvistavat sen kirjoittajat ja yhteyshenkilö."),
    )
    me = cast(User, request.user)
    actions.keep_practice(practice=practice, by=me)
    messages.success(request, _("Käytänne on vahvistettu."))
    if rules.can_follow_confirmations(me):
        return redirect("practices:unconfirmed")
    return redirect(practice)


def own_questions_panel(request: HttpRequest) -> SafeString | None:
    """Draw for a person that practices wait to be confirmed, or None."""
    if not queries.waits_for(request.user):
        return None
    return render_to_string("practices/panels/own_questions.html", {}, request)


def unconfirmed_panel(request: HttpRequest) -> SafeString | None:
    """Draw for coordinators what is to be archived and what nobody has confirmed, or None."""
    to_archive, unanswered = queries.unconfirmed_counts(reviewed_regions(request.user))
    if not to_archive and not unanswered:
        return None
    counts = {"to_archive": to_archive, "unanswered": unanswered}
    return render_to_string("practices/panels/unconfirmed.html", counts, request)
