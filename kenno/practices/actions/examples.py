"""Demonstration content: practices written for showing the service, marked as examples."""

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from kenno.core import audit
from kenno.moderation.enums import ReviewState
from kenno.people.demonstration import (
    add_demonstration_contact,
    add_demonstration_persons,
    remove_demonstration_persons,
)
from kenno.people.models import Contact
from kenno.places.models import Municipality
from kenno.practices.actions.publication import after_change, free_slug
from kenno.practices.models import Claim, Material, Practice, Step, WorkingHours
from kenno.practices.queries.documents import KIND
from kenno.search import actions as search
from kenno.vocabulary.models import ArtForm, Concept, EffectArea, StatutoryTask, TargetGroup, Term

EXAMPLES = Path(__file__).resolve().parent.parent / "data" / "examples"
DAYS_BETWEEN_PUBLICATIONS = 3
_additions: dict[str, Callable[[], None]] = {}
_removals: dict[str, Callable[[], None]] = {}
ORDER_OF_PUBLICATION = 166
PLAIN_FIELDS = (
    "title",
    "summary",
    "language",
    "organisation",
    "practice_status",
    "ended_reason",
    "start_year",
    "end_year",
    "need",
    "description",
    "cost_once_eur",
    "cost_yearly_eur",
    "lead_time_weeks",
    "funding_sources",
    "premises",
    "partners",
    "artist_contract",
    "procurement_route",
    "permissions",
    "smallest_version",
    "what_failed",
    "do_differently",
    "must_be_in_place",
    "provenance",
)
TERMS: dict[str, type[Term] | type[Concept]] = {
    "statutory_tasks": StatutoryTask,
    "target_groups": TargetGroup,
    "art_forms": ArtForm,
    "effect_areas": EffectArea,
    "themes": Concept,
}


def read_examples() -> list[dict[str, Any]]:
    """Return the example practices of every file, in the order of file names."""
    return [
        example
        for path in sorted(EXAMPLES.glob("*.json"))
        for example in json.loads(path.read_text(encoding="utf-8"))
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _claim(row: dict[str, Any], position: int) -> Claim:
    given = {key: value for key, value in row.items() if value is not None}
    given["date"] = _day(row.get("date"))
    if "value" in given:
        given["value"] = Decimal(str(given["value"]))
    return Claim(sort_order=position, **given)


def _contact(example: dict[str, Any], place: Municipality) -> Contact | None:
    told = example.get("contact") or {}
    if not told.get("role") or not told.get("email"):
        return None
    return add_demonstration_contact(
        email=told["email"],
        title=told["role"],
        municipality=place,
        receives_visits=told.get("willing_to_be_visited", False),
        mentors=told.get("willing_to_mentor", False),
        language=example["language"],
    )


def _practice(example: dict[str, Any], places: dict[str, Municipality], number: int) -> Practice:
    published = timezone.now() - timedelta(days=number * DAYS_BETWEEN_PUBLICATIONS)
    place = places[example["municipality"]]
    given = {name: example[name] for name in PLAIN_FIELDS if example.get(name) not in (None, "")}
    return Practice(
        **given,
        municipality=place,
        contact=_contact(example, place),
        last_confirmed_on=_day(example.get("last_confirmed_on")),
        slug=free_slug(example["title"]),
        is_example=True,
        live=True,
        review_state=ReviewState.PUBLISHED,
        first_published_at=published,
        last_published_at=published,
    )


def _add_rows(practice: Practice, example: dict[str, Any]) -> None:
    practice.steps.set(
        [Step(sort_order=i, **step) for i, step in enumerate(example.get("steps") or [])]
    )
    practice.hours.set(
        [WorkingHours(sort_order=i, **row) for i, row in enumerate(example.get("hours") or [])]
    )
    practice.claims.set([_claim(row, i) for i, row in enumerate(example.get("claims") or [])])
    practice.materials.set(
        [Material(sort_order=i, **row) for i, row in enumerate(example.get("materials") or [])]
    )


@transaction.atomic
def load_examples() -> int:
    """Add the demonstration practices that are not there yet and return how many were added.

    They are published as they are, without a review, and marked as examples. The persons with
    whom the service is shown come with them.
    """
    places = {place.code: place for place in Municipality.objects.order_by("pk")}
    terms = {
        name: {term.code: term for term in model._default_manager.order_by("pk")}
        for name, model in TERMS.items()
    }
    examples = read_examples()
    random.Random(ORDER_OF_PUBLICATION).shuffle(examples)  # noqa: S311 - an order, no secret
    there = set(Practice.objects.examples().values_list("title", flat=True))
    by_key: dict[str, Practice] = {}
    for number, example in enumerate(examples):
        if example["title"] in there:
            continue
        practice = _practice(example, places, number)
        practice.partner_municipalities.set(
            [places[code] for code in example.get("partner_municipalities") or []]
        )
        for name, known in terms.items():
            getattr(practice, name).set([known[code] for code in example.get(name) or []])
        _add_rows(practice, example)
        practice.save()
        by_key[example["key"]] = practice
    for example in examples:
        source = by_key.get(example.get("adapted_from") or "")
        if source is not None and example["key"] in by_key:
            Practice.objects.filter(pk=by_key[example["key"]].pk).update(adapted_from=source)
    for practice in by_key.values():
        after_change(practice)
    if by_key:
        add_demonstration_persons()
        audit.record(
            "practices.examples_loaded", subject=None, by=None, data={"practices": len(by_key)}
        )
    for addition in _additions.values():
        addition()
    return len(by_key)


def register_addition(name: str, addition: Callable[[], None]) -> None:
    """Let a room above add its own examples after the practices; from AppConfig.ready.

    Called twice, it adds them once.
    """
    _additions[name] = addition


def register_removal(name: str, removal: Callable[[], None]) -> None:
    """Let a room above remove its own examples before the practices; from AppConfig.ready."""
    _removals[name] = removal


@transaction.atomic
def remove_examples() -> int:
    """Remove every demonstration and generated practice and the demonstration persons.

    What rooms above made for demonstration goes first. Returns how many practices were removed;
    what people wrote themselves is not touched.
    """
    for removal in _removals.values():
        removal()
    examples = list(Practice.objects.examples().order_by("pk").values_list("pk", flat=True))
    Practice.objects.examples().delete()
    for pk in examples:
        search.index(kind=KIND, key=str(pk))
    remove_demonstration_persons()
    if examples:
        audit.record(
            "practices.examples_removed", subject=None, by=None, data={"practices": len(examples)}
        )
    return len(examples)
