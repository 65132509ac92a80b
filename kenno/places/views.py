from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kenno.core.access import public
from kenno.places import maps, panels, queries
from kenno.places.facts import likeness_facts, municipality_facts, region_facts
from kenno.places.likeness import most_alike

MAXIMUM_NAME = 80


@public
def municipalities(request: HttpRequest) -> HttpResponse:
    """Show the honeycomb and the municipalities by region, or those that are named as asked."""
    name = " ".join(request.GET.get("q", "").split())[:MAXIMUM_NAME]
    everywhere = list(queries.all_municipalities())
    found = queries.named_like(name, everywhere) if name else everywhere
    context = {
        "name": name,
        "total": len(found),
        "groups": queries.by_region(found),
        "map": maps.practices_of_country(everywhere, {place.pk for place in found} if name else ()),
    }
    return render(request, "places/municipalities.html", context)


@public
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a municipality; an address in another language leads to the one in the reader's."""
    place = queries.municipality_by_slug(slug)
    if place is None:
        raise Http404(_("Kuntaa ei löydy."))
    if slug != place.slug:
        return redirect(place, permanent=True)
    context = {
        "municipality": place,
        "alternates": place.addresses(),
        "crumbs": [
            (_("Kunnat"), reverse("places:municipalities")),
            (place.region.name, place.region.get_absolute_url()),
            (place.name, ""),
        ],
        "alike": likeness_facts(most_alike(place)),
        "facts": municipality_facts(place),
        "locator": maps.where_is([place]),
        "neighbours": maps.next_door(place, queries.neighbours(place)),
        "panels": panels.municipality_panels(request, place),
    }
    return render(request, "places/municipality.html", context)


@public
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a region; an address in another language leads to the one in the reader's."""
    place = queries.region_by_slug(slug)
    if place is None:
        raise Http404(_("Maakuntaa ei löydy."))
    if slug != place.slug:
        return redirect(place, permanent=True)
    members = queries.municipalities_of_region(place)
    context = {
        "region": place,
        "alternates": place.addresses(),
        "crumbs": [(_("Kunnat"), reverse("places:municipalities")), (place.name, "")],
        "facts": region_facts(members),
        "map": maps.practices_of_region(place, members),
        "municipalities": members,
        "panels": panels.region_panels(request, place),
    }
    return render(request, "places/region.html", context)
