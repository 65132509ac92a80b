"""Who may see what has been searched, and change a saved search."""

from kenno.people.rules import Person, works_for_whole_country
from kenno.search.models import SavedSearch


def can_read_searches(person: Person) -> bool:
    """National coordinators and administrators see what people look for and do not find."""
    return works_for_whole_country(person)


def can_change(person: Person, saved: SavedSearch) -> bool:
    """A saved search is its owner's own matter."""
    return person.is_authenticated and saved.owner_id == person.pk
