"""Asking a municipality through another main recipient."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kenno.core.access import require
from kenno.core.exceptions import Refusal
from kenno.people.models import User
from kenno.places.queries import municipality_by_slug
from kenno.surveys import rules
from kenno.surveys.actions.recipients import replace_main
from kenno.surveys.forms.reassigning import ReassignForm
from kenno.surveys.queries.recipients import recipients_of
from kenno.surveys.views.tracking import followed_round


@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Choose a municipality's main recipient anew: one of those asked, or a new address."""
    survey = followed_round(pk)
    municipality = municipality_by_slug(slug)
    if municipality is None:
        raise Http404
    allowed = rules.can_reassign(request.user, municipality)
    require(allowed, _("Vastaanottajan vaihtavat maakunnan koordinaattorit."))
    asked = recipients_of(survey, municipality)
    form = ReassignForm(request.POST or None, municipality=municipality, asked=asked)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            replace_main(
                survey=survey,
                municipality=municipality,
                chosen=form.chosen(),
                keep_former=form.cleaned_data.get("keep_former", True),
                by=cast(User, request.user),
            )
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Päävastaanottaja on vaihdettu."))
            return redirect("surveys:tracked_municipality", pk, slug)
    former = next((one for one in asked if one.is_main), None)
    context = {"survey": survey, "municipality": municipality, "form": form, "former": former}
    return render(request, "surveys/reassign.html", context, status=status)
