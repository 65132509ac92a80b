"""The workspace's page on what has been done, and the same as a file."""

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kenno.core.access import require
from kenno.core.exceptions import Refusal
from kenno.people import actions, rules
from kenno.people.forms.records import AuditFilterForm
from kenno.people.models import User
from kenno.people.queries import trail
from kenno.people.spreadsheets import write_csv

EVENTS_ON_PAGE = 50
MOST_EXPORTED = 50_000


def _trail_reader(request: HttpRequest) -> User:
    """Return the signed-in person, who must be allowed to read the audit trail."""
    require(
        rules.can_read_audit(request.user),
        _("Vain valtakunnallinen koordinaattori tai ylläpitäjä näkee tapahtumat."),
    )
    return cast(User, request.user)


@require_safe
def audit_trail(request: HttpRequest) -> HttpResponse:
    """List what has been done, by whom and when."""
    _trail_reader(request)
    form = AuditFilterForm(request.GET)
    page = Paginator(trail.audit_trail(form.chosen()), EVENTS_ON_PAGE)
    context = {"form": form, "page": page.get_page(request.GET.get("page"))}
    return render(request, "people/audit_trail.html", context)


@require_POST
def export_audit_trail(request: HttpRequest) -> HttpResponse:
    """Give the events of a filter as a CSV file; who took them is written down."""
    me = _trail_reader(request)
    form = AuditFilterForm(request.GET)
    if not form.is_valid():
        raise Refusal(_("Rajauksissa on virhe. Korjaa se ensin."))
    found = trail.audit_trail(form.chosen())
    rows = found.count()
    if rows > MOST_EXPORTED:
        raise Refusal(
            _("Tapahtumia on yli %(most)s. Rajaa niitä päivillä ja vie osissa.")
            % {"most": MOST_EXPORTED}
        )
    content = write_csv(trail.trail_rows(found))
    actions.note_audit_export(rows=rows, chosen=form.cleaned_data, by=me)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"kulttuurikenno-events-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
