"""The pages of who was asked to complete a draft: without an account, behind a personal link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import require_open
from kenno.core.exceptions import Refusal
from kenno.moderation.queries import asked_back
from kenno.practices import by_link
from kenno.practices.actions import requests as actions
from kenno.practices.forms.requests import DeclineForm, PassOnForm
from kenno.practices.forms.sections import SECTIONS, section_named
from kenno.practices.models import Practice
from kenno.practices.queries.completeness import needs_before_publication
from kenno.practices.queries.description import describe
from kenno.practices.queries.requests import passed_on
from kenno.practices.queries.sections import SectionProgress, section_progress
from kenno.practices.queries.workspace import draft_of
from kenno.practices.views.requested import DraftVisit, requested
from kenno.practices.views.sections import SectionPage, section_page

# Who answers questions is settled on the person's own pages: consents are not asked in passing.
ASKED_SECTIONS = [section for section in SECTIONS if section.name != "contact"]


@require_safe
@requested
def draft_request(request: HttpRequest, visit: DraftVisit) -> HttpResponse:
    """Show what was told and who asks; nothing begins before the reader says so."""
    actions.note_opened(request=visit.asked)
    draft = draft_of(visit.practice)
    context = {
        **visit.context,
        "draft": draft,
        "rows": describe(draft),
        "has_declined": visit.asked.declined_at is not None,
        "is_begun": visit.asked.started_at is not None,
        "can_begin": by_link.is_being_written(visit.practice),
        "can_pass_on": by_link.can_pass_on(visit.asked),
        "can_decline": by_link.can_decline(visit.asked),
        "passed_on": passed_on(visit.asked),
    }
    return render(request, "practices/draft_request.html", context)


@require_POST
@requested
def start_request(request: HttpRequest, visit: DraftVisit) -> HttpResponse:
    """Begin to complete the draft, or go on."""
    actions.start(request=visit.asked)
    return redirect(visit.url("requested_draft"))


def _steps(visit: DraftVisit, draft: Practice) -> list[SectionProgress]:
    return section_progress(
        draft, ASKED_SECTIONS, url_of=lambda name: visit.url("requested_section", name)
    )


@require_safe
@requested
def requested_draft(request: HttpRequest, visit: DraftVisit) -> HttpResponse:
    """Show the draft as it is, how far each section is, and what review still needs."""
    asked, practice = visit.asked, visit.practice
    if asked.started_at is None or asked.declined_at is not None:
        return redirect(visit.url("draft_request"))
    draft = draft_of(practice)
    can_write = by_link.can_write(asked)
    steps = _steps(visit, draft)
    returned = asked_back(practice)
    part = returned.part if returned is not None else ""
    context = {
        **visit.context,
        "draft": draft,
        "rows": describe(draft),
        "sections": steps,
        "missing": [
            (need.label, visit.url("requested_section", need.section))
            for need in needs_before_publication(draft)
        ],
        "returned": returned,
        "asked_step": next((step for step in steps if step.key == part), None),
        "can_write": can_write,
        "can_pass_on": by_link.can_pass_on(asked),
        "can_decline": by_link.can_decline(asked),
        "passed_on": passed_on(asked),
    }
    return render(request, "practices/requested_draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requested
def requested_section(request: HttpRequest, visit: DraftVisit, name: str) -> HttpResponse:
    """Write a section of the draft in the practices' own form."""
    chosen = section_named(name)
    if chosen is None or chosen not in ASKED_SECTIONS:
        raise Http404
    if not by_link.can_write(visit.asked) or visit.asked.started_at is None:
        require_open(request.method != "POST", _("Tätä tekstiä ei voi enää muuttaa."))
        return redirect(visit.url("requested_draft"))
    return section_page(
        request,
        SectionPage(
            template="practices/requested_section.html",
            practice=visit.practice,
            person=visit.asked.person,
            section=chosen,
            section_url=lambda section: visit.url("requested_section", section),
            following=ASKED_SECTIONS[ASKED_SECTIONS.index(chosen) + 1 :],
            done_url=visit.url("requested_draft"),
            back_label=_("Tallenna ja palaa yhteenvetoon"),
            steps=lambda draft: _steps(visit, draft),
            context=visit.context,
        ),
    )


@require_POST
@requested
def submit_requested(request: HttpRequest, visit: DraftVisit) -> HttpResponse:
    """Send the draft for review; twice is once."""
    try:
        actions.submit(request=visit.asked, token=visit.token)
    except Refusal as refusal:
        if refusal.status != Refusal.status:
            raise
        messages.error(request, str(refusal.message))
    else:
        messages.success(
            request,
            _("Kiitos! Teksti on nyt tarkistettavana. Saat sähköpostin, kun se on katsottu."),
        )
    return redirect(visit.url("requested_draft"))


@require_http_methods(["GET", "HEAD", "POST"])
@requested
def pass_on_request(request: HttpRequest, visit: DraftVisit) -> HttpResponse:
    """Ask somebody who knows better, and show who has been asked."""
    require_open(by_link.can_pass_on(visit.asked), _("Luonnosta ei voi enää siirtää toiselle."))
    form = PassOnForm(request.POST or None, initial={"language": visit.asked.language})
    if form.is_valid():
        try:
            actions.pass_on(request=visit.asked, **form.cleaned_data)
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            form.add_error("email", str(refusal.message))
        else:
            messages.success(request, _("Pyyntö on lähetetty. Voitte täydentää luonnosta yhdessä."))
            return redirect(visit.url("pass_on_request"))
    context = {**visit.context, "form": form, "passed_on": passed_on(visit.asked)}
    status = 422 if form.is_bound else 200
    return render(request, "practices/pass_on_request.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requested
def decline_request(request: HttpRequest, visit: DraftVisit) -> HttpResponse:
    """Say no, after a page that asks; the reason may be left out."""
    if visit.asked.declined_at is not None:
        return redirect(visit.url("draft_request"))
    require_open(by_link.can_decline(visit.asked), _("Luonnos on jo lähetetty tarkistettavaksi."))
    form = DeclineForm(request.POST) if request.method == "POST" else DeclineForm()
    if form.is_valid():
        actions.decline(request=visit.asked, **form.cleaned_data)
        messages.success(request, _("Kiitos tiedosta. Koordinaattori näkee vastauksesi."))
        return redirect(visit.url("draft_request"))
    status = 422 if form.is_bound else 200
    context = {**visit.context, "form": form}
    return render(request, "practices/decline_request.html", context, status=status)
