"""Who may review; who may write a record is its own room's matter."""

from kenno.people.rules import Person, is_coordinator


def can_review(person: Person) -> bool:
    """Coordinators read the queue, approve, return and archive."""
    return is_coordinator(person)
