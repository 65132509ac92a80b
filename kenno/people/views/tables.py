"""Organisations in and out as files: a look at what would change, then the change itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import require
from kenno.core.exceptions import Refusal
from kenno.people import actions, rules
from kenno.people.forms.organisations import ApplyImportForm, ImportForm
from kenno.people.models import User
from kenno.people.queries.exports import COLUMNS, organisation_rows
from kenno.people.spreadsheets import write_csv, write_xlsx
from kenno.people.views.organisations import keeper

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _importer(request: HttpRequest) -> User:
    """Return the signed-in person, who must be allowed to change organisations everywhere."""
    me = keeper(request)
    allowed = rules.can_import_organisations(me)
    require(allowed, _("Tiedostosta tuovat valtakunnalliset koordinaattorit ja ylläpitäjät."))
    return me


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Take a file, and show row by row what it would do; nothing is changed yet."""
    me = _importer(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        content = form.cleaned_data["file"]
        try:
            report = actions.import_organisations(content=content, by=me, dry_run=True)
        except Refusal as refusal:
            form.add_error("file", str(refusal.message))
        else:
            return _show_report(request, content, report)
    context = {"form": form, "columns": COLUMNS}
    status = 422 if form.is_bound else 200
    return render(request, "people/import_organisations.html", context, status=status)


@require_POST
def apply_import(request: HttpRequest) -> HttpResponse:
    """Do what was shown; when it would now be something else, show that first."""
    me = _importer(request)
    form = ApplyImportForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Tiedosto ei tullut perille. Valitse se uudelleen."))
    content, seen = form.cleaned_data["content"], form.cleaned_data["fingerprint"]
    report = actions.import_organisations(content=content, by=me, dry_run=False, seen=seen)
    if report.errors or seen != report.fingerprint():
        return _show_report(request, content, report, changed_meanwhile=True)
    messages.success(
        request,
        _("Tuotu: lisätty %(added)s, muutettu %(changed)s, ennallaan %(unchanged)s.")
        % report.counts(),
    )
    return redirect("people:kept_organisations")


def _show_report(
    request: HttpRequest,
    content: bytes,
    report: actions.ImportReport,
    *,
    changed_meanwhile: bool = False,
) -> HttpResponse:
    status = 422 if report.errors else 409 if changed_meanwhile else 200
    context = {
        "report": report,
        "counts": report.counts(),
        "differing": [row for row in report.rows if row.outcome != "unchanged"],
        "form": ApplyImportForm.of(content, report.fingerprint()),
        "changed_meanwhile": changed_meanwhile,
    }
    return render(request, "people/import_report.html", context, status=status)


@require_safe
def export_file(request: HttpRequest, extension: str) -> HttpResponse:
    """Give the organisations that are at work as a CSV or XLSX file."""
    keeper(request)
    if extension not in MEDIA_TYPES:
        raise Http404
    rows = organisation_rows()
    content = write_csv(rows) if extension == "csv" else write_xlsx(rows, title="organisations")
    response = HttpResponse(content, content_type=MEDIA_TYPES[extension])
    response["Content-Disposition"] = f'attachment; filename="organisations.{extension}"'
    return response
