"""How the practices and contacts of a person's municipalities are doing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Avg, Count, Q
from django.utils import timezone

from kenno.moderation.enums import ReviewState
from kenno.people.queries.contacts import numbers_shown
from kenno.places.models import Municipality
from kenno.practices.models import Practice

# A practice is asked about once a year; what was not confirmed since is no longer fresh.
FRESH_FOR: Final = timedelta(days=365)


@dataclass(frozen=True)
class MunicipalityState:
    """A municipality in figures: its practices by state, how full and how fresh, its contacts.

    `completeness` is the mean of the published ones in percent, None when there are none.
    """

    municipality: Municipality
    published: int
    in_review: int
    unfinished: int
    completeness: int | None
    stale: int
    without_contact: int
    contacts: int


def states_of(municipality_ids: Collection[int]) -> list[MunicipalityState]:
    """Return the state of each of these municipalities, by name. Three queries."""
    municipalities = Municipality.objects.filter(pk__in=municipality_ids).in_name_order()
    figures = {row["municipality"]: row for row in _figures(municipality_ids)}
    contacts = numbers_shown(municipality_ids)
    return [
        _state(municipality, figures.get(municipality.pk, {}), contacts.get(municipality.pk, 0))
        for municipality in municipalities
    ]


def _figures(municipality_ids: Collection[int]) -> list[dict[str, Any]]:
    live = Q(live=True)
    fresh_from = timezone.localdate() - FRESH_FOR
    confirmed = Q(last_confirmed_on__gte=fresh_from)
    published_lately = Q(last_confirmed_on__isnull=True, first_published_at__date__gte=fresh_from)
    rows = Practice.objects.filter(municipality__in=municipality_ids).values("municipality")
    return list(
        rows.annotate(
            published=Count("pk", filter=live),
            in_review=Count("pk", filter=Q(review_state=ReviewState.IN_REVIEW)),
            unfinished=Count(
                "pk", filter=Q(review_state__in=[ReviewState.DRAFT, ReviewState.RETURNED])
            ),
            mean=Avg("completeness", filter=live),
            stale=Count("pk", filter=live & ~(confirmed | published_lately)),
            without_contact=Count("pk", filter=live & Q(contact__isnull=True)),
        ).order_by("municipality")
    )


def _state(municipality: Municipality, row: dict[str, Any], contacts: int) -> MunicipalityState:
    mean = row.get("mean")
    return MunicipalityState(
        municipality=municipality,
        published=row.get("published", 0),
        in_review=row.get("in_review", 0),
        unfinished=row.get("unfinished", 0),
        completeness=None if mean is None else round(mean),
        stale=row.get("stale", 0),
        without_contact=row.get("without_contact", 0),
        contacts=contacts,
    )
