"""What practices show on the pages of other rooms."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kenno.core.workspace import Waiting
from kenno.people.models import Organisation
from kenno.people.rules import contributes_for
from kenno.places.models import Municipality, Region
from kenno.practices.queries import pages, workspace
from kenno.practices.queries.municipality_state import states_of

CARDS_OF_PLACE = 12
DRAFTS_IN_PANEL = 6
RETURNED_IN_LIST = 10


def practices_panel(request: HttpRequest) -> SafeString:
    """Draw the person's own drafts for the workspace's front page."""
    context = {"drafts": workspace.unfinished_of(request.user, DRAFTS_IN_PANEL)}
    return render_to_string("practices/workspace_panel.html", context, request)


def returned_texts(request: HttpRequest) -> list[Waiting]:
    """Return what a coordinator gave back, for the list of what waits for the person."""
    return [
        Waiting(
            _("Korjattavaksi palautettu: %(title)s") % {"title": practice.title},
            reverse("practices:write", args=[practice.pk]),
        )
        for practice in workspace.returned_to(request.user, RETURNED_IN_LIST)
    ]


def own_municipalities_panel(request: HttpRequest) -> SafeString:
    """Draw how the municipalities for which the person writes are doing."""
    context = {"states": states_of(contributes_for(request.user))}
    return render_to_string("practices/own_municipalities_panel.html", context, request)


def municipality_panel(request: HttpRequest, municipality: Municipality) -> SafeString:
    """Draw a municipality's practices for its page."""
    practices = pages.of_municipality(municipality, CARDS_OF_PLACE + 1)
    context = {
        "municipality": municipality,
        "practices": practices[:CARDS_OF_PLACE],
        "has_more": len(practices) > CARDS_OF_PLACE,
    }
    return render_to_string("practices/municipality_panel.html", context, request)


def organisation_panel(request: HttpRequest, organisation: Organisation) -> SafeString | None:
    """Draw the practices for which an organisation is responsible, or None."""
    practices = pages.of_organisation(organisation, CARDS_OF_PLACE)
    if not practices:
        return None
    context = {"practices": practices}
    return render_to_string("practices/organisation_panel.html", context, request)


def region_panel(request: HttpRequest, region: Region) -> SafeString:
    """Draw the newest practices of a region for its page."""
    context = {"region": region, "practices": pages.of_region(region, CARDS_OF_PLACE)}
    return render_to_string("practices/region_panel.html", context, request)
