"""The pages of a personal link before the answer: who is asked, passing on, declining."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import public, require_open
from kenno.core.exceptions import Refusal
from kenno.surveys import by_link
from kenno.surveys.actions import submission
from kenno.surveys.actions.links import invitation_of_mail, note_opened, start_answer
from kenno.surveys.forms.invited import DeclineForm, DelegationForm
from kenno.surveys.models import Response
from kenno.surveys.queries.answering import delegations
from kenno.surveys.views.invited import InvitedRequest, Visit, invited


@require_safe
@invited
def invitation(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Show who was asked and what for; nothing begins before the reader says so."""
    found, response = visit.invitation, visit.response
    note_opened(invitation=found)
    context = {
        **visit.context,
        "is_sent": response is not None and response.submitted_at is not None,
        "is_begun": response is not None,
        "interviewed_at": _interviewed_at(response),
        "has_declined": found.declined_at is not None,
        "can_begin": by_link.takes_answers(found) if response else by_link.can_begin(found),
        "can_pass_on": by_link.can_pass_on(found, response),
        "can_decline": by_link.can_decline(found, response) and found.declined_at is None,
        "delegations": delegations(found),
    }
    return render(request, "surveys/invitation.html", context)


def _interviewed_at(response: Response | None) -> datetime | None:
    """Return when an interview that waits for approval was sent; None when none does."""
    if response is None or not response.awaits_approval or response.interview is None:
        return None
    return response.interview.finished_at


@require_POST
@invited
def start(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Begin, or go on with what has been begun."""
    if visit.response is not None and visit.response.submitted_at is not None:
        return redirect(visit.url("summary"))
    response = start_answer(invitation=visit.invitation)
    # What was written in an interview is read first as a whole.
    return redirect(visit.url("summary" if response.awaits_approval else "answer"))


@require_http_methods(["GET", "HEAD", "POST"])
@invited
def delegate(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Ask somebody who knows better, and show who has been asked."""
    found = visit.invitation
    require_open(
        by_link.can_pass_on(found, visit.response), _("Kyselyä ei voi enää siirtää toiselle.")
    )
    form = DelegationForm(request.POST or None, initial={"language": found.language})
    if form.is_valid():
        try:
            submission.delegate(invitation=found, **form.cleaned_data)
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            form.add_error("email", str(refusal.message))
        else:
            messages.success(request, _("Kutsu on lähetetty. Voitte vastata yhdessä."))
            return redirect(visit.url("delegate"))
    context = {**visit.context, "form": form, "delegations": delegations(found)}
    status = 422 if form.is_bound else 200
    return render(request, "surveys/delegate.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@invited
def decline(request: InvitedRequest, visit: Visit) -> HttpResponse:
    """Say no, after a page that asks; the reason may be left out."""
    found = visit.invitation
    if found.declined_at is not None:
        return redirect(visit.url("invitation"))
    require_open(by_link.can_decline(found, visit.response), _("Vastaus on jo lähetetty."))
    form = DeclineForm(request.POST) if request.method == "POST" else DeclineForm()
    if form.is_valid():
        submission.decline(invitation=found, **form.cleaned_data)
        messages.success(request, _("Kiitos tiedosta. Emme muistuta sinua enää."))
        return redirect(visit.url("invitation"))
    status = 422 if form.is_bound else 200
    return render(request, "surveys/decline.html", {**visit.context, "form": form}, status=status)


@public
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, as scanners of mail open links; mail no more about the round on POST.

    Mail programs post here without cookies or our form (RFC 8058): the link itself is what shows
    that they may.
    """
    found = invitation_of_mail(token)
    if request.method == "POST":
        submission.stop_mail(invitation=found)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(_("Lopetettu.") + "\n", content_type="text/plain; charset=utf-8")
        return redirect("surveys:stop_mail", token)
    context = {"token": token, "invitation": found, "survey": found.recipient.round}
    return render(request, "surveys/stop_mail.html", context)
