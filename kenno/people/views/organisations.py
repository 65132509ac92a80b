"""The organisations: their public pages, their part of a municipality's page, and their keeping."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import public, require
from kenno.people import actions, rules
from kenno.people.actions.organisations import OrganisationChanged
from kenno.people.forms.organisations import FilterOrganisationsForm, OrganisationForm
from kenno.people.models import Organisation, User
from kenno.people.queries import organisations as queries
from kenno.people.registry import organisation_panels
from kenno.places.models import Municipality

ORGANISATIONS_ON_PAGE = 50
ORGANISATIONS_IN_PANEL = 12


def _found(
    request: HttpRequest,
    form: FilterOrganisationsForm,
    *,
    active_only: bool,
    kept_in: set[int] | None = None,
) -> dict[str, Any]:
    chosen = form.chosen()
    found = queries.organisations(**chosen, active_only=active_only, kept_in=kept_in)
    page = Paginator(found, ORGANISATIONS_ON_PAGE).get_page(request.GET.get("page"))
    return {"form": form, "page": page, "narrowed": any(chosen.values())}


@public
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations that are at work, by name, or those of a kind, region or name."""
    form = FilterOrganisationsForm(request.GET)
    context = _found(request, form, active_only=True)
    return render(request, "people/organisations.html", context)


@public
@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one organisation, also one that works no more."""
    shown = queries.organisations_with_places().filter(pk=pk).first()
    if shown is None:
        raise Http404(_("Organisaatiota ei löydy."))
    context = {
        "organisation": shown,
        "facts": queries.organisation_facts(shown),
        "crumbs": [(_("Organisaatiot"), reverse("people:organisations")), (shown.name, "")],
        "panels": organisation_panels(request, shown),
        "can_change": rules.can_keep_organisation(request.user, shown),
        "can_keep_contacts": rules.can_keep_contacts(request.user, shown),
    }
    return render(request, "people/organisation.html", context)


def municipality_panel(request: HttpRequest, municipality: Municipality) -> SafeString | None:
    """Draw a municipality's organisations for its page; None when it has none."""
    found = list(queries.organisations(municipality=municipality)[: ORGANISATIONS_IN_PANEL + 1])
    if not found:
        return None
    context = {
        "municipality": municipality,
        "organisations": found[:ORGANISATIONS_IN_PANEL],
        "has_more": len(found) > ORGANISATIONS_IN_PANEL,
    }
    return render_to_string("people/panels/organisations.html", context, request)


def keeper(request: HttpRequest) -> User:
    """Return the signed-in person, who must be allowed to change organisations."""
    allowed = rules.can_keep_organisations(request.user)
    require(allowed, _("Organisaatioita muuttavat koordinaattorit ja ylläpitäjät."))
    return cast(User, request.user)


def _require_own(allowed: bool) -> None:
    require(allowed, _("Organisaatio ei kuulu omaan alueeseesi."))


def _kept(pk: int, me: User) -> Organisation:
    """Return an organisation that the person may change."""
    kept = get_object_or_404(queries.organisations_with_places(), pk=pk)
    _require_own(rules.can_keep_organisation(me, kept))
    return kept


def _require_place_of(form: OrganisationForm, me: User) -> None:
    """Refuse an organisation that would be put where the person keeps none."""
    details = form.details()
    _require_own(rules.can_keep_organisations_of(me, details.municipality, details.region))


@require_safe
def kept_organisations(request: HttpRequest) -> HttpResponse:
    """List organisations for those who keep them: all, or those of their regions."""
    me = keeper(request)
    form = FilterOrganisationsForm(request.GET)
    everywhere = rules.works_for_whole_country(me)
    kept_in = None if everywhere else rules.coordinated_regions(me)
    context = _found(request, form, active_only=False, kept_in=kept_in)
    context["can_import"] = rules.can_import_organisations(me)
    context["can_export_contacts"] = rules.can_export_contacts(me)
    return render(request, "people/kept_organisations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    me = keeper(request)
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        _require_place_of(form, me)
        added = actions.add_organisation(details=form.details(), by=me)
        messages.success(request, _("Organisaatio on lisätty: %(name)s.") % {"name": added.name})
        return redirect(added)
    context = {"form": form, "organisation": None, "in_conflict": False}
    status = 422 if form.is_bound else 200
    return render(request, "people/organisation_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an organisation; what somebody else changed meanwhile is told before it is lost."""
    me = keeper(request)
    present = _kept(pk, me)
    version = present.version
    form = OrganisationForm(request.POST or None, instance=present)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        _require_place_of(form, me)
        try:
            changed = actions.change_organisation(
                organisation=present, details=form.details(), based_on=form.based_on(), by=me
            )
        except OrganisationChanged as conflict:
            form.add_error(None, str(conflict.message))
            form.begin_from(version)
            status = conflict.status
        else:
            messages.success(request, _("Tiedot on tallennettu."))
            return redirect(changed)
    # The form has put what was typed into `present`; the heading shows what is stored.
    stored = queries.organisations_with_places().get(pk=pk) if form.is_bound else present
    context = {"form": form, "organisation": stored, "in_conflict": status == 409}
    return render(request, "people/organisation_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def deactivate_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the organisation works no more, and mark it."""
    me = keeper(request)
    closed = _kept(pk, me)
    if request.method == "POST":
        actions.deactivate_organisation(organisation=closed, by=me)
        messages.success(request, _("Organisaatio on merkitty lopettaneeksi."))
        return redirect(closed)
    return render(request, "people/deactivate_organisation.html", {"organisation": closed})


@require_POST
def reopen_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark that the organisation is at work after all."""
    me = keeper(request)
    reopened = _kept(pk, me)
    actions.reopen_organisation(organisation=reopened, by=me)
    messages.success(request, _("Organisaatio on taas käytössä."))
    return redirect(reopened)
