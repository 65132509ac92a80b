"""Who may make rounds, look at them, follow them, and take their answers out."""

from kenno.people.rules import (
    Person,
    coordinates,
    coordinates_somewhere,
    is_coordinator,
    works_for_whole_country,
    works_in_region,
)
from kenno.places.models import Municipality


def can_keep_rounds(person: Person) -> bool:
    """The national survey is made and sent by the country's coordinators."""
    return is_coordinator(person)


def can_see_rounds(person: Person) -> bool:
    """Who works for the whole country may look at rounds, and see how they go."""
    return works_for_whole_country(person)


def can_follow_rounds(person: Person) -> bool:
    """Coordinators follow how a round goes in their regions, administrators everywhere."""
    return coordinates_somewhere(person) or works_for_whole_country(person)


def can_follow_municipality(person: Person, municipality: Municipality) -> bool:
    """Who was asked in a municipality is for those who work in its region."""
    return works_in_region(person, municipality.region_id)


def can_remind(person: Person, municipality: Municipality) -> bool:
    """A municipality is reminded by its region's coordinators and the country's."""
    return coordinates(person, municipality.region_id)


def can_handle_answers(person: Person, municipality: Municipality) -> bool:
    """What was told is made into practices by the region's coordinators and the country's."""
    return coordinates(person, municipality.region_id)


def can_interview(person: Person, municipality: Municipality) -> bool:
    """A municipality's answer is written in a call by those who may remind it."""
    return can_remind(person, municipality)


def can_reassign(person: Person, municipality: Municipality) -> bool:
    """Who is asked in a municipality is changed by those who may remind it."""
    return can_remind(person, municipality)


def can_export_answers(person: Person) -> bool:
    """All answers are taken out by who works for the whole country."""
    return works_for_whole_country(person)


def can_export_personal_data(person: Person) -> bool:
    """Persons in the answers are for the country's coordinators, who asked; each time is noted."""
    return is_coordinator(person)


def can_see_tips(person: Person) -> bool:
    """Coordinators handle what anybody has told of good practices."""
    return coordinates_somewhere(person)


def can_handle_tip(person: Person, municipality: Municipality) -> bool:
    """A tip is handled by the coordinators of its municipality's region and the country's."""
    return coordinates(person, municipality.region_id)
