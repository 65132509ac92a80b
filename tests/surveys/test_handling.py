"""What a coordinator does with the practices of an answer, and what its writers hear of it."""

import json
from typing import Any

import pytest
from django.test import Client

from kenno.core.exceptions import Conflict
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.moderation import actions as moderation
from kenno.moderation.actions import DraftChanged
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.models import Practice
from kenno.surveys.actions.handling import join_told, reject_told, split_told, take_over_told
from kenno.surveys.models import Response, ResponsePractice, SurveyRound
from kenno.surveys.queries.export import exported
from tests.factories.people import CoordinatorFactory, RegionCoordinatorFactory, UserFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.surveys import (
    OpenRoundFactory,
    ResponsePracticeFactory,
    SubmittedResponseFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return CoordinatorFactory()


@pytest.fixture
def response() -> Response:
    return SubmittedResponseFactory()


def tell(
    response: Response, email: str = "kirjoittaja@kunta.example", **texts: object
) -> ResponsePractice:
    """A practice of a sent answer, in review, begun by somebody without a role."""
    author = User.objects.filter(email=email).first() or UserFactory(email=email)
    row = ResponsePracticeFactory(
        response=response,
        practice__created_by=author,
        **{f"practice__{name}": text for name, text in texts.items()},
    )
    moderation.save_draft(record=row.practice, by=author, based_on=0)
    moderation.submit(record=row.practice, by=author)
    return ResponsePractice.objects.get(pk=row.pk)


def address(row: ResponsePractice, step: str) -> str:
    return f"/tyopoyta/kyselyt/vastaus/{row.response_id}/kaytanne/{row.practice_id}/{step}/"


def told_of(response: Response) -> list[tuple[str, bool]]:
    return [(row.practice.title, row.is_joined) for row in response.practices.all()]


def test_split_adds_a_practice_to_the_same_answer(coordinator: User, response: Response) -> None:
    row = tell(response, title="Kaksi asiaa", need="Tarve")
    split_told(told=row, title="Toinen asia", texts=["need"], by=coordinator, based_on=1)
    assert told_of(response) == [("Kaksi asiaa", False), ("Toinen asia", False)]
    assert [one.is_taken_over for one in response.practices.all()] == [True, True]
    assert AuditRecord.objects.filter(action="surveys.practice_split").count() == 1


def test_split_page_copies_the_chosen_parts(
    client: Client, coordinator: User, response: Response
) -> None:
    row = tell(response, need="Tarve", smallest_version="Yksi ilta")
    client.force_login(coordinator)
    page = client.get(address(row, "jaa"))
    assert page.context["form"].initial["sections"][:2] == ["basics", "story"]
    client.post(address(row, "jaa"), {"title": "Toinen", "sections": ["story"], "version": "1"})
    new = Practice.objects.get(title="Toinen")
    assert (new.need, new.summary, new.smallest_version) == ("Tarve", "", "")


def test_split_page_without_a_name_keeps_what_was_chosen(
    client: Client, coordinator: User, response: Response
) -> None:
    client.force_login(coordinator)
    page = client.post(
        address(tell(response), "jaa"), {"title": " ", "sections": ["story"], "version": "1"}
    )
    assert page.status_code == 422
    assert page.context["form"]["sections"].value() == ["story"]
    assert Practice.objects.count() == 1


def test_join_points_the_other_answer_to_what_stays(coordinator: User) -> None:
    survey = OpenRoundFactory()
    first, second = SubmittedResponseFactory.create_batch(2, round=survey)
    stays = tell(first, title="Jää")
    goes = tell(second, email="toinen@kunta.example", title="Menee")
    join_told(told=goes, kept=stays.practice, by=coordinator, told_version=1, kept_version=1)
    assert (told_of(first), told_of(second)) == ([("Jää", False)], [("Jää", True)])
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient) == ("surveys.practices_merged", "toinen@kunta.example")
    assert "”Menee” on sama kuin ”Jää”" in message.body
    taken = taken_out(survey)
    assert [[one["is_joined"] for one in told] for told in taken] == [[False], [True]]


def taken_out(survey: SurveyRound) -> list[list[dict[str, Any]]]:
    """The practices of each answer, as they stand in the file of the answers."""
    text = "".join(exported(survey, unfinished=False, personal=False).document())
    return [one["practices"] for one in json.loads(text)["responses"]]


def test_join_within_an_answer_leaves_one(coordinator: User, response: Response) -> None:
    stays, goes = tell(response, title="Jää"), tell(response, title="Menee")
    join_told(told=goes, kept=stays.practice, by=coordinator, told_version=1, kept_version=1)
    assert told_of(response) == [("Jää", False)]
    assert not OutboxMessage.objects.exists()


def test_join_page_lets_a_published_practice_stay_only(
    client: Client, coordinator: User, response: Response
) -> None:
    published, row = PublishedPracticeFactory(title="Julkaistu"), tell(response)
    client.force_login(coordinator)
    path = f"{address(row, 'yhdista')}{published.pk}/"
    assert [value for value, _label in client.get(path).context["form"].fields["kept"].choices] == [
        str(published.pk)
    ]
    answer = client.post(path, {"kept": published.pk, "version": "1", "other_version": "0"})
    assert answer["Location"] == f"/tyopoyta/kaytanteet/{row.practice_id}/yhdistetty/"
    assert told_of(response) == [("Julkaistu", True)]


def test_join_page_keeps_the_one_that_was_chosen(
    client: Client, coordinator: User, response: Response
) -> None:
    mine, other = tell(response, title="Oma"), tell(response, title="Toinen")
    client.force_login(coordinator)
    path = f"{address(mine, 'yhdista')}{other.practice_id}/"
    assert client.post(path, {"version": "1", "other_version": "1"}).status_code == 422
    client.post(path, {"kept": mine.practice_id, "version": "1", "other_version": "1"})
    assert told_of(response) == [("Oma", False)]


def test_join_page_after_another_saved_shows_the_newest_and_asks_again(
    client: Client, coordinator: User, response: Response
) -> None:
    mine, other = tell(response), tell(response)
    client.force_login(coordinator)
    path = f"{address(mine, 'yhdista')}{other.practice_id}/"
    answer = client.post(path, {"kept": mine.practice_id, "version": "1", "other_version": "0"})
    assert answer.status_code == 409
    assert "Joku on muokannut tekstiä sillä välin." in answer.content.decode()
    assert response.practices.count() == 2


def test_candidates_are_near_first_and_found_by_name(
    client: Client, coordinator: User, response: Response
) -> None:
    row = tell(response, title="Satuhetki hallissa")
    near = tell(response, title="Aivan muuta")
    like = tell(SubmittedResponseFactory(round=response.round), title="Satuhetket kirjastossa")
    far = tell(SubmittedResponseFactory(), title="Satuhetki muualla")
    published = PublishedPracticeFactory(title="Kyläkino")
    client.force_login(coordinator)
    found = client.get(address(row, "yhdista")).context["found"]
    assert found == [near.practice, like.practice]
    found = client.get(f"{address(row, 'yhdista')}?q=kyläk").context["found"]
    assert found == [published]
    assert client.get(f"{address(row, 'yhdista')}{far.practice_id}/").status_code == 200


@pytest.mark.parametrize("tells", [True, False])
def test_take_over_tells_the_author_if_wanted(
    coordinator: User, response: Response, tells: bool
) -> None:
    row = tell(response)
    take_over_told(told=row, tell=tells, by=coordinator, based_on=1)
    row = ResponsePractice.objects.get()
    assert (row.is_taken_over, row.practice.draft_saved_by) == (True, coordinator)
    assert OutboxMessage.objects.filter(kind="surveys.practice_taken_over").count() == int(tells)


def test_rejection_archives_with_a_reason_that_the_author_gets(
    coordinator: User, response: Response
) -> None:
    row = tell(response, title="Mainos")
    reject_told(told=row, reason="Tämä on ilmoitus tapahtumasta.", by=coordinator, based_on=1)
    row = ResponsePractice.objects.get()
    assert (row.is_rejected, row.rejection) == (True, "Tämä on ilmoitus tapahtumasta.")
    assert row.practice.review_state == ReviewState.ARCHIVED
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient) == (
        "surveys.practice_rejected",
        "kirjoittaja@kunta.example",
    )
    assert "> Tämä on ilmoitus tapahtumasta." in message.body
    [[told]] = taken_out(response.round)
    assert told["is_rejected"] is True
    moderation.restore(record=row.practice, by=coordinator)
    assert ResponsePractice.objects.get().is_rejected is False


def test_rejection_without_a_reason_is_refused(
    client: Client, coordinator: User, response: Response
) -> None:
    row = tell(response)
    client.force_login(coordinator)
    page = client.post(address(row, "ei-julkaista"), {"reason": "", "version": "1"})
    assert page.status_code == 422
    assert ResponsePractice.objects.get().rejected_at is None


def test_rejection_after_another_saved_keeps_the_reason_on_the_page(
    client: Client, coordinator: User, response: Response
) -> None:
    row = tell(response)
    client.force_login(coordinator)
    page = client.post(address(row, "ei-julkaista"), {"reason": "Mainos.", "version": "0"})
    html = page.content.decode()
    assert (page.status_code, "Mainos." in html) == (409, True)
    assert 'name="version" value="1"' in html
    assert ResponsePractice.objects.get().rejected_at is None


def test_decisions_on_a_published_practice_are_conflicts(
    coordinator: User, response: Response
) -> None:
    row = ResponsePracticeFactory(response=response, practice=PublishedPracticeFactory())
    with pytest.raises(Conflict):
        reject_told(told=row, reason="x", by=coordinator, based_on=0)
    with pytest.raises(Conflict):
        take_over_told(told=row, tell=False, by=coordinator, based_on=0)


def test_decisions_on_a_text_saved_meanwhile_are_refused(
    coordinator: User, response: Response
) -> None:
    row = tell(response)
    with pytest.raises(DraftChanged):
        reject_told(told=row, reason="x", by=coordinator, based_on=0)
    with pytest.raises(DraftChanged):
        take_over_told(told=row, tell=False, by=coordinator, based_on=0)
    with pytest.raises(DraftChanged):
        split_told(told=row, title="x", texts=[], by=coordinator, based_on=0)


def test_joined_practice_is_not_handled_in_the_answer_that_joined(
    client: Client, coordinator: User, response: Response
) -> None:
    row = ResponsePracticeFactory(
        response=response, practice=PublishedPracticeFactory(), is_joined=True
    )
    client.force_login(coordinator)
    for step in ("jaa", "yhdista", "viimeistele", "ei-julkaista"):
        assert client.get(address(row, step)).status_code == 404


def test_two_published_practices_are_not_joined(
    client: Client, coordinator: User, response: Response
) -> None:
    row = ResponsePracticeFactory(response=response, practice=PublishedPracticeFactory())
    client.force_login(coordinator)
    other = PublishedPracticeFactory()
    assert client.get(f"{address(row, 'yhdista')}{other.pk}/").status_code == 409


def test_joining_is_for_coordinators_of_both_regions(client: Client, response: Response) -> None:
    row, other = tell(response), tell(SubmittedResponseFactory(round=response.round))
    client.force_login(RegionCoordinatorFactory(region=response.municipality.region))
    assert client.get(address(row, "yhdista")).context["found"] == []
    path = f"{address(row, 'yhdista')}{other.practice_id}/"
    form = {"kept": other.practice_id, "version": "1", "other_version": "1"}
    assert client.post(path, form).status_code == 403
    assert other.response.practices.count() == 1
