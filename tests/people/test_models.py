import pytest
from django.db import IntegrityError

from kenno.people.models import User
from tests.factories.people import (
    CoordinatorFactory,
    MembershipFactory,
    RegionCoordinatorFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory, RegionFactory

pytestmark = pytest.mark.django_db


def test_an_address_belongs_to_one_person_in_any_case() -> None:
    UserFactory(email="a@kunta.example")
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="A@kunta.example")])


def test_create_user_keeps_the_address_in_small_letters_and_no_password() -> None:
    person = User.objects.create_user("A@Kunta.Example")
    assert (person.email, person.has_usable_password()) == ("a@kunta.example", False)


def test_create_superuser_may_enter_the_cms() -> None:
    person = User.objects.create_superuser("a@kunta.example", "ignored")
    assert (person.is_staff, person.is_superuser, person.has_usable_password()) == (
        True,
        True,
        False,
    )


def test_a_role_in_a_municipality_is_had_once() -> None:
    membership = MembershipFactory()
    with pytest.raises(IntegrityError):
        MembershipFactory(user=membership.user, municipality=membership.municipality)


def test_a_role_in_the_country_is_had_once() -> None:
    person = CoordinatorFactory()
    with pytest.raises(IntegrityError):
        MembershipFactory(user=person, role="coordinator", municipality=None)


def test_a_role_in_a_region_is_had_once() -> None:
    membership = RegionCoordinatorFactory().memberships.get()
    with pytest.raises(IntegrityError):
        MembershipFactory(
            user=membership.user,
            role="region-coordinator",
            municipality=None,
            region=membership.region,
        )


@pytest.mark.parametrize(
    ("role", "places"),
    [
        ("contributor", set()),
        ("contributor", {"region"}),
        ("contributor", {"municipality", "region"}),
        ("region-coordinator", set()),
        ("region-coordinator", {"municipality"}),
        ("region-coordinator", {"municipality", "region"}),
        ("coordinator", {"municipality"}),
        ("coordinator", {"region"}),
        ("administrator", {"municipality"}),
        ("administrator", {"region"}),
        ("king", set()),
    ],
)
def test_each_role_has_its_own_kind_of_place(role: str, places: set[str]) -> None:
    municipality = MunicipalityFactory() if "municipality" in places else None
    region = RegionFactory() if "region" in places else None
    with pytest.raises(IntegrityError):
        MembershipFactory(role=role, municipality=municipality, region=region)


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_only_a_contributor_is_a_main_one(role: str) -> None:
    with pytest.raises(IntegrityError):
        MembershipFactory(role=role, municipality=None, is_main=True)


def test_title_names_the_role_and_its_municipality() -> None:
    membership = MembershipFactory(municipality=MunicipalityFactory(name_fi="Alavieska"))
    assert membership.title == "kunnan kirjoittaja, Alavieska"
    assert CoordinatorFactory().memberships.get().title == "valtakunnallinen koordinaattori"
    main = MembershipFactory(is_main=True, municipality=MunicipalityFactory(name_fi="Kalajoki"))
    assert main.title == "kunnan pääkirjoittaja, Kalajoki"
    coordinator = RegionCoordinatorFactory(region=RegionFactory(name_fi="Lappi"))
    assert coordinator.memberships.get().title == "alueen koordinaattori, Lappi"


@pytest.mark.parametrize(
    ("first_name", "last_name", "shown"),
    [("Maija", "Meri", "Maija Meri"), ("", "", "a@kunta.example")],
)
def test_a_person_is_shown_by_name_else_by_address(
    first_name: str, last_name: str, shown: str
) -> None:
    person = UserFactory(email="a@kunta.example", first_name=first_name, last_name=last_name)
    assert str(person) == shown
