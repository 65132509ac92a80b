"""Who is asked, in the workspace: the list, what is missing, adding, and one recipient."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.exceptions import Refusal
from kenno.surveys import rules
from kenno.surveys.actions import invitations as invitation_actions
from kenno.surveys.actions import recipients as actions
from kenno.surveys.actions.recipient_files import COLUMNS, import_recipients
from kenno.surveys.enums import InvitationState
from kenno.surveys.forms.recipients import OtherKindsForm, RecipientFileForm, RecipientForm
from kenno.surveys.models import Invitation, Recipient
from kenno.surveys.queries import recipients as queries
from kenno.surveys.queries.organisations import (
    MOST_PROPOSED,
    organisation_names,
    organisation_proposals,
)
from kenno.surveys.queries.rounds import municipalities_without_recipient
from kenno.surveys.views.keeping import keeper, onlooker, round_of

RECIPIENTS_ON_PAGE = 50
NOT_INVITED = "none"
LONGEST_KEY = 19


@require_safe
def recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """List a round's recipients by municipality, all or those in one state."""
    me = onlooker(request)
    survey = round_of(pk)
    state = request.GET.get("state", "")
    if state not in (*InvitationState.values, NOT_INVITED):
        state = ""
    found = queries.recipients_in_list(survey, state=state)
    context = {
        "survey": survey,
        "page": Paginator(found, RECIPIENTS_ON_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "counts": queries.counts_by_state(survey),
        "without": municipalities_without_recipient(survey).count(),
        "can_keep": rules.can_keep_rounds(me),
    }
    return render(request, "surveys/recipients.html", context)


@require_safe
def missing_recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """List the municipalities that nobody is asked for."""
    me = onlooker(request)
    survey = round_of(pk)
    context = {
        "survey": survey,
        "places": list(municipalities_without_recipient(survey)),
        "can_keep": rules.can_keep_rounds(me),
    }
    return render(request, "surveys/missing_recipients.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose_recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who could be asked for municipalities that have nobody, and add the chosen ones.

    Contacts of the municipalities' other organisations are shown beside them, by kinds, if wanted.
    """
    me = keeper(request)
    survey = round_of(pk)
    posted = request.POST if request.method == "POST" else None
    kinds = OtherKindsForm(request.GET)
    contacts, main = (_keys(posted, name) for name in ("contact", "main"))
    chosen = set(posted.getlist("municipality")) if posted is not None else set()
    status = 200
    if posted is not None:
        try:
            added = actions.add_proposed(
                survey=survey, chosen=chosen, contacts=contacts, main=main, by=me
            )
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            messages.error(request, str(refusal.message))
            status = 422
        else:
            told = ngettext(
                "%(count)d vastaanottaja lisätty.", "%(count)d vastaanottajaa lisätty.", added
            )
            messages.success(request, told % {"count": added})
            return redirect("surveys:recipients", pk)
    proposed = queries.proposals(survey)
    others = organisation_proposals(survey, kinds.kinds())
    context = {
        "survey": survey,
        "kinds": kinds,
        "proposals": [(one, posted is None or one.municipality.code in chosen) for one in proposed],
        "others": [
            (one, posted is None or key in contacts, key in main)
            for one in others[:MOST_PROPOSED]
            if (key := one.contact.pk if one.contact else 0)
        ],
        "left_out": max(0, len(others) - MOST_PROPOSED),
        "without": municipalities_without_recipient(survey).count() - len(proposed),
    }
    return render(request, "surveys/propose_recipients.html", context, status=status)


def _keys(posted: QueryDict | None, name: str) -> set[int]:
    """Return the primary keys that were chosen; nonsense is none."""
    values = posted.getlist(name) if posted is not None else []
    return {int(value) for value in values if value.isdecimal() and len(value) < LONGEST_KEY}


@require_http_methods(["GET", "HEAD", "POST"])
def add_recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one recipient by hand."""
    me = keeper(request)
    survey = round_of(pk)
    form = RecipientForm(
        request.POST or None, initial={"municipality": request.GET.get("municipality", "")}
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            added = actions.add_recipient(survey=survey, asked=form.asked(), by=me)
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Vastaanottaja on lisätty: %(who)s.") % {"who": added})
            return redirect("surveys:recipients", pk)
    names = organisation_names(str(form["municipality"].value() or ""))
    context = {"form": form, "survey": survey, "organisation_names": names}
    return render(request, "surveys/add_recipient.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the recipients of a file, or name every wrong cell in it and add nobody."""
    me = keeper(request)
    survey = round_of(pk)
    form = RecipientFileForm(request.POST, request.FILES) if request.method == "POST" else None
    errors = []
    if form is not None and form.is_valid():
        try:
            outcome = import_recipients(survey=survey, content=form.cleaned_data["file"], by=me)
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            form.add_error("file", str(refusal.message))
        else:
            errors = outcome.errors
            if not errors:
                messages.success(
                    request,
                    ngettext(
                        "%(count)d vastaanottaja lisätty.",
                        "%(count)d vastaanottajaa lisätty.",
                        outcome.added,
                    )
                    % {"count": outcome.added},
                )
                return redirect("surveys:recipients", pk)
    context = {
        "form": form or RecipientFileForm(),
        "survey": survey,
        "errors": errors,
        "columns": COLUMNS,
    }
    status = 422 if form is not None else 200
    return render(request, "surveys/import_recipients.html", context, status=status)


@require_safe
def recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one recipient with the tree of their invitations, and what can be done."""
    me = onlooker(request)
    shown = _recipient(pk)
    context = {
        "recipient": shown,
        "survey": shown.round,
        "tree": queries.tree_of(shown),
        "can_keep": rules.can_keep_rounds(me),
    }
    return render(request, "surveys/recipient.html", context)


def _recipient(pk: int) -> Recipient:
    found = queries.recipient_of(pk)
    if found is None:
        raise Http404
    return found


@require_POST
def make_main(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a recipient the main one of their municipality."""
    me = keeper(request)
    chosen = _recipient(pk)
    actions.make_main(recipient=chosen, by=me)
    messages.success(request, _("Päävastaanottaja on vaihdettu."))
    return redirect("surveys:recipient", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_recipient(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a recipient goes, and remove them."""
    me = keeper(request)
    removed = _recipient(pk)
    if request.method == "POST":
        actions.remove_recipient(recipient=removed, by=me)
        messages.success(request, _("Vastaanottaja on poistettu."))
        return redirect("surveys:recipients", removed.round_id)
    return render(request, "surveys/remove_recipient.html", {"recipient": removed})


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation anew, with a new link."""
    me = keeper(request)
    invitation = _invitation(pk)
    invitation_actions.send_again(invitation=invitation, by=me)
    messages.success(request, _("Kutsu lähtee uudelleen. Vanha linkki ei enää toimi."))
    return redirect("surveys:recipient", invitation.recipient_id)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether an invitation is taken back, and revoke it."""
    me = keeper(request)
    invitation = _invitation(pk)
    if request.method == "POST":
        invitation_actions.revoke_invitation(invitation=invitation, by=me)
        messages.success(request, _("Kutsu on peruttu. Sen linkki ei enää toimi."))
        return redirect("surveys:recipient", invitation.recipient_id)
    return render(request, "surveys/revoke_invitation.html", {"invitation": invitation})


def _invitation(pk: int) -> Invitation:
    return get_object_or_404(
        Invitation.objects.real().select_related("recipient__municipality", "person"), pk=pk
    )
