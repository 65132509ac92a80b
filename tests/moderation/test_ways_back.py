"""A returned text leads its author to where they write, also outside the workspace."""

from collections.abc import Iterator

import pytest
from django.utils.translation import get_language

from kenno.core.models import OutboxMessage
from kenno.moderation import actions, registry
from kenno.moderation.models import Moderated
from kenno.people.models import User
from kenno.practices.models import Practice
from tests.factories.people import CoordinatorFactory, UserFactory
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ways() -> Iterator[dict[str, registry.WayBack]]:
    """The registered ways, put back as they were afterwards."""
    kept = dict(registry._ways_back)
    registry._ways_back.clear()
    yield registry._ways_back
    registry._ways_back.clear()
    registry._ways_back.update(kept)


def submitted_by(author: User) -> Practice:
    practice = PracticeFactory(title="Kaveri")
    actions.save_draft(record=practice, by=author, based_on=0)
    actions.submit(record=practice, by=author)
    return Practice.objects.get(pk=practice.pk)


def give_back(practice: Practice) -> OutboxMessage:
    actions.return_to_author(
        record=practice,
        by=CoordinatorFactory(),
        revision_id=practice.current_workflow_task_state.revision_id,
        message="Kerro lisää.",
    )
    return OutboxMessage.objects.get()


def test_returned_text_leads_by_the_first_way_that_is_known(ways) -> None:
    author = UserFactory(language="sv")
    practice = submitted_by(author)

    def find(record: Moderated, person: User) -> str:
        return f"/{get_language()}/{record.pk}/{person.pk}/"

    registry.register_way_back("none", lambda record, person: None)
    registry.register_way_back("first", find)
    registry.register_way_back("second", lambda record, person: "/toinen/")

    message = give_back(practice)

    assert f"/sv/{practice.pk}/{author.pk}/\n" in message.body
    assert "/toinen/" not in message.body
    assert (message.confidential, message.expires_at is None) == (True, False)


def test_returned_text_leads_to_the_workspace_when_no_way_is_known(ways) -> None:
    practice = submitted_by(UserFactory())
    registry.register_way_back("none", lambda record, person: None)

    message = give_back(practice)

    assert f"/tyopoyta/kaytanteet/{practice.pk}/\n" in message.body
    assert (message.confidential, message.expires_at) == (False, None)


def test_published_text_leads_to_its_page_whatever_the_ways(ways) -> None:
    author = UserFactory()
    practice = submitted_by(author)
    registry.register_way_back("way", lambda record, person: "/takaisin/")

    actions.approve(
        record=practice,
        by=CoordinatorFactory(),
        revision_id=practice.current_workflow_task_state.revision_id,
    )

    message = OutboxMessage.objects.get()
    assert "/kaytanteet/kaveri/\n" in message.body
    assert "/takaisin/" not in message.body
    assert message.confidential is False
