"""The practices of an answer: begun, looked up among those there are, written in sections."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.moderation.actions import DraftChanged
from kenno.moderation.enums import ReviewState
from kenno.moderation.queries import message_of_return
from kenno.practices.forms.saving import Opened, move_pressed_row, save_section, state_on
from kenno.practices.forms.sections import SectionEditor
from kenno.practices.forms.themes import THEMES, added_theme, with_added_theme
from kenno.practices.models import TITLE_LENGTH, Practice
from kenno.practices.queries.finding import FoundPractice, practices_named_like
from kenno.practices.queries.workspace import all_municipalities, draft_of
from kenno.practices.views.writing import conflict_context, htmx_answer
from kenno.surveys import by_link
from kenno.surveys.actions import submission
from kenno.surveys.actions.links import note_writing
from kenno.surveys.actions.told_practices import (
    join_practice,
    remove_told_practice,
    start_told_practice,
)
from kenno.surveys.forms.invited import NewPracticeForm
from kenno.surveys.models import ResponsePractice
from kenno.surveys.queries.answering import own_row, what_is_asked
from kenno.surveys.queries.steps import practice_steps
from kenno.surveys.sections import AskedSection
from kenno.surveys.views.invited import InvitedRequest, Visit, invited, require_open, written
from kenno.vocabulary.forms import concept_search_pressed


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


@require_POST
@invited
def submit_returned(request: InvitedRequest, visit: Visit, pk: int) -> HttpResponse:
    """Send a practice for review again after a coordinator asked back."""
    submission.submit_returned(response=visit.begun, practice_id=pk, invitation=visit.invitation)
    messages.success(request, _("Kiitos! Teksti on taas tarkistettavana."))
    return redirect(visit.url("summary"))


@require_http_methods(["GET", "HEAD", "POST"])
@written
def section(request: InvitedRequest, visit: Visit, pk: int, name: str) -> HttpResponse:
    """Write a section of a practice: the practices' own form, with only what the round asks."""
    row = _row(visit, pk)
    asked = next((one for one in what_is_asked(visit.survey) if one.name == name), None)
    if asked is None or row.is_joined:
        raise Http404
    practice = row.practice
    if not by_link.can_write_told(visit.invitation, visit.begun, practice):
        if request.method == "POST":
            require_open(False, _("Tätä tekstiä ei voi enää muuttaa."))
        return redirect(visit.url("summary"))
    draft = draft_of(practice)
    if request.method == "POST":
        return _save(request, visit, practice, draft, asked)
    editor = _editor(visit, asked, draft)
    return _show(request, visit, practice, editor, asked, Opened.now(editor, practice))


def _editor(
    visit: Visit, asked: AskedSection, draft: Practice, data: Any = None, files: Any = None
) -> SectionEditor:
    editor = SectionEditor(
        asked.section, draft, data, files, person=visit.invitation.person, only=asked.fields
    )
    themes = editor.form.fields.get(THEMES)
    if themes is not None:
        themes.widget.save_url = visit.url("section", draft.pk, asked.name)
    return editor


def _show(
    request: InvitedRequest,
    visit: Visit,
    practice: Practice,
    editor: SectionEditor,
    asked: AskedSection,
    opened: Opened,
    *,
    status: int = 200,
    theirs: Practice | None = None,
) -> HttpResponse:
    everything = what_is_asked(visit.survey)
    following = everything[everything.index(asked) + 1 :]
    is_returned = practice.review_state == ReviewState.RETURNED
    context = {
        **visit.context,
        **asdict(opened),
        "practice": practice,
        "editor": editor,
        "section": asked.section,
        "section_url": visit.url("section", practice.pk, asked.name),
        "sections": practice_steps(editor.draft, everything, visit.token),
        "next_section": following[0] if following else None,
        "municipalities": all_municipalities(),
        "back_label": _("Tallenna ja palaa vastaukseen"),
        "returned": message_of_return(practice) if is_returned else "",
    }
    if theirs is not None:
        context |= conflict_context(practice, editor.draft, theirs)
    return render(request, "surveys/section.html", context, status=status)


def _save(
    request: InvitedRequest, visit: Visit, practice: Practice, draft: Practice, asked: AskedSection
) -> HttpResponse:
    by = visit.by
    if by is None:
        raise Http404
    opened = Opened.posted(request.POST)
    editor = _editor(visit, asked, draft, with_added_theme(request.POST), request.FILES)
    if not editor.is_valid():
        if request.htmx:
            refused = _("Ei tallennettu: korjaa ensin virheet.")
            return htmx_answer(request, practice, editor, error=refused, status=422)
        return _show(request, visit, practice, editor, asked, opened, status=422)
    try:
        version = save_section(editor, practice, opened=opened, by=by)
    except DraftChanged as conflict:
        if request.htmx:
            said = str(conflict.message)
            return htmx_answer(request, practice, editor, error=said, status=409)
        practice = _row(visit, practice.pk).practice
        theirs = draft_of(practice)
        opened = Opened.now(_editor(visit, asked, theirs), practice, sitting=opened.sitting)
        return _show(request, visit, practice, editor, asked, opened, status=409, theirs=theirs)
    note_writing(invitation=visit.invitation, by=by)
    if request.htmx:
        return htmx_answer(request, practice, editor)
    here = visit.url("section", practice.pk, asked.name)
    if "move" in request.POST or "add" in request.POST:
        pressed = request.POST.get("move", "")
        move_pressed_row(editor, pressed, version=version, sitting=opened.sitting, by=by)
        return redirect(here)
    if added_theme(request.POST):
        return redirect(f"{here}#themes-choice")
    if concept_search_pressed(editor.form):
        opened = Opened(opened.sitting, version, state_on(editor))
        return _show(request, visit, practice, editor, asked, opened)
    messages.success(request, _("Tallennettu."))
    everything = what_is_asked(visit.survey)
    following = everything[everything.index(asked) + 1 :]
    if "next" in request.POST and following:
        return redirect(visit.url("section", practice.pk, following[0].name))
    is_sent = visit.begun.submitted_at is not None
    return redirect(visit.url("summary" if is_sent else "answer"))
