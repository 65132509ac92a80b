"""The answers of a round as a file."""

from typing import Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kenno.core.access import require
from kenno.people.models import User
from kenno.surveys import rules
from kenno.surveys.actions.exports import export_answers
from kenno.surveys.forms.exports import ExportForm
from kenno.surveys.views.tracking import followed_round

FILES: Final = {
    "csv": ("zip", "application/zip"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("json", "application/json"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what to take out and give it as a file; persons only to the country's coordinators."""
    allowed = rules.can_export_answers(request.user)
    require(allowed, _("Vastaukset vievät valtakunnalliset koordinaattorit ja ylläpitäjät."))
    survey = followed_round(pk)
    may_have_personal = rules.can_export_personal_data(request.user)
    if "personal" in request.POST:
        require(may_have_personal, _("Henkilötiedot vievät valtakunnalliset koordinaattorit."))
    form = ExportForm(request.POST or None, may_have_personal=may_have_personal)
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        content = export_answers(
            survey=survey,
            kind=kind,
            unfinished=form.cleaned_data["unfinished"],
            personal=form.cleaned_data.get("personal", False),
            by=cast(User, request.user),
        )
        extension, media_type = FILES[kind]
        response = HttpResponse(content, content_type=media_type)
        name = f"survey-{survey.pk}.{extension}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response
    status = 422 if form.is_bound else 200
    context = {"survey": survey, "form": form}
    return render(request, "surveys/export.html", context, status=status)
