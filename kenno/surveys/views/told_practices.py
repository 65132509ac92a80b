"""The practices of an answer: begun, looked up among those there are, written in sections."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import require_open
from kenno.moderation.queries import asked_back
from kenno.practices.models import TITLE_LENGTH, Practice
from kenno.practices.queries.finding import FoundPractice, practices_named_like
from kenno.practices.views.sections import SectionPage, section_page
from kenno.surveys import by_link
from kenno.surveys.actions.links import note_writing
from kenno.surveys.actions.told_practices import (
    join_practice,
    remove_told_practice,
    start_told_practice,
)
from kenno.surveys.forms.invited import NewPracticeForm
from kenno.surveys.models import ResponsePractice
from kenno.surveys.queries.answering import own_row, sections_to_mend, what_is_asked
from kenno.surveys.queries.steps import practice_steps
from kenno.surveys.views.invited import InvitedRequest, Visit, written, written_or_mended
from kenno.surveys.views.mending import send_again


def _require_writable(visit: Visit) -> None:
    require_open(
        by_link.can_answer(visit.invitation, visit.begun),
        _("Vastausta ei voi enää muuttaa."),
    )


def _like(title: str) -> list[FoundPractice]:
    named = title.strip()[:TITLE_LENGTH]
    if len(named) < 3:
        return []
    return practices_named_like(named, language=get_language() or "fi")


@require_http_methods(["GET", "HEAD", "POST"])
@written
def add_practice(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Begin a practice by its name, once it is known not to be one that is there already."""
    _require_writable(visit)
    if not visit.survey.asks_practices:
        raise Http404
    form = NewPracticeForm(
        request.POST or None, invitation=visit.invitation, is_own=visit.interview is None
    )
    alike: list[FoundPractice] = []
    status = 422 if form.is_bound else 200
    if form.is_valid():
        alike = [] if "is_new" in request.POST else _like(form.cleaned_data["title"])
        if not alike:
            practice = start_told_practice(
                response=visit.begun,
                language=get_language() or "fi",
                invitation=visit.invitation,
                by=visit.by,
                **form.cleaned_data,
            )
            first = what_is_asked(visit.survey)[0]
            return redirect(visit.url("section", practice.pk, first.name))
        status = 200
    context = {**visit.context, "form": form, "alike": alike}
    return render(request, "surveys/add_practice.html", context, status=status)


@require_safe
@written
def alike_practices(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Show published practices like the title being written, for the page that asks for it."""
    _require_writable(visit)
    context = {**visit.context, "alike": _like(request.GET.get("title", ""))}
    return render(request, "surveys/alike.html", context)


@require_POST
@written
def join(request: InvitedRequest, visit: Visit, pk: int) -> HttpResponse:
    """Tell that the municipality uses a practice that is published already."""
    practice = get_object_or_404(Practice.objects.published(), pk=pk)
    join_practice(response=visit.begun, practice=practice, invitation=visit.invitation, by=visit.by)
    messages.success(request, _("Kiitos! Merkitsimme, että käytänne on teilläkin käytössä."))
    return redirect(visit.url("answer"))


def _row(visit: Visit, pk: int) -> ResponsePractice:
    row = own_row(visit.begun, pk)
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@written
def remove_practice(request: InvitedRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take a practice out of the answer, after a page that asks."""
    row = _row(visit, pk)
    _require_writable(visit)
    if request.method == "POST":
        row.response = visit.begun
        remove_told_practice(row=row, invitation=visit.invitation, by=visit.by)
        messages.success(request, _("Poistettu vastauksesta."))
        return redirect(visit.url("answer"))
    return render(request, "surveys/remove_practice.html", {**visit.context, "row": row})


@require_http_methods(["GET", "HEAD", "POST"])
@written_or_mended
def section(request: InvitedRequest, visit: Visit, pk: int, name: str) -> HttpResponse:
    """Write a section of a practice: the practices' own form, with only what the round asks."""
    row = _row(visit, pk)
    if row.is_joined:
        raise Http404
    if not by_link.can_write_told(visit.invitation, visit.begun, row):
        if request.method == "POST":
            require_open(False, _("Tätä tekstiä ei voi enää muuttaa."))
        is_sent = visit.only is None and visit.begun.submitted_at is not None
        return redirect(visit.url("summary") if is_sent else visit.url("returned", pk))
    returned = asked_back(row.practice)
    everything = sections_to_mend(visit.survey, returned.part if returned else "")
    asked = next((one for one in everything if one.name == name), None)
    if asked is None:
        raise Http404
    page = SectionPage(
        template="surveys/section.html",
        practice=row.practice,
        person=visit.invitation.person,
        section=asked.section,
        section_url=lambda chosen: visit.url("section", pk, chosen),
        following=[] if returned else everything[everything.index(asked) + 1 :],
        done_url=_done_url(visit, pk, is_returned=returned is not None),
        back_label=_("Tallenna ja katso kokonaisuutta")
        if returned
        else _("Tallenna ja palaa vastaukseen"),
        steps=lambda draft: practice_steps(draft, everything, visit.token),
        context=visit.context,
        only=asked.fields,
        by=visit.by,
        when_saved=lambda: note_writing(invitation=visit.invitation, by=visit.by),
        send=(lambda: send_again(request, visit, pk)) if returned else None,
    )
    return section_page(request, page)


def _done_url(visit: Visit, pk: int, *, is_returned: bool) -> str:
    """Return where one goes from a section: to what came back, or to the answer."""
    if is_returned:
        return visit.url("returned", pk)
    return visit.url("summary" if visit.begun.submitted_at is not None else "answer")
