"""Who may make rounds, and who may look at them."""

from kenno.people.rules import Person, is_coordinator, works_for_whole_country


def can_keep_rounds(person: Person) -> bool:
    """The national survey is made and sent by the country's coordinators."""
    return is_coordinator(person)


def can_see_rounds(person: Person) -> bool:
    """Who works for the whole country may look at rounds, and see how they go."""
    return works_for_whole_country(person)
