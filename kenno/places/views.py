from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kenno.core.access import public
from kenno.places import panels, queries
from kenno.places.facts import municipality_facts


@public
def municipalities(request: HttpRequest) -> HttpResponse:
    name = request.GET.get("q", "").strip()[:80]
    context = {"name": name, "regions": queries.municipalities_by_region(name)}
    return render(request, "places/municipalities.html", context)


@public
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    place = queries.municipality_by_slug(slug)
    if place is None:
        raise Http404(_("Kuntaa ei löydy."))
    if slug != place.slug:
        return redirect(place, permanent=True)
    context = {
        "municipality": place,
        "facts": municipality_facts(place),
        "neighbours": queries.neighbours(place),
        "panels": panels.municipality_panels(request, place),
    }
    return render(request, "places/municipality.html", context)


@public
def region(request: HttpRequest, slug: str) -> HttpResponse:
    place = queries.region_by_slug(slug)
    if place is None:
        raise Http404(_("Maakuntaa ei löydy."))
    if slug != place.slug:
        return redirect(place, permanent=True)
    context = {
        "region": place,
        "municipalities": queries.all_municipalities().of_region(place),
        "panels": panels.region_panels(request, place),
    }
    return render(request, "places/region.html", context)
