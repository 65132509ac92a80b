"""Who may review what; who may write a record is its own room's matter."""

from kenno.moderation.models import Moderated
from kenno.moderation.registry import kind_of
from kenno.people.rules import (
    Person,
    coordinated_regions,
    coordinates,
    coordinates_somewhere,
    is_coordinator,
)


def can_review(person: Person) -> bool:
    """Coordinators read the queue: of the whole country, or of their own regions."""
    return coordinates_somewhere(person)


def can_review_record(person: Person, record: Moderated) -> bool:
    """Coordinators approve, return, archive and restore what comes from their regions."""
    return is_coordinator(person) or (
        coordinates_somewhere(person) and coordinates(person, kind_of(record).region_id(record))
    )


def reviewed_regions(person: Person) -> set[int] | None:
    """Return the regions (primary keys) whose queue the person sees; None for all of them."""
    return None if is_coordinator(person) else coordinated_regions(person)
