"""Who is who: predicates on persons that every room's rules build on.

Nobody chooses a hat: a rule holds when any of the person's roles makes it hold.
"""

from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from kenno.people.enums import STAFF_ROLES, Role
from kenno.people.models import ClosedSender, Contact, Inquiry, Membership, Organisation, User
from kenno.places.models import Municipality, Region

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
    """National coordinators review and publish for the whole country."""
    return any(membership.role == Role.COORDINATOR for membership in _memberships(person))


def is_administrator(person: Person) -> bool:
    """Administrators keep people, roles and the service itself; they do not review."""
    return any(membership.role == Role.ADMINISTRATOR for membership in _memberships(person))


def coordinated_regions(person: Person) -> set[int]:
    """Return the primary keys of the regions that the person coordinates, one by one."""
    return {
        membership.region_id
        for membership in _memberships(person)
        if membership.role == Role.REGION_COORDINATOR and membership.region_id is not None
    }


def coordinates(person: Person, region_id: int | None) -> bool:
    """A region is coordinated by its own and by the national coordinators."""
    return is_coordinator(person) or region_id in coordinated_regions(person)


def coordinates_somewhere(person: Person) -> bool:
    """Coordinators work for the whole country or for given regions."""
    return is_coordinator(person) or bool(coordinated_regions(person))


def has_staff_role(person: Person) -> bool:
    """Coordinators and administrators see what is not theirs, so they need a second factor."""
    return any(membership.role in STAFF_ROLES for membership in _memberships(person))


def needs_second_factor(person: Person) -> bool:
    """A second factor is for staff roles and for those who may enter the page editor."""
    if not isinstance(person, User) or not person.is_active:
        return False
    in_page_editor = person.is_staff or person.is_superuser
    return in_page_editor or has_staff_role(person) or hasattr(person, "_staff_roles_aside")


def set_staff_roles_aside(person: Person) -> None:
    """Let the rules of this request know none of the person's staff roles."""
    roles = [role for role in _memberships(person) if role.role not in STAFF_ROLES]
    person._memberships_read = roles  # type: ignore[union-attr]
    person._staff_roles_aside = True  # type: ignore[union-attr]


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


def main_contributor_of(person: Person) -> set[int]:
    """Return the primary keys of the municipalities whose main contributor the person is."""
    return {
        membership.municipality_id
        for membership in _memberships(person)
        if membership.is_main and membership.municipality_id is not None
    }


def is_main_contributor(person: Person, municipality_id: int) -> bool:
    """A municipality's main contributor invites the others who write for it."""
    return municipality_id in main_contributor_of(person)


def is_main_contributor_somewhere(person: Person) -> bool:
    """Main contributors see who writes for their municipality, and invite more."""
    return bool(main_contributor_of(person))


def has_workspace(person: Person) -> bool:
    """The workspace is for those who have a role."""
    return bool(_memberships(person))


def works_for_whole_country(person: Person) -> bool:
    """National coordinators and administrators are not limited to regions."""
    return is_coordinator(person) or is_administrator(person)


def works_in_region(person: Person, region_id: int | None) -> bool:
    """People and organisations of a region are kept by its coordinators and administrators."""
    return is_administrator(person) or coordinates(person, region_id)


def kept_regions(person: Person) -> set[int] | None:
    """Return the regions (primary keys) whose people the person keeps; None for all of them."""
    return None if works_for_whole_country(person) else coordinated_regions(person)


def can_manage_people(person: Person) -> bool:
    """Coordinators and administrators add people, and give and take roles."""
    return is_administrator(person) or coordinates_somewhere(person)


def can_see_person(person: Person, other: User) -> bool:
    """A region's coordinators see those who write there, the national ones everybody."""
    return works_for_whole_country(person) or any(
        _is_contributor_in(membership, coordinated_regions(person))
        for membership in other.memberships.all()
    )


def can_give_role(
    person: Person, role: str, municipality: Municipality | None, region: Region | None
) -> bool:
    """Administrators give every role, national coordinators all but that, others contributors."""
    if is_administrator(person):
        return True
    if is_coordinator(person):
        return role != Role.ADMINISTRATOR
    return (
        role == Role.CONTRIBUTOR
        and region is None
        and municipality is not None
        and municipality.region_id in coordinated_regions(person)
    )


def can_take_role(person: Person, membership: Membership) -> bool:
    """A role is taken by those who may give it."""
    place, region = membership.municipality, membership.region
    return can_give_role(person, membership.role, place, region)


def can_invite_for(person: Person, municipality: Municipality) -> bool:
    """Main contributors invite writers for their own municipality only."""
    return is_main_contributor(person, municipality.pk)


def can_close_account(person: Person, other: User) -> bool:
    """An account is closed by those who may take each of its roles."""
    if is_administrator(person):
        return True
    memberships = list(other.memberships.all())
    may_take_each = all(can_take_role(person, membership) for membership in memberships)
    return may_take_each and (bool(memberships) or is_coordinator(person))


def can_reset_second_factor(person: Person) -> bool:
    """Administrators help those who have lost what they sign in with."""
    return is_administrator(person)


def can_keep_organisations(person: Person) -> bool:
    """Coordinators and administrators keep the organisations, which everyone may read."""
    return can_manage_people(person)


def can_keep_organisation(person: Person, organisation: Organisation) -> bool:
    """Coordinators of a region keep those of the region itself and of its municipalities."""
    return can_keep_organisations_of(person, organisation.municipality, organisation.region)


def can_keep_organisations_of(
    person: Person, municipality: Municipality | None, region: Region | None
) -> bool:
    """National organisations and those of wellbeing counties belong to no coordinated region."""
    if works_for_whole_country(person):
        return True
    region_id = municipality.region_id if municipality else region.pk if region else None
    return region_id is not None and works_in_region(person, region_id)


def can_import_organisations(person: Person) -> bool:
    """A file may change organisations anywhere, so it is for the whole country's keepers."""
    return works_for_whole_country(person)


def can_read_outbox(person: Person) -> bool:
    """National coordinators and administrators see to it that messages get through."""
    return works_for_whole_country(person)


def can_read_audit(person: Person) -> bool:
    """National coordinators and administrators answer for what has been done."""
    return works_for_whole_country(person)


def is_signed_in(person: Person) -> bool:
    """Everyone who has signed in may change their own name and language."""
    return person.is_authenticated


def can_keep_contacts(person: Person, organisation: Organisation) -> bool:
    """Contacts are invited by who keeps the organisation, and who writes for its municipality."""
    if can_keep_organisation(person, organisation):
        return True
    return organisation.municipality_id in contributes_for(person)


def can_add_own_contact(person: Person) -> bool:
    """Who may invite to some organisation may be its contact without an invitation, too."""
    return can_manage_people(person) or is_contributor(person)


def is_own_contact(person: Person, contact: Contact) -> bool:
    """Nobody else fills in a card, agrees to anything, or withdraws a consent."""
    return person.is_authenticated and contact.person_id == person.pk


def can_end_contact(person: Person, contact: Contact) -> bool:
    """A job is ended by whose it is, and by those who invite the organisation's contacts."""
    return is_own_contact(person, contact) or can_keep_contacts(person, contact.organisation)


def can_export_contacts(person: Person) -> bool:
    """Who works for the whole country takes out what is shown of all contacts."""
    return works_for_whole_country(person)


def can_see_contact_addresses(person: Person) -> bool:
    """All addresses at once are for who works for the whole country, and each export is noted."""
    return works_for_whole_country(person)


def can_see_inquiries(person: Person) -> bool:
    """Who works for the whole country sees how many were asked and passed on, never the texts."""
    return works_for_whole_country(person)


def can_lift_senders(person: Person) -> bool:
    """Who works for the whole country decides whether a closed address is passed on again."""
    return works_for_whole_country(person)


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
    """Who keeps people sees which contacts have not answered the yearly question."""
    return can_manage_people(person)


def can_remove_person(person: Person, other: User) -> bool:
    """Who works for the whole country removes those who ask by letter or phone, but no staff."""
    is_staff = any(membership.role in STAFF_ROLES for membership in other.memberships.all())
    return works_for_whole_country(person) and not is_staff and not other.is_superuser


def _is_contributor_in(membership: Membership, regions: set[int]) -> bool:
    return membership.municipality is not None and membership.municipality.region_id in regions
