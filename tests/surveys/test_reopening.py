"""A sent answer opened again: by whom it is written, until when, and what if nobody sends it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.models import Practice
from kenno.surveys.actions import reopening, rounds
from kenno.surveys.enums import InvitationState, PlaceState, RoundState
from kenno.surveys.models import Invitation, Response, SurveyRound
from kenno.surveys.queries.tracking import tracked_places
from kenno.surveys.tasks import run_rounds
from tests.factories.people import CoordinatorFactory
from tests.factories.surveys import OpenRoundFactory
from tests.surveys.answering.conftest import (  # noqa: F401  # ruff does not see fixtures used
    WITH_TASKS,
    Link,
    invited,
)
from tests.surveys.answering.test_told_practices import begin, section, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return CoordinatorFactory()


@pytest.fixture
def sent(invited) -> Link:  # noqa: F811  # the fixture by its name
    link: Link = invited(OpenRoundFactory(practice_sections=WITH_TASKS))
    whole(link)
    link.post("submit")
    return link


def reopen(link: Link, by: User, days: int = 14) -> Link:
    """Open the answer again, and return the link of the mail that tells of it."""
    until = timezone.now() + timedelta(days=days)
    reopening.reopen_response(
        response=Response.objects.get(), reason="Montako tilaisuutta?", until=until, by=by
    )
    body = OutboxMessage.objects.get(kind="surveys.response_reopened").body
    [token] = re.findall(r"/kysely/([\w-]+)/", body)
    return Link(link.invitation, token, Client())


def test_reopened_answer_is_written_behind_a_new_link_and_the_old_one(sent, coordinator):
    link = reopen(sent, coordinator)
    for one in (link, sent):
        html = one.get("answer").content.decode()
        assert "Montako tilaisuutta?" in html
    begin(link, title="Toinen")
    assert Response.objects.get().practices.count() == 2
    message = OutboxMessage.objects.get(kind="surveys.response_reopened")
    assert (message.confidential, message.recipient) == (True, sent.invitation.person.email)
    assert AuditRecord.objects.get(action="surveys.response_reopened").message == (
        "Montako tilaisuutta?"
    )


def test_reopened_answer_is_tracked_as_started(sent, coordinator):
    survey = SurveyRound.objects.get()
    reopen(sent, coordinator)
    assert [place.state for place in tracked_places(survey)] == [PlaceState.STARTED]
    assert Invitation.objects.get().state == InvitationState.STARTED


def test_reopened_answer_is_written_after_the_round_and_its_grace(sent, coordinator, time_machine):
    survey = SurveyRound.objects.get()
    rounds.close_round(survey=survey, by=coordinator)
    time_machine.move_to(timezone.now() + timedelta(days=30), tick=False)
    assert sent.get("summary").status_code == 410
    link = reopen(sent, coordinator)
    begin(link, title="Toinen")
    assert sent.get("answer").status_code == 200
    time_machine.move_to(timezone.now() + timedelta(days=15), tick=False)
    assert link.get("answer").status_code == 410


def test_closing_the_round_leaves_the_links_of_a_reopened_answer(sent, coordinator, time_machine):
    link = reopen(sent, coordinator)
    rounds.close_round(survey=SurveyRound.objects.get(), by=coordinator)
    time_machine.move_to(timezone.now() + timedelta(days=13), tick=False)
    assert link.get("answer").status_code == 200


def test_reopened_answer_is_passed_on_with_a_link_that_lasts_as_long(
    sent, coordinator, time_machine
):
    rounds.close_round(survey=SurveyRound.objects.get(), by=coordinator)
    time_machine.move_to(timezone.now() + timedelta(days=30), tick=False)
    link = reopen(sent, coordinator)
    data = {"title": "tuottaja", "email": "tuottaja@kunta.example", "language": "fi"}
    link.post("delegate", data=data)
    body = OutboxMessage.objects.get(kind="surveys.delegation").body
    [token, _stop] = re.findall(r"/kysely/([\w-]+)/", body)
    child = Link(Invitation.objects.get(parent__isnull=False), token, Client())
    child.post("start")
    assert child.get("answer").status_code == 200


def test_practice_in_review_is_taken_back_and_sent_again(sent, coordinator):
    practice = Practice.objects.get()
    assert sent.post("withdraw_told", practice.pk).status_code == 409
    link = reopen(sent, coordinator)
    assert "Ota takaisin muokattavaksi" in link.get("answer").content.decode()
    link.post("withdraw_told", practice.pk)
    data = section(link, practice, title="Kulttuurikortteli", summary="Toisin")
    link.post("section", practice.pk, "basics", data=data)
    link.post("submit")
    practice.refresh_from_db()
    assert (practice.review_state, practice.summary) == (ReviewState.IN_REVIEW, "Toisin")
    present = Response.objects.get()
    assert (present.submitted_by, present.reopened_until) == (sent.invitation, None)
    assert link.post("withdraw_told", practice.pk).status_code == 409


def test_practice_taken_over_rests_in_a_reopened_answer(sent, coordinator):
    practice = Practice.objects.get()
    link = reopen(sent, coordinator)
    link.post("withdraw_told", practice.pk)
    Response.objects.get().practices.update(taken_over_at=timezone.now())
    assert "Koordinaattori viimeistelee tämän." in link.get("answer").content.decode()
    assert link.post("section", practice.pk, "basics").status_code == 410
    assert link.post("remove_practice", practice.pk).status_code == 409
    link.post("submit")
    practice.refresh_from_db()
    assert practice.review_state == ReviewState.DRAFT


def test_answer_that_nobody_sends_counts_again_as_it_was(sent, coordinator, time_machine):
    before = Response.objects.get()
    reopen(sent, coordinator, days=2)
    run_rounds.call()
    assert Response.objects.get().submitted_at is None
    time_machine.move_to(timezone.now() + timedelta(days=3), tick=False)
    for _twice in range(2):
        run_rounds.call()
    present = Response.objects.get()
    assert (present.submitted_at, present.submitted_by) == (before.submitted_at, sent.invitation)
    assert Invitation.objects.get().state == InvitationState.SUBMITTED
    assert AuditRecord.objects.filter(action="surveys.response_closed_again").count() == 1


def test_coordinator_closes_a_reopened_answer(client, sent, coordinator):
    reopen(sent, coordinator)
    client.force_login(coordinator)
    path = f"/tyopoyta/kyselyt/vastaus/{Response.objects.get().pk}/"
    assert "Sulje vastaus taas" in client.get(path).content.decode()
    assert client.post(f"{path}sulje/")["Location"] == path
    assert Response.objects.get().submitted_at is not None
    assert client.post(f"{path}sulje/").status_code == 409


@pytest.mark.parametrize("state", [RoundState.PAUSED, RoundState.ARCHIVED])
def test_answer_of_a_round_that_rests_is_not_reopened(sent, coordinator, state):
    SurveyRound.objects.update(state=state)
    with pytest.raises(Refusal, match="tauolla tai arkistoitu"):
        reopen(sent, coordinator)


@pytest.mark.parametrize("days", [0, 91])
def test_answer_is_reopened_to_a_sensible_day(sent, coordinator, days):
    with pytest.raises(Refusal, match="tulevaisuudessa, enintään 90 päivän"):
        reopen(sent, coordinator, days)


def test_answer_is_reopened_once_at_a_time(sent, coordinator):
    reopen(sent, coordinator)
    with pytest.raises(Conflict):
        reopen(sent, coordinator)


def test_answer_with_nobody_to_write_it_is_not_reopened(sent, coordinator):
    User.objects.filter(pk=sent.invitation.person_id).update(is_active=False)
    with pytest.raises(Refusal, match="ei ole enää kirjoittajaa"):
        reopen(sent, coordinator)


def test_page_keeps_what_was_typed_when_the_day_does_not_hold(client, sent, coordinator):
    client.force_login(coordinator)
    path = f"/tyopoyta/kyselyt/vastaus/{Response.objects.get().pk}/avaa/"
    form = {"reason": "Montako tilaisuutta?", "last_day": "2020-01-01"}
    page = client.post(path, form)
    assert (page.status_code, "Montako tilaisuutta?" in page.content.decode()) == (400, True)
    day = timezone.localdate() + timedelta(days=7)
    client.post(path, {**form, "last_day": day.isoformat()})
    until = Response.objects.get().reopened_until
    assert until is not None
    assert timezone.localtime(until).strftime("%Y-%m-%d %H:%M:%S") == f"{day} 23:59:59"
