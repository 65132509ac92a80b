"""What the pages on people read."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from kenno.people.enums import ROLES_WITHOUT_PLACE, Role
from kenno.people.models import Membership, MunicipalityDomain, User
from kenno.places.models import Municipality, Region

PLACE_FIELDS = ("name_fi", "name_sv", "name_en")
ROLES_IN_ORDER = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.REGION_COORDINATOR, Role.CONTRIBUTOR)


def memberships_in_order() -> QuerySet[Membership]:
    """Return memberships with their places: whole country, regions, municipalities by name."""
    widest_first = Case(
        *(When(role=role, then=Value(place)) for place, role in enumerate(ROLES_IN_ORDER)),
        output_field=IntegerField(),
    )
    return Membership.objects.select_related("municipality", "region").order_by(
        widest_first, "region__name_fi", "municipality__name_fi", "-is_main", "pk"
    )


def people(search: str = "", *, regions: set[int] | None = None) -> QuerySet[User]:
    """Return persons with their roles, by address; `search` looks in names, addresses, places.

    With `regions`, primary keys, only those who write for a municipality there.
    """
    found = User.objects.order_by("email").prefetch_related(
        Prefetch("memberships", memberships_in_order())
    )
    if regions is not None:
        writing = Membership.objects.filter(role=Role.CONTRIBUTOR, municipality__region__in=regions)
        found = found.filter(pk__in=writing.values("user"))
    text = " ".join(search.split())
    if not text:
        return found
    matches, places = Q(), Q()
    # SQLite compares å, ä and ö by their case, so both ways of writing a name are asked for.
    for variant in {text, text.lower(), text.capitalize()}:
        matches |= Q(address_and_name__icontains=variant)
        for field in PLACE_FIELDS:
            places |= Q((f"{field}__icontains", variant))
    there = Q(municipality__in=Municipality.objects.filter(places)) | Q(
        region__in=Region.objects.filter(places)
    )
    of_places = Membership.objects.filter(there)
    return found.filter(matches | Q(pk__in=of_places.values("user")))


def contributors_of(municipalities: set[int]) -> QuerySet[Membership]:
    """Return who write for these municipalities (primary keys), by place, main ones first."""
    return (
        Membership.objects.filter(municipality__in=municipalities, user__is_active=True)
        .select_related("municipality", "user")
        .order_by("municipality__name_fi", "-is_main", "user__email", "pk")
    )


def domains(regions: set[int] | None = None) -> QuerySet[MunicipalityDomain]:
    """Return the mail domains with their municipalities, by municipality.

    With `regions`, primary keys, only those of municipalities there.
    """
    found = MunicipalityDomain.objects.select_related("municipality").order_by(
        "municipality__name_fi", "domain"
    )
    return found if regions is None else found.of_regions(regions)


def others_with_role(person: AbstractBaseUser, role: Role) -> QuerySet[Membership]:
    """Return the memberships in this role of all others who can sign in."""
    return Membership.objects.filter(role=role, user__is_active=True).exclude(user=person.pk)


def writers_to_ask(municipalities: set[int]) -> list[Membership]:
    """Return who can be asked by mail about what these municipalities (primary keys) have written.

    Their main contributors where there are any, else all; examples are never mailed.
    """
    found = list(
        Membership.objects.filter(
            role=Role.CONTRIBUTOR,
            municipality__in=municipalities,
            user__is_active=True,
            user__is_example=False,
        )
        .select_related("user")
        .order_by("pk")
    )
    with_main = {membership.municipality_id for membership in found if membership.is_main}
    return [
        membership
        for membership in found
        if membership.is_main or membership.municipality_id not in with_main
    ]


def staff_roles_only_of(person: User) -> list[Role]:
    """Return the roles for the whole country that a person has and no other who can sign in."""
    mine = set(person.memberships.values_list("role", flat=True))
    return [
        role
        for role in ROLES_WITHOUT_PLACE
        if role in mine and not others_with_role(person, role).exists()
    ]
