"""The workspace's pages on messages that leave and on what has been done."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kenno.core.access import require
from kenno.core.delivery import mail_is_configured
from kenno.people import actions, rules
from kenno.people.forms.persons import AuditFilterForm, OutboxFilterForm
from kenno.people.models import User
from kenno.people.queries import persons

RECORDS_ON_PAGE = 50


def _outbox_reader(request: HttpRequest) -> User:
    """Return the signed-in person, who must be allowed to read the outbox."""
    require(rules.can_read_outbox(request.user), _("Vain koordinaattori näkee viestit."))
    return cast(User, request.user)


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """List the messages that have left or wait, with the state of each."""
    _outbox_reader(request)
    form = OutboxFilterForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    found = persons.outbox_messages(state)
    page = Paginator(found, RECORDS_ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "state": state,
        "mail_is_configured": mail_is_configured(),
    }
    return render(request, "people/outbox.html", context)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message; the text of a confidential one stays between us and its receiver."""
    _outbox_reader(request)
    shown = get_object_or_404(persons.outbox_messages(), pk=pk)
    return render(request, "people/message.html", {"message": shown})


@require_POST
def retry_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a failed message again."""
    me = _outbox_reader(request)
    failed = get_object_or_404(persons.outbox_messages(), pk=pk)
    actions.retry_message(message=failed, by=me)
    messages.success(request, _("Viesti lähetetään uudelleen."))
    return redirect("people:message", failed.pk)


@require_safe
def audit_trail(request: HttpRequest) -> HttpResponse:
    """List what has been done, by whom and when."""
    require(rules.can_read_audit(request.user), _("Vain koordinaattori näkee tapahtumat."))
    form = AuditFilterForm(request.GET)
    action = form.cleaned_data["action"] if form.is_valid() else ""
    found = persons.audit_trail(action)
    page = Paginator(found, RECORDS_ON_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "people/audit_trail.html", {"form": form, "page": page, "action": action}
    )
