"""The workspace's pages on messages that leave, and on addresses that are not mailed."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import require
from kenno.core.delivery import mail_is_configured
from kenno.people import actions, rules
from kenno.people.forms.records import OutboxFilterForm, SearchAddressForm
from kenno.people.models import User
from kenno.people.queries import messages as queries

MESSAGES_ON_PAGE = 50


def _outbox_reader(request: HttpRequest) -> User:
    """Return the signed-in person, who must be allowed to read the outbox."""
    require(
        rules.can_read_outbox(request.user),
        _("Vain valtakunnallinen koordinaattori tai ylläpitäjä näkee viestit."),
    )
    return cast(User, request.user)


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """List the messages that have left or wait, with the state of each."""
    _outbox_reader(request)
    form = OutboxFilterForm(request.GET)
    chosen = form.chosen()
    found = queries.outbox_messages(chosen)
    context = {
        "form": form,
        "chosen": chosen,
        "page": Paginator(found, MESSAGES_ON_PAGE).get_page(request.GET.get("page")),
        "counts": queries.state_counts(chosen),
        "mail_is_configured": mail_is_configured(),
    }
    return render(request, "people/outbox.html", context)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message; the text of a confidential one stays between us and its receiver."""
    _outbox_reader(request)
    shown = get_object_or_404(queries.outbox_messages(), pk=pk)
    context = {"message": shown, "entries": queries.message_entries(shown)}
    return render(request, "people/message.html", context)


@require_POST
def retry_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a refused message again."""
    me = _outbox_reader(request)
    refused = get_object_or_404(queries.outbox_messages(), pk=pk)
    actions.retry_message(message=refused, by=me)
    messages.success(request, _("Viesti lähetetään uudelleen."))
    return redirect("people:message", refused.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def retry_messages(request: HttpRequest) -> HttpResponse:
    """Ask whether to send the refused messages of a filter again, and send them."""
    me = _outbox_reader(request)
    form = OutboxFilterForm(request.GET)
    chosen = form.chosen()
    if request.method == "POST" and form.is_valid():
        count = actions.retry_messages(chosen=chosen, by=me)
        told = ngettext(
            "%(count)d viesti lähetetään uudelleen.",
            "%(count)d viestiä lähetetään uudelleen.",
            count,
        )
        messages.success(request, told % {"count": count})
        return redirect("people:outbox")
    context = {"form": form, "count": queries.retriable(chosen).count()}
    status = 200 if form.is_valid() else 422
    return render(request, "people/retry_messages.html", context, status=status)


@require_safe
def suppressed_addresses(request: HttpRequest) -> HttpResponse:
    """List the addresses that are not mailed, and look for one."""
    _outbox_reader(request)
    form = SearchAddressForm(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    found = queries.suppressed_addresses(search)
    page = Paginator(found, MESSAGES_ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "search": search}
    return render(request, "people/suppressed_addresses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lift_suppression(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to mail an address again, and let it be mailed."""
    me = _outbox_reader(request)
    suppressed = get_object_or_404(queries.suppressed_addresses(), pk=pk)
    if request.method == "POST":
        actions.lift_suppression(suppressed=suppressed, by=me)
        messages.success(request, _("Osoitteeseen lähetetään taas viestejä."))
        return redirect("people:suppressed_addresses")
    return render(request, "people/lift_suppression.html", {"suppressed": suppressed})
