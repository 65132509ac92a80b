"""A person's own messages in the workspace, and how many there are for coordinators."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import require
from kenno.people import actions, rules
from kenno.people.models import ClosedSender, InquirySender, User
from kenno.people.queries import inquiries as queries

ORGANISATIONS_ON_PAGE = 50


@require_safe
def own_inquiries(request: HttpRequest) -> HttpResponse:
    """List the messages that a person has sent and received, and whom they have closed out."""
    me = cast(User, request.user)
    context = {
        "sent": queries.sent_by(me),
        "received": queries.received_by(me),
        "closed": queries.closed_by(me),
    }
    return render(request, "people/own_inquiries.html", context)


@require_POST
def take_back_inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a message of one's own back before it leaves."""
    me = cast(User, request.user)
    inquiry = queries.inquiry_with_everything(pk)
    if inquiry is None:
        raise Http404
    require(rules.is_own_inquiry(me, inquiry), _("Vain lähettäjä itse ottaa viestin takaisin."))
    actions.take_back(inquiry=inquiry, by=me)
    messages.success(request, _("Viesti on otettu takaisin, ja sen teksti on poistettu."))
    return redirect("people:own_inquiries")


@require_POST
def reopen_sender(request: HttpRequest, pk: int) -> HttpResponse:
    """Take messages of a sender again."""
    me = cast(User, request.user)
    closed = get_object_or_404(ClosedSender, pk=pk)
    require(rules.is_own_closure(me, closed), _("Vain se, joka sulki lähettäjän, voi avata hänet."))
    actions.reopen_sender(closed=closed, by=me)
    messages.success(request, _("Lähettäjän viestit tulevat taas sinulle."))
    return redirect("people:own_inquiries")


@require_safe
def inquiries(request: HttpRequest) -> HttpResponse:
    """Show coordinators how many questions were asked and what became of them; never the texts."""
    require(
        rules.can_see_inquiries(request.user),
        _("Vain valtakunnallinen koordinaattori tai ylläpitäjä näkee kysymysten määrät."),
    )
    by_organisation = Paginator(queries.counts_by_organisation(), ORGANISATIONS_ON_PAGE)
    context = {
        "month_headings": [_("Kuukausi"), *queries.count_headings()],
        "organisation_headings": [_("Organisaatio"), *queries.count_headings()],
        "months": queries.counts_by_month(),
        "page": by_organisation.get_page(request.GET.get("page")),
        "reported": queries.reported_senders(),
        "can_lift": rules.can_lift_senders(request.user),
    }
    return render(request, "people/inquiries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lift_sender(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether messages of a closed sender may be passed on again, and let them."""
    require(
        rules.can_lift_senders(request.user),
        _("Vain valtakunnallinen koordinaattori tai ylläpitäjä avaa lähettäjän."),
    )
    sender = get_object_or_404(InquirySender, pk=pk)
    if request.method == "POST":
        actions.lift_sender(sender=sender, by=cast(User, request.user))
        messages.success(request, _("Lähettäjän viestejä välitetään taas."))
        return redirect("people:inquiries")
    return render(request, "people/lift_sender.html", {"sender": sender})
