"""Who may write, look at and send which practice."""

from kenno.moderation.enums import ReviewState
from kenno.people.rules import (
    Person,
    contributes_for,
    coordinates,
    coordinates_somewhere,
    is_contributor,
    is_coordinator,
)
from kenno.places.models import Municipality
from kenno.practices.by_link import is_being_written
from kenno.practices.models import Practice


def writes_for(person: Person, municipality: Municipality) -> bool:
    """Contributors write for their own municipality, coordinators for those of their regions."""
    return municipality.pk in contributes_for(person) or coordinates(person, municipality.region_id)


def can_start_practice(person: Person) -> bool:
    """Whoever writes for some municipality may begin a practice."""
    return coordinates_somewhere(person) or is_contributor(person)


def can_write(person: Person, practice: Practice) -> bool:
    """A practice is written by the people of the municipalities whose texts it was made of."""
    own = contributes_for(person)
    return (
        practice.municipality_id in own
        or _coordinates(person, practice)
        or (bool(own) and practice.merged.filter(municipality__in=own).exists())
    )


def can_edit_now(person: Person, practice: Practice) -> bool:
    """A text under review or archived rests; one under review can be withdrawn first."""
    return can_write(person, practice) and practice.is_editable


def can_submit(person: Person, practice: Practice) -> bool:
    """Only a text that is being written can be sent for review."""
    return can_write(person, practice) and practice.review_state in (
        ReviewState.DRAFT,
        ReviewState.RETURNED,
    )


def can_withdraw(person: Person, practice: Practice) -> bool:
    """Those who may send a text may also take it back before it is decided on."""
    return can_write(person, practice) and practice.review_state == ReviewState.IN_REVIEW


def can_delete_draft(person: Person, practice: Practice) -> bool:
    """A draft that was never published can be thrown away; what was public is archived instead."""
    return (
        can_edit_now(person, practice) and not practice.live and practice.first_published_at is None
    )


def can_archive(person: Person, practice: Practice) -> bool:
    """Coordinators take a practice of their regions out of sight."""
    return _coordinates(person, practice) and practice.review_state != ReviewState.ARCHIVED


def can_ask_owner(person: Person, practice: Practice) -> bool:
    """Coordinators ask the owner of a draft of their regions to complete it by a link."""
    return _coordinates(person, practice) and is_being_written(practice)


def can_revoke_request(person: Person, practice: Practice) -> bool:
    """A request is taken back by who may ask, whatever has become of the draft."""
    return _coordinates(person, practice)


def can_open_material(person: Person, practice: Practice) -> bool:
    """Files of a published practice are for all, those of a draft for its writers."""
    return practice.live or can_write(person, practice)


def can_restore(person: Person, practice: Practice) -> bool:
    """Coordinators bring an archived practice back as a draft, unless another holds its text."""
    may = _coordinates(person, practice) and practice.merged_into_id is None
    return may and practice.review_state == ReviewState.ARCHIVED


def can_confirm(person: Person, practice: Practice) -> bool:
    """Those who write a practice say whether it holds, and the contact who answers for it."""
    # The card is read for those only who may have one.
    return person.is_authenticated and (can_write(person, practice) or _answers(person, practice))


def _answers(person: Person, practice: Practice) -> bool:
    contact = practice.contact
    return (
        contact is not None
        and contact.person_id == person.pk
        and contact.is_accepted
        and not contact.is_ended
    )


def can_follow_confirmations(person: Person) -> bool:
    """Coordinators see which practices nobody has confirmed, and which are to be archived."""
    return coordinates_somewhere(person)


def _coordinates(person: Person, practice: Practice) -> bool:
    # The municipality is read for those only whose regions matter.
    return is_coordinator(person) or (
        coordinates_somewhere(person) and coordinates(person, practice.municipality.region_id)
    )
