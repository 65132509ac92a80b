"""The workspace's pages on persons and their roles, and one's own settings."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kenno.core.access import require
from kenno.people import actions, rules
from kenno.people.enums import Role
from kenno.people.forms.persons import AddPersonForm, SearchPeopleForm, SettingsForm
from kenno.people.models import User
from kenno.people.queries import persons

PEOPLE_ON_PAGE = 50


def people_manager(request: HttpRequest) -> User:
    """Return the signed-in person, who must be allowed to manage people."""
    allowed = rules.can_manage_people(request.user)
    require(allowed, _("Henkilöitä hoitavat koordinaattorit ja ylläpitäjät."))
    return cast(User, request.user)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List persons with their roles, and look for one."""
    me = people_manager(request)
    form = SearchPeopleForm(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    found = persons.people(search, regions=rules.kept_regions(me))
    page = Paginator(found, PEOPLE_ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"page": page, "search": search})


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Give a person a role; an address in the query is filled in."""
    me = people_manager(request)
    initial = {"email": request.GET.get("email", "")}
    form = AddPersonForm(request.POST or None, initial=initial, by=me)
    if form.is_valid():
        wanted = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        place, region = wanted["municipality"], wanted["region"]
        allowed = rules.can_give_role(me, wanted["role"], place, region)
        require(allowed, _("Et voi antaa tätä roolia: se on oman alueesi ulkopuolella."))
        known = persons.people().filter(email=wanted["email"]).first()
        may_reopen = known is None or rules.can_close_account(me, known)
        membership, created = actions.add_person(**wanted, may_reopen=may_reopen, by=me)
        if created:
            messages.success(request, _("Rooli on annettu, ja kutsu lähtee sähköpostilla."))
        else:
            messages.info(request, _("Henkilöllä oli tämä rooli jo. Mikään ei muuttunut."))
        return redirect("people:person", membership.user.pk)
    return render(request, "people/add_person.html", {"form": form})


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person and their roles."""
    me = people_manager(request)
    shown = get_object_or_404(persons.people(), pk=pk)
    require(rules.can_see_person(me, shown), _("Henkilö ei kirjoita oman alueesi kunnissa."))
    roles = [
        (membership, rules.can_take_role(me, membership)) for membership in shown.memberships.all()
    ]
    context = {
        "person": shown,
        "roles": roles,
        "can_reset_second_factor": rules.can_reset_second_factor(me),
        "can_close": shown.is_active and rules.can_close_account(me, shown),
        "can_remove": rules.can_remove_person(me, shown),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to take the role from the person, and take it."""
    me = people_manager(request)
    membership = get_object_or_404(persons.memberships_in_order().select_related("user"), pk=pk)
    allowed = rules.can_take_role(me, membership)
    require(allowed, _("Et voi poistaa tätä roolia: se on oman alueesi ulkopuolella."))
    if request.method == "POST":
        actions.remove_membership(membership=membership, by=me)
        messages.success(request, _("Rooli on poistettu."))
        # A region's coordinator may see the person no more, now that the role is gone.
        if rules.can_see_person(me, persons.people().get(pk=membership.user.pk)):
            return redirect("people:person", membership.user.pk)
        return redirect("people:people")
    back = reverse("people:person", args=[membership.user.pk])
    context = {"membership": membership, "shown_name": str(membership.user), "back": back}
    return render(request, "people/remove_membership.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to close the person's account, and close it."""
    me = people_manager(request)
    closed = get_object_or_404(persons.people(), pk=pk)
    allowed = rules.can_close_account(me, closed)
    require(allowed, _("Et voi sulkea tätä tunnusta: henkilöllä on rooleja alueesi ulkopuolella."))
    if request.method == "POST":
        actions.deactivate(person=closed, by=me)
        messages.success(request, _("Tunnus on suljettu."))
        return redirect("people:person", closed.pk)
    return render(request, "people/deactivate.html", {"person": closed})


@require_http_methods(["GET", "HEAD", "POST"])
def own_settings(request: HttpRequest) -> HttpResponse:
    """Let a person change their own name and language."""
    me = cast(User, request.user)
    form = SettingsForm.of(me, request.POST or None)
    if form.is_valid():
        actions.change_settings(person=me, by=me, **form.cleaned_data)
        messages.success(request, _("Tiedot on tallennettu."))
        return redirect(translate_url(reverse("people:settings"), me.language))
    return render(request, "people/settings.html", {"form": form})
