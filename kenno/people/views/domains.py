"""The workspace's pages on the mail domains by which a municipality's people join."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kenno.core.access import require
from kenno.people import actions, rules
from kenno.people.forms.domains import DomainForm
from kenno.people.models import User
from kenno.people.queries import persons
from kenno.people.views.people import people_manager
from kenno.places.models import Municipality

DOMAINS_ON_PAGE = 50


def _require_own(person: User, municipality: Municipality) -> None:
    allowed = rules.works_in_region(person, municipality.region_id)
    require(allowed, _("Kunta on oman alueesi ulkopuolella."))


@require_safe
def domains(request: HttpRequest) -> HttpResponse:
    """List the domains of the municipalities that the person works for."""
    me = people_manager(request)
    page = Paginator(persons.domains(rules.kept_regions(me)), DOMAINS_ON_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "people/domains.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def add_domain(request: HttpRequest) -> HttpResponse:
    """Add a domain to a municipality."""
    me = people_manager(request)
    form = DomainForm(request.POST or None, by=me)
    if form.is_valid():
        _require_own(me, form.cleaned_data["municipality"])
        added = actions.add_domain(**form.cleaned_data, by=me)
        messages.success(request, _("Lisätty: %(domain)s.") % {"domain": added.domain})
        return redirect("people:domains")
    status = 422 if form.is_bound else 200
    return render(request, "people/add_domain.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_domain(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether nobody else may join by the domain, and remove it."""
    me = people_manager(request)
    domain = get_object_or_404(persons.domains(), pk=pk)
    _require_own(me, domain.municipality)
    if request.method == "POST":
        actions.remove_domain(domain=domain, by=me)
        messages.success(request, _("Poistettu: %(domain)s.") % {"domain": domain.domain})
        return redirect("people:domains")
    return render(request, "people/remove_domain.html", {"domain": domain})
