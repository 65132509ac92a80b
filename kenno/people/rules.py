"""Who is who: predicates on persons that every room's rules build on."""

from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from kenno.people.enums import STAFF_ROLES, Role
from kenno.people.models import ClosedSender, Contact, Inquiry, Membership, Organisation, User

Person = AbstractBaseUser | AnonymousUser
Rule = Callable[[Person], bool]


def _memberships(person: Person) -> list[Membership]:
    """Return the person's memberships, read from the database once for each request."""
    if not isinstance(person, User) or not person.is_active:
        return []
    cached: list[Membership] | None = getattr(person, "_memberships_read", None)
    if cached is None:
        cached = list(person.memberships.all())
        person._memberships_read = cached  # type: ignore[attr-defined]
    return cached


def is_coordinator(person: Person) -> bool:
    """Coordinators review and publish for the whole country."""
    return any(membership.role == Role.COORDINATOR for membership in _memberships(person))


def contributes_for(person: Person) -> set[int]:
    """Return the primary keys of the municipalities for which the person writes."""
    return {
        membership.municipality_id
        for membership in _memberships(person)
        if membership.role == Role.CONTRIBUTOR and membership.municipality_id is not None
    }


def is_contributor(person: Person) -> bool:
    """Contributors write the practices of at least one municipality."""
    return bool(contributes_for(person))


def has_workspace(person: Person) -> bool:
    """The workspace is for those who write or review."""
    return is_coordinator(person) or is_contributor(person)


def can_manage_people(person: Person) -> bool:
    """Coordinators add people, and give and take roles."""
    return is_coordinator(person)


def can_change_organisations(person: Person) -> bool:
    """Coordinators keep the organisations, which everyone may read."""
    return is_coordinator(person)


def can_read_outbox(person: Person) -> bool:
    """Coordinators see to it that messages get through."""
    return is_coordinator(person)


def can_read_audit(person: Person) -> bool:
    """Coordinators answer for what has been done."""
    return is_coordinator(person)


def is_signed_in(person: Person) -> bool:
    """Everyone who has signed in may change their own name and language."""
    return person.is_authenticated


def can_keep_contacts(person: Person, organisation: Organisation) -> bool:
    """Contacts are invited by coordinators, a municipality's also by those who write for it."""
    if is_coordinator(person):
        return True
    return organisation.municipality_id in contributes_for(person)


def can_add_own_contact(person: Person) -> bool:
    """Who may invite to some organisation may be its contact without an invitation, too."""
    return is_coordinator(person) or is_contributor(person)


def is_own_contact(person: Person, contact: Contact) -> bool:
    """Nobody else fills in a card, agrees to anything, or withdraws a consent."""
    return person.is_authenticated and contact.person_id == person.pk


def can_end_contact(person: Person, contact: Contact) -> bool:
    """A job is ended by whose it is, and by those who invite the organisation's contacts."""
    return is_own_contact(person, contact) or can_keep_contacts(person, contact.organisation)


def can_export_contacts(person: Person) -> bool:
    """Coordinators take out what is shown of all contacts."""
    return is_coordinator(person)


def can_see_contact_addresses(person: Person) -> bool:
    """Addresses are for coordinators only; others reach a contact through the service."""
    return is_coordinator(person)


def can_see_inquiries(person: Person) -> bool:
    """Coordinators see how many questions were asked and what became of them, never their texts."""
    return is_coordinator(person)


def can_lift_senders(person: Person) -> bool:
    """Coordinators decide whether messages of a closed address are passed on again."""
    return is_coordinator(person)


def is_own_closure(person: Person, closed: ClosedSender) -> bool:
    """Who closed a sender out may let them in again."""
    return person.is_authenticated and closed.person_id == person.pk


def is_own_inquiry(person: Person, inquiry: Inquiry) -> bool:
    """Who asked, signed in, sees what became of it and may take it back."""
    return person.is_authenticated and inquiry.asked_by_id == person.pk


def can_hand_over(person: Person, contact: Contact) -> bool:
    """A successor is named by whose job it is, and by those who invite contacts."""
    return can_end_contact(person, contact)


def can_follow_confirmations(person: Person) -> bool:
    """Coordinators see which contacts have not answered the yearly question."""
    return is_coordinator(person)


def can_remove_person(person: Person, other: User) -> bool:
    """Coordinators remove those who ask by letter or phone; staff remove themselves."""
    is_staff = any(membership.role in STAFF_ROLES for membership in other.memberships.all())
    return is_coordinator(person) and not is_staff and not other.is_superuser
