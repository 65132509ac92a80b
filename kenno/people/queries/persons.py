"""What the pages on people read."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Prefetch, Q, QuerySet

from kenno.people.enums import STAFF_ROLES, Role
from kenno.people.models import Membership, User

NAME_FIELDS = ("email", "first_name", "last_name")
PLACE_FIELDS = ("name_fi", "name_sv", "name_en")


def memberships_in_order() -> QuerySet[Membership]:
    """Return memberships with their municipalities, coordinators first, then by municipality."""
    return Membership.objects.select_related("municipality").order_by(
        "-role", "municipality__name_fi", "pk"
    )


def people(search: str = "") -> QuerySet[User]:
    """Return persons with their roles, by address; `search` looks in names, addresses, places."""
    found = User.objects.order_by("email").prefetch_related(
        Prefetch("memberships", memberships_in_order())
    )
    text = " ".join(search.split())
    if not text:
        return found
    matches = Q()
    # SQLite compares å, ä and ö by their case, so both ways of writing a name are asked for.
    for variant in {text, text.lower(), text.capitalize()}:
        for field in NAME_FIELDS:
            matches |= Q((f"{field}__icontains", variant))
        places = Q()
        for field in PLACE_FIELDS:
            places |= Q((f"municipality__{field}__icontains", variant))
        matches |= Q(pk__in=Membership.objects.filter(places).values("user"))
    return found.filter(matches)


def other_coordinators(person: AbstractBaseUser) -> QuerySet[Membership]:
    """Return the memberships of all other coordinators who can sign in."""
    return Membership.objects.filter(role=Role.COORDINATOR, user__is_active=True).exclude(
        user=person.pk
    )


def writers_to_ask(municipalities: set[int]) -> list[Membership]:
    """Return who can be asked by mail about what these municipalities (primary keys) have written.

    Their people; examples are never mailed.
    """
    return list(
        Membership.objects.filter(
            role=Role.CONTRIBUTOR,
            municipality__in=municipalities,
            user__is_active=True,
            user__is_example=False,
        )
        .select_related("user")
        .order_by("pk")
    )


def staff_roles_only_of(person: User) -> list[Role]:
    """Return the staff roles that a person has and no other who can sign in."""
    mine = set(person.memberships.values_list("role", flat=True))
    others = Membership.objects.filter(user__is_active=True).exclude(user=person.pk)
    taken = set(others.filter(role__in=STAFF_ROLES).values_list("role", flat=True).distinct())
    return [role for role in STAFF_ROLES if role in mine and role not in taken]
