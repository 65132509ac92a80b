"""The answers of a round as files: asked for, waited for, fetched."""

from typing import Final, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kenno.core.access import require
from kenno.core.exceptions import Refusal
from kenno.people.models import User
from kenno.surveys import rules
from kenno.surveys.actions.exports import ask_for_answers, fetch_answers
from kenno.surveys.enums import ExportState
from kenno.surveys.forms.exports import ExportForm
from kenno.surveys.queries.exports import own_file, own_files
from kenno.surveys.views.tracking import followed_round

FILES: Final = {
    "csv": ("zip", "application/zip"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("json", "application/json"),
}


def _exporter(request: HttpRequest) -> User:
    """Return who asks, if answers may be given to them."""
    allowed = rules.can_export_answers(request.user)
    require(allowed, _("Vastaukset vievät valtakunnalliset koordinaattorit ja ylläpitäjät."))
    return cast(User, request.user)


def _require_persons(person: User) -> None:
    may = rules.can_export_personal_data(person)
    require(may, _("Henkilötiedot vievät valtakunnalliset koordinaattorit."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what to take out, let it be made, and show what has been; the page fetches itself anew.

    Persons are only for the country's coordinators.
    """
    person = _exporter(request)
    survey = followed_round(pk)
    if "personal" in request.POST:
        _require_persons(person)
    form = ExportForm(
        request.POST or None, may_have_personal=rules.can_export_personal_data(person)
    )
    if form.is_valid():
        wanted = {"personal": False, **form.cleaned_data}
        try:
            ask_for_answers(survey=survey, by=person, **wanted)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        return redirect("surveys:export", survey.pk)
    files = own_files(survey, person)
    context = {
        "survey": survey,
        "form": form,
        "files": files,
        "is_making": any(file.state == ExportState.MAKING for file in files),
    }
    return render(request, "surveys/export.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
def fetch_export(request: HttpRequest, pk: int) -> FileResponse:
    """Give a file to who asked for it, if they may still have it."""
    person = _exporter(request)
    file = own_file(pk, person)
    if file is None:
        raise Http404
    if file.personal:
        _require_persons(person)
    extension, media_type = FILES[file.kind]
    return FileResponse(
        fetch_answers(file=file, by=person),
        as_attachment=True,
        filename=f"survey-{file.round_id}.{extension}",
        content_type=media_type,
    )
