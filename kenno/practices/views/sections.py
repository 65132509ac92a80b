"""Writing a section of a practice, on whatever page: shown, saved, and noticed when two write."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kenno.moderation.actions import DraftChanged
from kenno.moderation.differences import field_differences
from kenno.moderation.queries import message_of_return
from kenno.people.models import User
from kenno.practices.forms.saving import Opened, move_pressed_row, save_section
from kenno.practices.forms.sections import Section, SectionEditor
from kenno.practices.forms.themes import THEMES, added_theme, with_added_theme
from kenno.practices.models import Practice
from kenno.practices.queries.description import describe
from kenno.practices.queries.workspace import (
    all_municipalities,
    draft_of,
    practice_for_writing,
)
from kenno.vocabulary.forms import concept_search_pressed

SAVED_FIELDS = ("draft_version", "draft_saved_at")


@dataclass(frozen=True, kw_only=True)
class SectionPage:
    """A page behind a personal link on which a section of a draft is written.

    `section_url` gives the address of a section by its name, `following` are the sections after
    this one, `done_url` is where the writer lands who has had enough. `steps` gives the list of
    sections with their progress for a draft; with `only`, nothing but these fields is asked. With
    `send`, what came back can be sent for review from the section itself. `by` saves where that is
    another than `person`, for whom the form is made; `when_saved` is called after each save.
    """

    template: str
    practice: Practice
    person: User | None
    section: Section
    section_url: Callable[[str], str]
    following: Sequence[Any]
    done_url: str
    back_label: str
    steps: Callable[[Practice], Sequence[Any]]
    context: dict[str, Any]
    only: Collection[str] | None = None
    send: Callable[[], HttpResponse] | None = None
    by: User | None = None
    when_saved: Callable[[], None] | None = None

    @property
    def url(self) -> str:
        """The address of the page itself."""
        return self.section_url(self.section.name)

    def editor(self, draft: Practice, data: Any = None, files: Any = None) -> SectionEditor:
        """Return the section's form over a draft."""
        editor = SectionEditor(self.section, draft, data, files, person=self.person, only=self.only)
        themes = editor.form.fields.get(THEMES)
        if themes is not None:
            themes.widget.save_url = self.url
        return editor


def section_page(request: HttpRequest, page: SectionPage) -> HttpResponse:
    """Show a section that the reader may write, or save what was written in it."""
    draft = draft_of(page.practice)
    if request.method == "POST":
        return _save(request, page, draft)
    editor = page.editor(draft)
    return _show(request, page, editor, Opened.now(editor, page.practice))


def _show(
    request: HttpRequest,
    page: SectionPage,
    editor: SectionEditor,
    opened: Opened,
    *,
    status: int = 200,
    practice: Practice | None = None,
    theirs: Practice | None = None,
) -> HttpResponse:
    practice = practice or page.practice
    context = {
        **page.context,
        **asdict(opened),
        "practice": practice,
        "editor": editor,
        "section": page.section,
        "section_url": page.url,
        "sections": page.steps(editor.draft),
        "next_section": page.following[0] if page.following else None,
        "municipalities": all_municipalities(),
        "back_label": page.back_label,
        "send_label": _("Tallenna ja lähetä uudelleen") if page.send else "",
        "returned": message_of_return(practice),
    }
    if theirs is not None:
        context |= conflict_context(practice, editor.draft, theirs)
    return render(request, page.template, context, status=status)


def _save(request: HttpRequest, page: SectionPage, draft: Practice) -> HttpResponse:
    by, practice = page.by or page.person, page.practice
    if by is None:
        raise Http404
    saves_itself = "HX-Request" in request.headers
    opened = Opened.posted(request.POST)
    editor = page.editor(draft, with_added_theme(request.POST), request.FILES)
    valid = editor.is_valid()
    try:
        opened = save_section(editor, practice, opened=opened, by=by)
    except DraftChanged as conflict:
        if saves_itself:
            return htmx_answer(request, practice, editor, conflict=str(conflict.message))
        return _show_conflict(request, page, editor, opened)
    if page.when_saved is not None:
        page.when_saved()
    if saves_itself:
        return htmx_answer(request, practice, editor, opened)
    if not valid:
        practice.refresh_from_db(fields=SAVED_FIELDS)
        return _show(request, page, editor, opened, status=422)
    if "move" in request.POST or "add" in request.POST:
        pressed = request.POST.get("move", "")
        move_pressed_row(editor, pressed, opened=opened, by=by)
        return redirect(page.url)
    if added_theme(request.POST):
        return redirect(f"{page.url}#themes-choice")
    if concept_search_pressed(editor.form):
        return _show(request, page, editor, opened)
    if "send" in request.POST and page.send is not None:
        return page.send()
    messages.success(request, _("Tallennettu."))
    if "next" in request.POST and page.following:
        return redirect(page.section_url(page.following[0].name))
    return redirect(page.done_url)


def _show_conflict(
    request: HttpRequest, page: SectionPage, editor: SectionEditor, opened: Opened
) -> HttpResponse:
    """Show the writer's text beside what somebody else has saved meanwhile."""
    practice = practice_for_writing(page.practice.pk)
    if practice is None:
        raise Http404
    theirs = draft_of(practice)
    opened = Opened.now(page.editor(theirs), practice, sitting=opened.sitting)
    return _show(request, page, editor, opened, status=409, practice=practice, theirs=theirs)


def conflict_context(practice: Practice, draft: Practice, theirs: Practice) -> dict[str, Any]:
    """Return what practices/section_conflict.html shows of two texts, the writer's own first."""
    mine_first = field_differences(describe(theirs), describe(draft))
    return {
        "differences": [change for change in mine_first if change.changed],
        "saved_by": practice.draft_saved_by,
        "saved_at": practice.draft_saved_at,
    }


def htmx_answer(
    request: HttpRequest,
    practice: Practice,
    editor: SectionEditor,
    opened: Opened | None = None,
    *,
    conflict: str = "",
) -> HttpResponse:
    """Answer a form that saved itself, or one in which the chip of a suggestion was pressed.

    It goes on as `opened`, or as it was when `conflict` tells why nothing could be saved.
    """
    practice.refresh_from_db(fields=SAVED_FIELDS)
    context = {
        "practice": practice,
        "editor": editor,
        "error": conflict or editor.told_errors,
        "opened": opened,
    }
    status = 409 if conflict else 422 if editor.errors else 200
    field = editor.form.fields.get(THEMES)
    if field is None or not added_theme(request.POST):
        return render(request, "practices/autosave.html", context, status=status)
    field.widget.takes_focus = True
    return render(request, "practices/themes_answer.html", context, status=status)
