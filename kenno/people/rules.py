"""Who is who: predicates on persons that every room's rules build on."""

from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from kenno.people.enums import Role
from kenno.people.models import Membership, User

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
