"""What is kept about a person: their own page and file, and its removal."""

import time
from datetime import timedelta
from typing import Final, cast

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core import personal_data
from kenno.core.access import public, require
from kenno.core.exceptions import Refusal
from kenno.people import actions, rules
from kenno.people.actions.removal import Asked
from kenno.people.forms.persons import RemovePersonForm
from kenno.people.models import User
from kenno.people.queries import persons
from kenno.people.queries.contacts import cards_of_person

RECENT: Final = timedelta(hours=24)


@never_cache
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Show a person everything that is kept about them."""
    me = cast(User, request.user)
    return render(request, "people/own_data.html", {"sections": personal_data.sections(me)})


@require_POST
def download_own_data(request: HttpRequest) -> HttpResponse:
    """Give a person everything that is kept about them as a file; that it was done is noted."""
    me = cast(User, request.user)
    found = personal_data.sections(me)
    actions.note_own_download(by=me)
    response = JsonResponse(
        personal_data.as_file(found, timezone.now()),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="kulttuurikenno.json"'
    response["Cache-Control"] = "no-store"
    return response


def signed_in_recently(request: HttpRequest, person: User) -> bool:
    """Tell whether the person signed in within RECENT in this very session.

    A session that was begun without a code (by a link) goes by when the person last signed in.
    """
    records = get_authentication_records(request, person)
    if records:
        newest: float = max(record["at"] for record in records)
        return time.time() - newest < RECENT.total_seconds()
    return person.last_login is not None and timezone.now() - person.last_login < RECENT


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove_own_data(request: HttpRequest) -> HttpResponse:
    """Tell what would go and what stays, and remove a person's data when they say so."""
    me = cast(User, request.user)
    is_recent = signed_in_recently(request, me)
    if request.method == "POST":
        require(is_recent, _("Kirjaudu uudelleen ennen kuin poistat tietosi."))
        actions.remove_person(person=me, asked=Asked.BY_THEMSELVES, by=me)
        logout(request)
        return redirect("people:data_removed")
    context = {
        "is_recent": is_recent,
        "roles": persons.memberships_in_order().filter(user=me),
        "cards": [card for card in cards_of_person(me) if not card.is_ended],
        "needed_roles": persons.staff_roles_only_of(me),
    }
    return render(request, "people/remove_own_data.html", context)


@public
@require_safe
def data_removed(request: HttpRequest) -> HttpResponse:
    """Tell that the data are removed."""
    return render(request, "people/data_removed.html")


@require_http_methods(["GET", "HEAD", "POST"])
def remove_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the data of a person who asked for it by letter or by phone."""
    person = get_object_or_404(persons.people(), pk=pk)
    require(
        rules.can_remove_person(request.user, person),
        _("Koordinaattori poistaa pyynnöstä muiden kuin koordinaattorien tiedot."),
    )
    form = RemovePersonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.remove_person(
                person=person,
                asked=Asked(form.cleaned_data["asked"]),
                by=cast(User, request.user),
            )
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Henkilön tiedot on poistettu."))
            return redirect("people:people")
    status = 422 if form.is_bound else 200
    context = {"person": person, "form": form}
    return render(request, "people/remove_person.html", context, status=status)
