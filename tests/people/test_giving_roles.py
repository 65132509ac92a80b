"""Giving and taking roles with places: what must go together, and who must stay."""

import pytest

from kenno.core.exceptions import Refusal
from kenno.core.models import AuditRecord
from kenno.people.actions import add_person, deactivate, remove_membership
from kenno.people.enums import Role
from kenno.people.models import Membership, User
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    MainContributorFactory,
    MembershipFactory,
)
from tests.factories.places import MunicipalityFactory, RegionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "places", "is_main", "message"),
    [
        (Role.CONTRIBUTOR, set(), False, "Kirjoittajalla on kunta"),
        (Role.CONTRIBUTOR, {"municipality", "region"}, False, "Kirjoittajalla on kunta"),
        (Role.REGION_COORDINATOR, set(), False, "Alueen koordinaattorilla on maakunta"),
        (Role.REGION_COORDINATOR, {"municipality"}, False, "koordinaattorilla on maakunta"),
        (Role.COORDINATOR, {"municipality"}, False, "Koko maassa toimivalla ei ole"),
        (Role.ADMINISTRATOR, {"region"}, False, "Koko maassa toimivalla ei ole"),
        (Role.COORDINATOR, set(), True, "Vain kirjoittaja voi olla"),
    ],
)
def test_add_person_refuses_a_role_without_its_own_place(
    role: Role, places: set[str], is_main: bool, message: str, coordinator: User
) -> None:
    with pytest.raises(Refusal, match=message):
        add_person(
            email="a@kunta.example",
            role=role,
            municipality=MunicipalityFactory() if "municipality" in places else None,
            region=RegionFactory() if "region" in places else None,
            is_main=is_main,
            by=coordinator,
        )
    assert User.objects.count() == 1


def test_add_person_makes_a_region_coordinator(coordinator: User) -> None:
    lappi = RegionFactory(code="19")
    membership, created = add_person(
        email="a@kunta.example",
        role=Role.REGION_COORDINATOR,
        municipality=None,
        region=lappi,
        by=coordinator,
    )
    assert (membership.role, membership.region, created) == ("region-coordinator", lappi, True)
    assert AuditRecord.objects.get().data == {
        "role": "region-coordinator",
        "municipality": "",
        "region": "19",
    }


def test_add_person_makes_a_writer_the_main_one_once_and_never_takes_it_back(
    coordinator: User,
) -> None:
    membership = MembershipFactory(municipality=MunicipalityFactory(code="009"))

    def add(is_main: bool) -> bool:
        return add_person(
            email=membership.user.email,
            role=Role.CONTRIBUTOR,
            municipality=membership.municipality,
            is_main=is_main,
            by=coordinator,
        ).created

    assert [add(True), add(True), add(False)] == [True, False, False]
    membership.refresh_from_db()
    assert membership.is_main
    assert AuditRecord.objects.get().data == {
        "role": "contributor",
        "municipality": "009",
        "main": True,
    }


def test_add_person_leaves_a_closed_account_to_those_who_may_open_it(coordinator: User) -> None:
    person = ContributorFactory(is_active=False)
    with pytest.raises(Refusal, match="Tunnus on suljettu"):
        add_person(
            email=person.email,
            role=Role.CONTRIBUTOR,
            municipality=MunicipalityFactory(),
            may_reopen=False,
            by=coordinator,
        )
    person.refresh_from_db()
    assert (person.is_active, person.memberships.count()) == (False, 1)


def test_remove_membership_keeps_the_last_administrator(coordinator: User) -> None:
    person = AdministratorFactory()
    with pytest.raises(Refusal, match="ainakin yksi ylläpitäjä"):
        remove_membership(membership=person.memberships.get(), by=person)
    with pytest.raises(Refusal, match="ainakin yksi ylläpitäjä"):
        deactivate(person=person, by=person)
    AdministratorFactory()
    remove_membership(membership=person.memberships.get(), by=person)
    assert person.memberships.count() == 0


def test_remove_membership_keeps_a_main_contributor_from_leaving_nobody_behind(
    coordinator: User,
) -> None:
    person = MainContributorFactory()
    membership = person.memberships.get()
    with pytest.raises(Refusal, match="ainoa pääkirjoittaja"):
        remove_membership(membership=membership, by=person)
    MainContributorFactory(municipality=membership.municipality)
    remove_membership(membership=membership, by=person)
    assert person.memberships.count() == 0
    last = Membership.objects.get(is_main=True)
    remove_membership(membership=last, by=coordinator)
    assert Membership.objects.filter(is_main=True).count() == 0
