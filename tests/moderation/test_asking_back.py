"""Asking back about a part, the author's way back, and a coordinator who takes a text over."""

import pytest
from django.test import Client

from kenno.core.exceptions import Conflict
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.moderation import actions, registry
from kenno.moderation.enums import ReviewState
from kenno.moderation.queries import AskedBack, asked_back
from kenno.people.models import User
from kenno.practices.models import Practice
from tests.factories.people import ContributorFactory, CoordinatorFactory
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory
from tests.moderation.test_views import address, seen, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return ContributorFactory(email="kirjoittaja@kunta.example")


@pytest.fixture
def submitted(author: User) -> Practice:
    place = author.memberships.get().municipality
    return submit(PracticeFactory(title="Kyläkino", municipality=place), author)


def give_back(practice: Practice, by: User, part: str = "") -> Practice:
    actions.return_to_author(
        record=practice, by=by, revision_id=seen(practice), message="Kenelle?", part=part
    )
    return Practice.objects.get(pk=practice.pk)


def test_return_about_a_part_leads_the_author_to_it(client: Client, submitted: Practice) -> None:
    client.force_login(CoordinatorFactory())
    form = {"return-revision": seen(submitted), "return-message": "Kenelle?"}
    client.post(address(submitted, "palauta/"), {**form, "return-part": "audience"})
    submitted.refresh_from_db()
    assert asked_back(submitted) == AskedBack("Kenelle?", "audience", "Kenelle ja mitä")
    message = OutboxMessage.objects.get()
    assert f"/tyopoyta/kaytanteet/{submitted.pk}/osa/audience/" in message.body
    assert "Kysymys koskee osaa ”Kenelle ja mitä”." in message.body
    assert message.confidential is False


def test_writing_page_shows_the_message_with_a_link_to_the_part(
    client: Client, submitted: Practice, author: User
) -> None:
    give_back(submitted, CoordinatorFactory(), "story")
    client.force_login(author)
    html = client.get(f"/tyopoyta/kaytanteet/{submitted.pk}/").content.decode()
    assert "Kenelle?" in html
    assert "Avaa osa, jota kysymys koskee: Tarve ja kuvaus" in html


def test_return_about_an_unknown_part_is_refused_and_keeps_what_was_typed(
    client: Client, submitted: Practice
) -> None:
    client.force_login(CoordinatorFactory())
    form = {"return-revision": seen(submitted), "return-message": "Kenelle?"}
    response = client.post(address(submitted, "palauta/"), {**form, "return-part": "muu"})
    assert response.status_code == 422
    assert "Kenelle?" in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.review_state == ReviewState.IN_REVIEW


def test_text_that_is_not_with_its_author_has_not_been_asked_back(submitted: Practice) -> None:
    assert asked_back(submitted) is None


def test_way_back_of_a_room_is_in_a_confidential_mail(
    submitted: Practice, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_ways_back", {})
    registry.register_way_back("none", lambda record, person: None)
    registry.register_way_back("tests", lambda record, person: f"/oma/{record.pk}/{person.pk}/")
    give_back(submitted, CoordinatorFactory(), "story")
    message = OutboxMessage.objects.get()
    assert f"/oma/{submitted.pk}/{author.pk}/" in message.body
    assert "/tyopoyta/" not in message.body
    assert message.confidential is True


def test_author_hears_when_the_coordinator_had_sent_the_text(author: User) -> None:
    coordinator = CoordinatorFactory()
    practice = submit(PracticeFactory(created_by=author), coordinator)
    give_back(practice, coordinator)
    assert OutboxMessage.objects.get().recipient == "kirjoittaja@kunta.example"


@pytest.mark.parametrize("state", ["draft", "in-review", "returned"])
def test_take_over_makes_a_draft_in_the_coordinators_hands(author: User, state: str) -> None:
    coordinator = CoordinatorFactory()
    practice = PracticeFactory()
    if state != "draft":
        practice = submit(practice, author)
    if state == "returned":
        practice = give_back(practice, coordinator)
    actions.take_over(record=practice, by=coordinator)
    practice.refresh_from_db()
    assert (practice.review_state, practice.draft_saved_by) == (ReviewState.DRAFT, coordinator)
    assert practice.current_workflow_state is None
    assert AuditRecord.objects.filter(action="moderation.taken_over").count() == 1


def test_take_over_of_a_published_text_is_a_conflict() -> None:
    with pytest.raises(Conflict):
        actions.take_over(record=PublishedPracticeFactory(), by=CoordinatorFactory())
