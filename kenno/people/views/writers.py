"""The main contributor's page on who writes for the municipality: invite, and take the role."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kenno.core.access import require
from kenno.people import actions, rules
from kenno.people.enums import Role
from kenno.people.forms.persons import InviteWriterForm
from kenno.people.models import User
from kenno.people.queries import persons


def _main_contributor(request: HttpRequest) -> User:
    """Return the signed-in person, who must be the main contributor of a municipality."""
    allowed = rules.is_main_contributor_somewhere(request.user)
    require(allowed, _("Kirjoittajia kutsuu kunnan pääkirjoittaja."))
    return cast(User, request.user)


@require_safe
def writers(request: HttpRequest) -> HttpResponse:
    """List who writes for the person's municipalities, by name."""
    me = _main_contributor(request)
    context = {"memberships": persons.contributors_of(rules.main_contributor_of(me))}
    return render(request, "people/writers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_writer(request: HttpRequest) -> HttpResponse:
    """Invite a person to write for the municipality."""
    me = _main_contributor(request)
    form = InviteWriterForm(request.POST or None, by=me)
    if form.is_valid():
        wanted = form.cleaned_data
        allowed = rules.can_invite_for(me, wanted["municipality"])
        require(allowed, _("Voit kutsua kirjoittajia vain omaan kuntaasi."))
        _membership, created = actions.add_person(
            **wanted, role=Role.CONTRIBUTOR, may_reopen=False, by=me
        )
        if created:
            messages.success(request, _("Kutsu lähtee sähköpostilla."))
        else:
            messages.info(request, _("Henkilö kirjoittaa jo kunnan käytänteistä."))
        return redirect("people:writers")
    return render(
        request, "people/invite_writer.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_writer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to take the role of a writer, and take it."""
    me = _main_contributor(request)
    membership = get_object_or_404(persons.memberships_in_order().select_related("user"), pk=pk)
    own = membership.municipality is not None and rules.can_invite_for(me, membership.municipality)
    require(own, _("Henkilö ei kirjoita sinun kuntasi käytänteistä."))
    if request.method == "POST":
        actions.remove_membership(membership=membership, by=me)
        messages.success(request, _("Rooli on poistettu."))
        mine = rules.is_main_contributor_somewhere(User.objects.get(pk=me.pk))
        return redirect("people:writers" if mine else "core:workspace")
    context = {
        "membership": membership,
        "shown_name": membership.user.public_name,
        "back": reverse("people:writers"),
    }
    return render(request, "people/remove_membership.html", context)
