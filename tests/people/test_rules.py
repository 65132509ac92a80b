import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from kenno.people import rules
from kenno.people.models import User
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory

pytestmark = pytest.mark.django_db

COORDINATORS_ONLY = [
    rules.is_coordinator,
    rules.can_manage_people,
    rules.can_read_outbox,
    rules.can_read_audit,
]


@pytest.mark.parametrize("rule", COORDINATORS_ONLY)
def test_coordinators_rules_hold_for_coordinators_only(rule: rules.Rule) -> None:
    assert rule(CoordinatorFactory())
    assert not rule(ContributorFactory())
    assert not rule(UserFactory())
    assert not rule(AnonymousUser())


def test_contributes_for_gives_the_persons_own_municipalities() -> None:
    person = UserFactory()
    first, second, _ = (MunicipalityFactory() for _ in range(3))
    MembershipFactory(user=person, municipality=first)
    MembershipFactory(user=person, municipality=second)
    assert rules.contributes_for(person) == {first.pk, second.pk}
    assert rules.contributes_for(CoordinatorFactory()) == set()
    assert rules.contributes_for(AnonymousUser()) == set()


def test_is_contributor_holds_for_writers_of_a_municipality() -> None:
    assert rules.is_contributor(ContributorFactory())
    assert not rules.is_contributor(CoordinatorFactory())
    assert not rules.is_contributor(UserFactory())
    assert not rules.is_contributor(AnonymousUser())


def test_has_workspace_holds_for_those_with_a_role() -> None:
    assert rules.has_workspace(ContributorFactory())
    assert rules.has_workspace(CoordinatorFactory())
    assert not rules.has_workspace(UserFactory())
    assert not rules.has_workspace(AnonymousUser())


def test_is_signed_in_holds_for_every_person() -> None:
    assert rules.is_signed_in(UserFactory())
    assert not rules.is_signed_in(AnonymousUser())


def test_a_closed_account_may_do_nothing() -> None:
    person = CoordinatorFactory(is_active=False)
    assert not rules.is_coordinator(person)
    assert not rules.has_workspace(person)


@pytest.mark.parametrize("rows", [1, 3])
def test_rules_read_the_roles_once(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = UserFactory()
    for _ in range(rows):
        MembershipFactory(user=person)
    person = User.objects.get(pk=person.pk)
    with django_assert_num_queries(1):
        rules.is_coordinator(person)
        rules.is_contributor(person)
        rules.has_workspace(person)
