"""Tips by how far they have come, and who may be asked to complete them."""

from collections.abc import Sequence

from django.db.models import Count

from kenno.people.queries.addressees import Addressee, addressees
from kenno.people.rules import Person, coordinated_regions, is_coordinator
from kenno.practices.models import DraftRequest
from kenno.practices.queries.finding import FoundPractice, practices_named_like
from kenno.practices.queries.requests import requests_of
from kenno.surveys.enums import TipState
from kenno.surveys.models import Tip, TipQuerySet


def tips_of(person: Person) -> TipQuerySet:
    """Return the tips that a coordinator handles, with their states, the newest first."""
    regions = None if is_coordinator(person) else coordinated_regions(person)
    return (
        Tip.objects.of_regions(regions)
        .with_state()
        .select_related("municipality__region", "practice")
        .order_by("-told_at", "-pk")
    )


def tip_counts(tips: TipQuerySet) -> list[tuple[TipState, int]]:
    """Return each state with how many of these tips are in it; one query."""
    counted = dict(
        tips.select_related(None)
        .order_by()
        .values_list("state_now")  # type: ignore[misc]
        .annotate(number=Count("pk"))
    )
    return [(state, counted.get(state, 0)) for state in TipState]


def tip_with_state(pk: int) -> Tip | None:
    """Return a tip with its state, place, draft and who handled it; None when there is none."""
    return (
        Tip.objects.with_state()
        .select_related("municipality__region", "practice__municipality", "handled_by")
        .filter(pk=pk)
        .first()
    )


def asked_about(tip: Tip) -> list[DraftRequest]:
    """Return who has been asked to complete the tip's draft, the newest first."""
    return requests_of(tip.practice) if tip.practice is not None else []


def owners_of(tip: Tip) -> Sequence[Addressee]:
    """Return who could be asked to complete the tip, the best first."""
    return addressees([tip.municipality])[tip.municipality_id]


def practices_like(tip: Tip) -> list[FoundPractice]:
    """Return the published practices of whose kind the tip may be, the best first."""
    return practices_named_like(tip.title, language=tip.language)
