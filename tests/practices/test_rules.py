import pytest
from django.contrib.auth.models import AnonymousUser

from kenno.moderation.enums import ReviewState
from kenno.practices import rules
from kenno.practices.models import Practice
from tests.factories.people import ContributorFactory, CoordinatorFactory, UserFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Practice:
    return PracticeFactory()


def everyone(practice: Practice) -> dict[str, object]:
    return {
        "anonymous": AnonymousUser(),
        "no role": UserFactory(),
        "other municipality": ContributorFactory(municipality=MunicipalityFactory()),
        "own municipality": ContributorFactory(municipality=practice.municipality),
        "coordinator": CoordinatorFactory(),
    }


WRITERS = {"own municipality", "coordinator"}


@pytest.mark.parametrize(
    ("rule", "state", "allowed"),
    [
        ("can_write", ReviewState.DRAFT, WRITERS),
        ("can_edit_now", ReviewState.DRAFT, WRITERS),
        ("can_edit_now", ReviewState.RETURNED, WRITERS),
        ("can_edit_now", ReviewState.IN_REVIEW, set()),
        ("can_edit_now", ReviewState.ARCHIVED, set()),
        ("can_submit", ReviewState.DRAFT, WRITERS),
        ("can_submit", ReviewState.RETURNED, WRITERS),
        ("can_submit", ReviewState.IN_REVIEW, set()),
        ("can_submit", ReviewState.PUBLISHED, set()),
        ("can_withdraw", ReviewState.IN_REVIEW, WRITERS),
        ("can_withdraw", ReviewState.DRAFT, set()),
        ("can_delete_draft", ReviewState.DRAFT, WRITERS),
        ("can_delete_draft", ReviewState.IN_REVIEW, set()),
        ("can_archive", ReviewState.DRAFT, {"coordinator"}),
        ("can_archive", ReviewState.ARCHIVED, set()),
        ("can_restore", ReviewState.ARCHIVED, {"coordinator"}),
        ("can_restore", ReviewState.DRAFT, set()),
        ("can_open_material", ReviewState.DRAFT, WRITERS),
    ],
)
def test_rule_allows_exactly_these(
    practice: Practice, rule: str, state: ReviewState, allowed: set[str]
) -> None:
    practice.review_state = state

    holds = {
        who for who, person in everyone(practice).items() if getattr(rules, rule)(person, practice)
    }

    assert holds == allowed


def test_can_start_practice_allows_those_with_a_role(practice: Practice) -> None:
    holds = {who for who, person in everyone(practice).items() if rules.can_start_practice(person)}

    assert holds == {"other municipality", "own municipality", "coordinator"}


def test_can_open_material_of_published_allows_everyone(practice: Practice) -> None:
    practice.live = True

    assert all(rules.can_open_material(person, practice) for person in everyone(practice).values())


def test_can_delete_draft_of_once_published_allows_nobody(practice: Practice) -> None:
    practice.first_published_at = practice.created_at

    assert not any(
        rules.can_delete_draft(person, practice) for person in everyone(practice).values()
    )
