"""How a round goes: the map and the figures, the municipalities behind each, and one of them."""

from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kenno.core.access import require
from kenno.people.models import User
from kenno.people.rules import kept_regions
from kenno.places.queries import municipality_by_slug
from kenno.surveys import rules
from kenno.surveys.forms.tracking import PlaceFilterForm
from kenno.surveys.models import SurveyRound
from kenno.surveys.queries import tracked, tracking
from kenno.surveys.queries.maps import map_of_states
from kenno.surveys.queries.progress import progress_of

PLACES_ON_PAGE = 50


def follower(request: HttpRequest) -> User:
    """Return the signed-in person, who must be allowed to follow rounds."""
    allowed = rules.can_follow_rounds(request.user)
    require(allowed, _("Kyselyjä seuraavat koordinaattorit ja ylläpitäjät."))
    return cast(User, request.user)


def followed_round(pk: int) -> SurveyRound:
    """Return the round of an address; 404 when there is none that has been opened."""
    return get_object_or_404(tracking.followed_rounds(), pk=pk)


@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    """List the rounds that can be followed, newest first."""
    follower(request)
    page = Paginator(tracking.followed_rounds(), PLACES_ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "surveys/followed.html", {"page": page})


@require_safe
def tracker(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a round goes in the reader's regions."""
    me = follower(request)
    survey = followed_round(pk)
    regions = kept_regions(me)
    places = tracking.tracked_places(survey, regions)
    figures = tracking.figures(places)
    states = tracking.states_there(places)
    context = {
        "survey": survey,
        "total": len(places),
        "answered": figures[0],
        "figures": figures,
        "invitations": tracking.invitation_figures(places),
        "unreached": sum(one.count for one in figures if one.state in tracking.UNREACHED),
        "map": map_of_states(places, folder=reverse("surveys:tracked_list", args=[pk])),
        "headings": [_("Kuntia"), _("Vastannut prosentteina"), *(state.label for state in states)],
        "by_region": tracking.figures_by_region(places),
        "by_size": tracking.figures_by_size(places),
        "by_language": tracking.figures_by_language(places),
        "by_task": tracking.figures_by_task(survey, regions),
        "progress": progress_of(survey, regions),
        "is_national": regions is None,
        "is_over": survey.state in tracking.OVER,
        "can_export": rules.can_export_answers(me),
    }
    return render(request, "surveys/tracker.html", context)


@require_safe
def tracked_list(request: HttpRequest, pk: int) -> HttpResponse:
    """List the municipalities behind a figure, with who was asked and why nobody was reached."""
    me = follower(request)
    survey = followed_round(pk)
    places = tracking.tracked_places(survey, kept_regions(me))
    regions = {place.municipality.region for place in places}
    named = sorted((region.code, region.name) for region in regions)
    form = PlaceFilterForm(request.GET, regions=named)
    found = tracking.chosen_places(survey, places, form.chosen())
    page = Paginator(found, PLACES_ON_PAGE).get_page(request.GET.get("page"))
    is_running = survey.state not in tracking.OVER
    context = {
        "survey": survey,
        "form": form,
        "page": page,
        "rows": [
            (row, is_running and rules.can_remind(me, row.place.municipality))
            for row in tracked.tracked_rows(survey, list(page.object_list))
        ],
    }
    return render(request, "surveys/tracked_list.html", context)


@require_safe
def tracked_municipality(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show who was asked in one municipality, who passed it on to whom, and what came of it."""
    follower(request)
    survey = followed_round(pk)
    municipality = municipality_by_slug(slug)
    if municipality is None:
        raise Http404
    allowed = rules.can_follow_municipality(request.user, municipality)
    require(allowed, _("Näet vain oman maakuntasi kunnat."))
    response = tracked.response_in(survey, municipality)
    asked = tracked.asked_in(survey, [municipality.pk]).get(municipality.pk, [])
    is_running = survey.state not in tracking.OVER
    context = {
        "survey": survey,
        "municipality": municipality,
        "asked": asked,
        "response": response,
        "can_act": rules.can_remind(request.user, municipality) and is_running,
        "has_main": any(one.invitation.recipient.is_main for one in asked),
        "can_keep": rules.can_keep_rounds(request.user),
        "told": list(response.practices.all()) if response is not None else [],
    }
    return render(request, "surveys/tracked_municipality.html", context)
