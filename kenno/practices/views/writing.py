"""The workspace side: begin, write in sections, look, send, take back."""

from dataclasses import asdict
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kenno.core import audit
from kenno.core.access import require
from kenno.core.exceptions import Refusal
from kenno.moderation import actions as moderation
from kenno.moderation.actions import DraftChanged
from kenno.moderation.enums import ReviewState
from kenno.moderation.queries import asked_back, message_of_return
from kenno.moderation.registry import origins
from kenno.people.requests import PersonRequest
from kenno.practices import rules
from kenno.practices.actions import drafts
from kenno.practices.forms.contact import ContactForm
from kenno.practices.forms.saving import Opened, move_pressed_row, save_section
from kenno.practices.forms.sections import (
    SECTIONS,
    Section,
    SectionEditor,
    section_after,
    section_named,
)
from kenno.practices.forms.start import StartForm
from kenno.practices.forms.themes import added_theme, with_added_theme
from kenno.practices.models import TITLE_LENGTH, Practice
from kenno.practices.queries import workspace
from kenno.practices.queries.completeness import completeness, missing_for_publication
from kenno.practices.queries.facts import page_parts
from kenno.practices.queries.requests import requests_of
from kenno.practices.queries.sections import section_progress
from kenno.practices.views.contact import contact_is_chosen
from kenno.practices.views.sections import SAVED_FIELDS, conflict_context, htmx_answer
from kenno.vocabulary.forms import concept_search_pressed

PRACTICES_ON_PAGE = 30
STEPS_OF_HISTORY = 30


def _practice(request: PersonRequest, pk: int) -> Practice:
    practice = workspace.practice_for_writing(pk)
    if practice is None:
        raise Http404
    require(
        rules.can_write(request.user, practice),
        _("Tätä käytännettä kirjoittavat sen omat tekijät."),
    )
    return practice


def mine(request: PersonRequest) -> HttpResponse:
    require(
        rules.can_start_practice(request.user),
        _("Käytänteitä kirjoittavat kuntien kirjoittajat."),
    )
    title = request.GET.get("q", "").strip()[:TITLE_LENGTH]
    practices = workspace.writable_by(request.user, title=title)
    page = Paginator(practices, PRACTICES_ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "title": title, "query": urlencode({"q": title}) if title else ""}
    return render(request, "practices/mine.html", context)


def start(request: PersonRequest) -> HttpResponse:
    require(
        rules.can_start_practice(request.user),
        _("Käytänteitä kirjoittavat kuntien kirjoittajat."),
    )
    form = StartForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        require(
            rules.writes_for(request.user, form.municipality),
            _("Kunta on toisen alueen. Aloita käytänne oman alueesi kunnalle."),
        )
        practice = drafts.start_practice(
            title=form.cleaned_data["title"],
            municipality=form.municipality,
            language=form.cleaned_data["language"],
            by=request.user,
            sitting=form.cleaned_data["sitting"],
        )
        return redirect("practices:section", practice.pk, SECTIONS[0].name)
    context = {"form": form, "municipalities": form.own}
    return render(request, "practices/start.html", context, status=422 if form.is_bound else 200)


def write(request: PersonRequest, pk: int) -> HttpResponse:
    practice = _practice(request, pk)
    draft = workspace.draft_of(practice)
    context = {
        "practice": practice,
        "draft": draft,
        "sections": section_progress(draft, SECTIONS),
        "completeness": completeness(draft),
        "missing": missing_for_publication(draft),
        "returned": asked_back(practice),
        "origins": origins(practice, request.user),
        "merged": list(practice.merged.order_by("pk")),
        "history": audit.entries(audit.history(practice)[:STEPS_OF_HISTORY]),
        "can_edit": rules.can_edit_now(request.user, practice),
        "can_submit": rules.can_submit(request.user, practice),
        "can_withdraw": rules.can_withdraw(request.user, practice),
        "can_delete": rules.can_delete_draft(request.user, practice),
        "can_archive": rules.can_archive(request.user, practice),
        "can_restore": rules.can_restore(request.user, practice),
        "can_ask_owner": rules.can_ask_owner(request.user, practice),
        "requests": (
            requests_of(practice) if rules.can_revoke_request(request.user, practice) else []
        ),
    }
    return render(request, "practices/write.html", context)


def _show_section(
    request: PersonRequest,
    practice: Practice,
    editor: SectionEditor,
    opened: Opened,
    *,
    status: int = 200,
    theirs: Practice | None = None,
) -> HttpResponse:
    draft = editor.draft
    context = {
        "practice": practice,
        "editor": editor,
        "section": editor.section,
        "section_url": reverse("practices:section", args=[practice.pk, editor.section.name]),
        "sections": section_progress(draft, SECTIONS),
        "next_section": section_after(editor.section),
        **asdict(opened),
        "municipalities": workspace.all_municipalities(),
        "returned": message_of_return(practice),
    }
    if theirs is not None:
        context |= conflict_context(practice, draft, theirs)
    return render(request, "practices/section.html", context, status=status)


def section(request: PersonRequest, pk: int, name: str) -> HttpResponse:
    practice = _practice(request, pk)
    chosen = section_named(name)
    if chosen is None:
        raise Http404
    if not rules.can_edit_now(request.user, practice):
        messages.info(
            request,
            _("Tätä tekstiä ei voi nyt muokata. Tila: %(state)s.")
            % {"state": practice.get_review_state_display()},
        )
        return redirect("practices:write", pk)
    draft = workspace.draft_of(practice)
    if request.method == "POST":
        return _save_section(request, practice, draft, chosen)
    editor = SectionEditor(chosen, draft, person=request.user)
    return _show_section(request, practice, editor, Opened.now(editor, practice))


def _save_section(
    request: PersonRequest, practice: Practice, draft: Practice, chosen: Section
) -> HttpResponse:
    opened = Opened.posted(request.POST)
    editor = SectionEditor(
        chosen, draft, with_added_theme(request.POST), request.FILES, person=request.user
    )
    valid = editor.is_valid() and _contact_is_chosen(request, editor)
    try:
        opened = save_section(editor, practice, opened=opened, by=request.user)
    except DraftChanged as conflict:
        if request.htmx:
            return htmx_answer(request, practice, editor, conflict=str(conflict.message))
        practice = _practice(request, practice.pk)
        theirs = workspace.draft_of(practice)
        opened = Opened.now(SectionEditor(chosen, theirs), practice, sitting=opened.sitting)
        return _show_section(request, practice, editor, opened, status=409, theirs=theirs)
    if request.htmx:
        return htmx_answer(request, practice, editor, opened)
    if not valid:
        practice.refresh_from_db(fields=SAVED_FIELDS)
        return _show_section(request, practice, editor, opened, status=422)
    return _after_saving(request, practice, editor, opened)


def _contact_is_chosen(request: PersonRequest, editor: SectionEditor) -> bool:
    """Do what the contact section says of the contact, unless it is saving itself."""
    form = editor.form
    if request.htmx or not isinstance(form, ContactForm):
        return True
    return contact_is_chosen(request, form, editor.draft)


def _after_saving(
    request: PersonRequest, practice: Practice, editor: SectionEditor, opened: Opened
) -> HttpResponse:
    draft, chosen = editor.draft, editor.section
    choice = editor.contact_choice
    if choice is not None and choice.title and not choice.email:
        messages.info(request, _("Valitse vielä, mitä sinusta näytetään."))
        return redirect("people:own_contact", draft.contact_id)
    if "move" in request.POST or "add" in request.POST:
        pressed = request.POST.get("move", "")
        move_pressed_row(editor, pressed, opened=opened, by=request.user)
        return redirect("practices:section", practice.pk, chosen.name)
    if added_theme(request.POST):
        address = reverse("practices:section", args=[practice.pk, chosen.name])
        return redirect(f"{address}#themes-choice")
    if concept_search_pressed(editor.form):
        return _show_section(request, practice, editor, opened)
    if "next" in request.POST and (following := section_after(chosen)):
        return redirect("practices:section", practice.pk, following.name)
    messages.success(request, _("Tallennettu."))
    return redirect("practices:write", practice.pk)


def preview(request: PersonRequest, pk: int) -> HttpResponse:
    practice = _practice(request, pk)
    draft = workspace.draft_of(practice)
    context = {**page_parts(draft), "is_preview": True, "can_write": True}
    return render(request, "practices/practice.html", context)


@require_POST
def submit(request: PersonRequest, pk: int) -> HttpResponse:
    practice = _practice(request, pk)
    sent_already = (
        practice.review_state == ReviewState.IN_REVIEW
        and practice.draft_saved_by_id == request.user.pk
    )
    if not sent_already:
        try:
            drafts.submit(practice=practice, by=request.user)
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            messages.error(request, str(refusal.message))
            return redirect("practices:write", pk)
    messages.success(
        request, _("Kiitos! Teksti on nyt tarkistettavana. Saat sähköpostin, kun se on katsottu.")
    )
    return redirect("practices:write", pk)


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    practice = _practice(request, pk)
    moderation.withdraw(record=practice, by=request.user)
    messages.success(request, _("Teksti on taas luonnos. Voit jatkaa kirjoittamista."))
    return redirect("practices:write", pk)


def delete_draft(request: PersonRequest, pk: int) -> HttpResponse:
    practice = _practice(request, pk)
    require(
        rules.can_delete_draft(request.user, practice),
        _("Vain luonnoksen, jota ei ole julkaistu, voi poistaa."),
    )
    if request.method == "POST":
        title = practice.title
        drafts.delete_draft(practice=practice, by=request.user)
        messages.success(request, _("Luonnos ”%(title)s” on poistettu.") % {"title": title})
        return redirect("practices:mine")
    return render(request, "practices/delete_draft.html", {"practice": practice})
