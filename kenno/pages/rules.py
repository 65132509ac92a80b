"""Who may read the feedback and who sees the way to the page editor."""

from kenno.people.models import User
from kenno.people.rules import Person, works_for_whole_country


def can_read_feedback(person: Person) -> bool:
    """National coordinators and administrators read what people write of the service."""
    return works_for_whole_country(person)


def can_edit_pages(person: Person) -> bool:
    """National coordinators and administrators edit the pages, and whom a group of it lets in."""
    in_editor = isinstance(person, User) and person.is_active and person.is_staff
    return in_editor or works_for_whole_country(person)
