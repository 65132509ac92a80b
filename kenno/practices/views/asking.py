"""The workspace side of asking an owner to read a draft, complete it and approve it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kenno.core.access import require
from kenno.core.exceptions import Refusal
from kenno.core.workspace import Waiting
from kenno.people.queries.addressees import addressees, language_of
from kenno.people.requests import PersonRequest
from kenno.practices import rules
from kenno.practices.actions import requests as actions
from kenno.practices.enums import RequestReason
from kenno.practices.forms.requests import AskOwnerForm
from kenno.practices.models import Practice
from kenno.practices.queries.requests import declined_of, request_of
from kenno.practices.queries.workspace import practice_for_writing


def _require_asker(request: PersonRequest, practice: Practice) -> None:
    require(
        rules.can_ask_owner(request.user, practice),
        _("Omistajalta pyytävät luonnoksen täydentämistä alueen koordinaattorit."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask_owner(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask the owner of a draft to read, mend and approve it, by a personal link."""
    practice = practice_for_writing(pk)
    if practice is None:
        raise Http404
    _require_asker(request, practice)
    place = practice.municipality
    form = AskOwnerForm(
        request.POST or None,
        found=addressees([place])[place.pk],
        initial={"language": language_of(place)},
    )
    if form.is_valid():
        try:
            actions.ask_owner(
                practice=practice, reason=RequestReason.INTERVIEW, by=request.user, **form.asked
            )
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Pyyntö on lähetetty."))
            return redirect("practices:write", pk)
    context = {"practice": practice, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "practices/ask_owner.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_request(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a request back, after a page that asks."""
    asked = request_of(pk)
    if asked is None:
        raise Http404
    require(
        rules.can_revoke_request(request.user, asked.practice),
        _("Pyynnön peruvat alueen koordinaattorit."),
    )
    if request.method == "POST":
        actions.revoke(request=asked, by=request.user)
        messages.success(request, _("Pyyntö on peruttu, eikä sen linkki enää toimi."))
        return redirect("practices:write", asked.practice_id)
    return render(request, "practices/revoke_request.html", {"asked": asked})


def declined_requests(request: HttpRequest) -> list[Waiting]:
    """Return what owners would not complete of what the person asked, for what waits for them."""
    return [
        Waiting(
            _("Omistaja ei täydennä luonnosta: %(title)s") % {"title": asked.practice.title},
            reverse("practices:write", args=[asked.practice_id]),
        )
        for asked in declined_of(request.user)  # type: ignore[arg-type]
    ]
