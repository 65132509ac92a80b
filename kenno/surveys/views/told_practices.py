"""The practices of an answer: begun, looked up among those there are, written in sections."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.moderation.actions import DraftChanged
from kenno.moderation.queries import AskedBack, asked_back
from kenno.practices.forms.saving import Opened, move_pressed_row, save_section, state_on
from kenno.practices.forms.sections import SectionEditor
from kenno.practices.forms.themes import THEMES, added_theme, with_added_theme
from kenno.practices.models import TITLE_LENGTH, Practice
from kenno.practices.queries.finding import FoundPractice, practices_named_like
from kenno.practices.queries.workspace import all_municipalities, draft_of
from kenno.practices.views.writing import conflict_context, htmx_answer
from kenno.surveys import by_link
from kenno.surveys.actions.told_practices import (
    join_practice,
    remove_told_practice,
    start_told_practice,
)
from kenno.surveys.forms.invited import NewPracticeForm
from kenno.surveys.models import ResponsePractice
from kenno.surveys.queries.answering import own_row, sections_to_mend, what_is_asked
from kenno.surveys.queries.steps import practice_steps
from kenno.surveys.sections import AskedSection
from kenno.surveys.views.invited import (
    InvitedRequest,
    Visit,
    invited,
    invited_to_mend,
    require_open,
)
from kenno.surveys.views.mending import send_again
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
@invited
def add_practice(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Begin a practice by its name, once it is known not to be one that is there already."""
    _require_writable(visit)
    if not visit.survey.asks_practices:
        raise Http404
    form = NewPracticeForm(request.POST or None, invitation=visit.invitation)
    alike: list[FoundPractice] = []
    status = 422 if form.is_bound else 200
    if form.is_valid():
        alike = [] if "is_new" in request.POST else _like(form.cleaned_data["title"])
        if not alike:
            practice = start_told_practice(
                response=visit.begun,
                language=get_language() or "fi",
                invitation=visit.invitation,
                **form.cleaned_data,
            )
            first = what_is_asked(visit.survey)[0]
            return redirect(visit.url("section", practice.pk, first.name))
        status = 200
    context = {**visit.context, "form": form, "alike": alike}
    return render(request, "surveys/add_practice.html", context, status=status)


@require_safe
@invited
def alike_practices(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Show published practices like the title being written, for the page that asks for it."""
    _require_writable(visit)
    context = {**visit.context, "alike": _like(request.GET.get("title", ""))}
    return render(request, "surveys/alike.html", context)


@require_POST
@invited
def join(request: InvitedRequest, visit: Visit, pk: int) -> HttpResponse:
    """Tell that the municipality uses a practice that is published already."""
    practice = get_object_or_404(Practice.objects.published(), pk=pk)
    join_practice(response=visit.begun, practice=practice, invitation=visit.invitation)
    messages.success(request, _("Kiitos! Merkitsimme, että käytänne on teilläkin käytössä."))
    return redirect(visit.url("answer"))


def _row(visit: Visit, pk: int) -> ResponsePractice:
    row = own_row(visit.begun, pk)
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@invited
def remove_practice(request: InvitedRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take a practice out of the answer, after a page that asks."""
    row = _row(visit, pk)
    _require_writable(visit)
    if request.method == "POST":
        row.response = visit.begun
        remove_told_practice(row=row, invitation=visit.invitation)
        messages.success(request, _("Poistettu vastauksesta."))
        return redirect(visit.url("answer"))
    return render(request, "surveys/remove_practice.html", {**visit.context, "row": row})


@dataclass(frozen=True)
class Writing:
    """A practice being written behind a link: the section, those beside it, and why it came back.

    What came back is written in what the round asks and in all of the part that is asked about.
    """

    visit: Visit
    practice: Practice
    section: AskedSection
    everything: list[AskedSection]
    returned: AskedBack | None

    def url(self, name: str) -> str:
        """Return the address of one of the sections."""
        return self.visit.url("section", self.practice.pk, name)

    @property
    def following(self) -> AskedSection | None:
        """The section that is written next; none when one mends what came back."""
        after = self.everything[self.everything.index(self.section) + 1 :]
        return after[0] if after and self.returned is None else None

    @property
    def back(self) -> str:
        """Where one goes from the section: to what came back, or to the answer."""
        if self.returned is not None:
            return self.visit.url("returned", self.practice.pk)
        is_sent = self.visit.begun.submitted_at is not None
        return self.visit.url("summary" if is_sent else "answer")


@require_http_methods(["GET", "HEAD", "POST"])
@invited_to_mend
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
    part = returned.part if returned is not None else ""
    everything = sections_to_mend(visit.survey, part)
    asked = next((one for one in everything if one.name == name), None)
    if asked is None:
        raise Http404
    writing = Writing(visit, row.practice, asked, everything, returned)
    draft = draft_of(row.practice)
    if request.method == "POST":
        return _save(request, writing, draft)
    editor = _editor(writing, draft)
    return _show(request, writing, editor, Opened.now(editor, row.practice))


def _editor(
    writing: Writing, draft: Practice, data: Any = None, files: Any = None
) -> SectionEditor:
    asked = writing.section
    person = writing.visit.invitation.person
    editor = SectionEditor(asked.section, draft, data, files, person=person, only=asked.fields)
    themes = editor.form.fields.get(THEMES)
    if themes is not None:
        themes.widget.save_url = writing.url(asked.name)
    return editor


def _show(
    request: InvitedRequest,
    writing: Writing,
    editor: SectionEditor,
    opened: Opened,
    *,
    status: int = 200,
    theirs: Practice | None = None,
) -> HttpResponse:
    practice, returned = writing.practice, writing.returned
    context = {
        **writing.visit.context,
        **asdict(opened),
        "practice": practice,
        "editor": editor,
        "section": writing.section.section,
        "section_url": writing.url(writing.section.name),
        "sections": practice_steps(editor.draft, writing.everything, writing.visit.token),
        "next_section": writing.following,
        "municipalities": all_municipalities(),
        "back_label": _("Tallenna ja palaa vastaukseen")
        if returned is None
        else _("Tallenna ja katso kokonaisuutta"),
        "send_label": "" if returned is None else _("Tallenna ja lähetä uudelleen"),
        "returned": returned,
    }
    if theirs is not None:
        context |= conflict_context(practice, editor.draft, theirs)
    return render(request, "surveys/section.html", context, status=status)


def _save(request: InvitedRequest, writing: Writing, draft: Practice) -> HttpResponse:
    practice, by = writing.practice, writing.visit.invitation.person
    if by is None:
        raise Http404
    opened = Opened.posted(request.POST)
    editor = _editor(writing, draft, with_added_theme(request.POST), request.FILES)
    if not editor.is_valid():
        if request.htmx:
            refused = _("Ei tallennettu: korjaa ensin virheet.")
            return htmx_answer(request, practice, editor, error=refused, status=422)
        return _show(request, writing, editor, opened, status=422)
    try:
        version = save_section(editor, practice, opened=opened, by=by)
    except DraftChanged as conflict:
        if request.htmx:
            said = str(conflict.message)
            return htmx_answer(request, practice, editor, error=said, status=409)
        writing = replace(writing, practice=_row(writing.visit, practice.pk).practice)
        theirs = draft_of(writing.practice)
        fresh = _editor(writing, theirs)
        opened = Opened.now(fresh, writing.practice, sitting=opened.sitting)
        return _show(request, writing, editor, opened, status=409, theirs=theirs)
    if request.htmx:
        return htmx_answer(request, practice, editor)
    here = writing.url(writing.section.name)
    if "move" in request.POST or "add" in request.POST:
        pressed = request.POST.get("move", "")
        move_pressed_row(editor, pressed, version=version, sitting=opened.sitting, by=by)
        return redirect(here)
    if added_theme(request.POST):
        return redirect(f"{here}#themes-choice")
    if concept_search_pressed(editor.form):
        opened = Opened(opened.sitting, version, state_on(editor))
        return _show(request, writing, editor, opened)
    if "send" in request.POST and writing.returned is not None:
        return send_again(request, writing.visit, practice.pk)
    messages.success(request, _("Tallennettu."))
    if "next" in request.POST and writing.following is not None:
        return redirect(writing.url(writing.following.name))
    return redirect(writing.back)
