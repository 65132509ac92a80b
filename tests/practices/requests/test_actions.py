"""Asking somebody to complete a draft, and what they do with it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kenno.core import suppression
from kenno.core.audit import history
from kenno.core.enums import SuppressionReason
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.models import OutboxMessage, SignedLink
from kenno.moderation import actions as moderation
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.actions import requests as actions
from kenno.practices.enums import RequestReason, RequestState
from kenno.practices.models import DraftRequest, Practice
from kenno.practices.models.requests import LINK_LIFETIME
from tests.factories.people import CoordinatorFactory, UserFactory
from tests.factories.practices import (
    DraftRequestFactory,
    PracticeFactory,
    PublishedPracticeFactory,
    StartedRequestFactory,
)

pytestmark = pytest.mark.django_db


def ask(practice: Practice, by: User, email: str = "omistaja@kunta.example") -> DraftRequest:
    return actions.ask_owner(
        practice=practice,
        email=email,
        title="kulttuurisihteeri",
        language="fi",
        message="Puhuimme eilen.",
        reason=RequestReason.INTERVIEW,
        by=by,
    )


def pass_on(asked: DraftRequest, email: str = "kirjasto@kunta.example") -> DraftRequest:
    return actions.pass_on(
        request=asked, email=email, title="kirjastonjohtaja", language="sv", message=""
    )


def test_owner_gets_one_mail_with_a_link_of_which_the_hash_is_kept(
    coordinator, django_capture_on_commit_callbacks
):
    practice = PracticeFactory(title="Kyläkino")
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(practice, coordinator)
    [sent] = mail.outbox
    path = next(line for line in str(sent.body).splitlines() if "/luonnos/" in line)
    token = path.rstrip("/").rpartition("/")[2]
    assert sent.to == ["omistaja@kunta.example"]
    assert "> Puhuimme eilen." in sent.body
    assert actions.request_of_link(token) == asked
    assert token not in SignedLink.objects.get().token_hash
    assert OutboxMessage.objects.get().body == ""
    person = asked.person
    assert (person.memberships.count(), person.has_usable_password()) == (0, False)
    assert [one.action for one in history(practice)] == ["practices.owner_asked"]


@pytest.mark.parametrize("state", [ReviewState.IN_REVIEW, ReviewState.ARCHIVED])
def test_nobody_is_asked_about_a_text_that_is_not_written(coordinator, state):
    with pytest.raises(Conflict):
        ask(PracticeFactory(review_state=state), coordinator)
    assert (DraftRequest.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_nobody_is_asked_about_an_edit_of_a_published_text(coordinator):
    with pytest.raises(Conflict):
        ask(PublishedPracticeFactory(review_state=ReviewState.DRAFT), coordinator)


def test_same_person_is_asked_once_until_the_request_is_over(coordinator):
    practice = PracticeFactory()
    first = ask(practice, coordinator)
    with pytest.raises(Refusal, match="on jo lähetetty pyyntö"):
        ask(practice, coordinator, email="Omistaja@kunta.example")
    actions.decline(request=first, reason="")
    assert ask(practice, coordinator).person == first.person
    assert practice.requests.count() == 2


def test_addresses_that_are_not_mailed_are_refused(coordinator):
    suppression.suppress(address="omistaja@kunta.example", reason=SuppressionReason.BOUNCE)
    UserFactory(email="suljettu@kunta.example", is_active=False)
    practice = PracticeFactory()
    for email in ("omistaja@kunta.example", "suljettu@kunta.example", "ei osoite"):
        with pytest.raises(Refusal):
            ask(practice, coordinator, email=email)
    assert DraftRequest.objects.count() == 0


def test_no_more_than_so_many_are_asked_about_a_draft(coordinator):
    practice = PracticeFactory()
    DraftRequestFactory.create_batch(actions.MOST_ASKED, practice=practice)
    with pytest.raises(Refusal, match="monta pyyntöä"):
        ask(practice, coordinator)


def test_opening_is_noted_once_and_does_nothing_else():
    asked = DraftRequestFactory()
    actions.note_opened(request=asked)
    first = DraftRequest.objects.get().opened_at
    actions.note_opened(request=asked)
    present = DraftRequest.objects.get()
    assert (present.opened_at, present.state) == (first, RequestState.OPENED)
    assert (present.started_at, history(asked.practice).count()) == (None, 0)


def test_starting_takes_a_no_back():
    asked = DraftRequestFactory()
    actions.decline(request=asked, reason="Ei ole meidän.")
    assert DraftRequest.objects.get().state == RequestState.DECLINED
    actions.start(request=asked)
    actions.start(request=asked)
    present = DraftRequest.objects.get()
    assert (present.state, present.decline_reason) == (RequestState.STARTED, "")
    assert [one.action for one in history(asked.practice)] == [
        "practices.request_started",
        "practices.request_declined",
    ]


def test_submitting_sends_for_review_once_and_mails_a_receipt_with_the_same_link(
    django_capture_on_commit_callbacks,
):
    asked = StartedRequestFactory(practice__title="Kyläkino")
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.submit(request=asked, token="a" * 43) is True
        assert actions.submit(request=asked, token="a" * 43) is False
    practice = Practice.objects.get()
    [receipt] = mail.outbox
    assert practice.review_state == ReviewState.IN_REVIEW
    assert practice.current_workflow_state.requested_by == asked.person
    assert receipt.subject == "Kiitos: Kyläkino on tarkistettavana"
    assert f"/luonnos/{'a' * 43}/teksti/" in receipt.body
    assert DraftRequest.objects.get().state == RequestState.SUBMITTED


def test_draft_that_lacks_something_is_not_sent():
    asked = StartedRequestFactory(practice__summary="")
    with pytest.raises(Refusal, match="tiivistelmä"):
        actions.submit(request=asked, token="a" * 43)
    assert DraftRequest.objects.get().submitted_at is None
    assert OutboxMessage.objects.count() == 0


def test_who_declined_sends_nothing_before_changing_their_mind():
    asked = StartedRequestFactory()
    actions.decline(request=asked, reason="")
    with pytest.raises(Gone):
        actions.submit(request=asked, token="a" * 43)


def test_declining_is_too_late_when_the_draft_is_sent():
    asked = StartedRequestFactory()
    actions.submit(request=asked, token="a" * 43)
    with pytest.raises(Conflict):
        actions.decline(request=asked, reason="")
    assert DraftRequest.objects.get().state == RequestState.SUBMITTED


def test_passing_on_gives_somebody_else_a_link_of_their_own(django_capture_on_commit_callbacks):
    asked = DraftRequestFactory(
        told_by="museoamanuenssi", asked_by=CoordinatorFactory(), title="sivistysjohtaja"
    )
    with django_capture_on_commit_callbacks(execute=True):
        child = pass_on(asked)
    [sent] = mail.outbox
    assert (child.parent, child.asked_by) == (asked, asked.asked_by)
    assert (child.told_by, child.person.language) == ("museoamanuenssi", "sv")
    assert sent.to == ["kirjasto@kunta.example"]
    assert "sivistysjohtaja" in sent.body
    assert DraftRequest.objects.get(pk=asked.pk).state == RequestState.PASSED_ON


def test_one_passes_on_to_a_few_at_most():
    asked = DraftRequestFactory()
    for number in range(actions.MOST_PASSED_ON):
        pass_on(asked, f"osoite{number}@kunta.example")
    with pytest.raises(Refusal, match="montaa"):
        pass_on(asked)
    assert DraftRequest.objects.count() == actions.MOST_PASSED_ON + 1


def test_revoked_request_opens_nothing_and_its_waiting_mail_is_deleted(coordinator):
    asked = ask(PracticeFactory(), coordinator)
    token = actions.make_link(asked).rstrip("/").rpartition("/")[2]
    actions.revoke(request=asked, by=coordinator)
    with pytest.raises(Gone):
        actions.request_of_link(token)
    with pytest.raises(Conflict):
        actions.revoke(request=asked, by=coordinator)
    assert OutboxMessage.objects.count() == 0
    assert DraftRequest.objects.get().state == RequestState.REVOKED


def test_link_expires_and_so_does_the_state(time_machine):
    asked = StartedRequestFactory()
    token = actions.make_link(asked).rstrip("/").rpartition("/")[2]
    time_machine.move_to(timezone.now() + LINK_LIFETIME + timedelta(minutes=1), tick=False)
    with pytest.raises(Gone, match="vanhentunut"):
        actions.request_of_link(token)
    assert DraftRequest.objects.get().state == RequestState.EXPIRED


def test_returned_draft_leads_its_author_back_by_a_new_link(coordinator):
    asked = StartedRequestFactory(person__language="fi")
    actions.submit(request=asked, token="a" * 43)
    practice = Practice.objects.get()
    OutboxMessage.objects.all().delete()
    moderation.return_to_author(
        record=practice,
        by=coordinator,
        revision_id=practice.current_workflow_task_state.revision_id,
        message="Kerro vielä hinta.",
    )
    message = OutboxMessage.objects.get()
    [path] = [line for line in message.body.splitlines() if "/luonnos/" in line]
    assert path.endswith("/teksti/")
    assert actions.request_of_link(path.split("/")[-3]) == asked
    assert message.confidential is True


def test_there_is_no_way_back_for_who_was_not_asked_or_whose_request_is_revoked(coordinator):
    asked = DraftRequestFactory()
    assert actions.way_back(asked.practice, UserFactory()) is None
    actions.revoke(request=asked, by=coordinator)
    assert actions.way_back(asked.practice, asked.person) is None
