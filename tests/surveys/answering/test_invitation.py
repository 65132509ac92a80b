import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from kenno.core.models import AuditRecord
from kenno.surveys.actions.invitations import make_invitations
from kenno.surveys.enums import InvitationState, RoundState
from kenno.surveys.models import Invitation, Recipient, Response
from tests.factories.surveys import ClosedRoundFactory, CopyFactory, OpenRoundFactory
from tests.surveys.answering.conftest import Link, link_to

pytestmark = pytest.mark.django_db

QUERIES_ALONE = 5

COLLEAGUE = {
    "title": "kirjastotoimenjohtaja",
    "email": "Kirjasto@kunta.example",
    "language": "sv",
    "message": "Sinä tiedät tästä enemmän.",
}


def state(link):
    return Invitation.objects.get(pk=link.invitation.pk).state


def test_opening_shows_who_was_asked_and_begins_nothing(invited):
    link = invited(begun=False)
    answer = link.get("invitation")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Mitä hyvää teillä tehdään?" in text
    assert link.invitation.recipient.municipality.name in text
    assert "Kutsu on lähetetty tehtävään: kulttuurisihteeri." in " ".join(text.split())
    assert state(link) == InvitationState.OPENED
    assert not Response.objects.exists()
    assert not AuditRecord.objects.exists()


def test_pages_of_a_link_are_kept_and_told_nowhere(invited):
    link = invited()
    for name in ("invitation", "answer", "summary", "delegate", "decline", "add_practice"):
        answer = link.get(name)
        assert answer.status_code == 200, name
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"


def test_start_begins_the_answer_and_a_second_person_joins_it(invited):
    link = invited(begun=False)
    assert link.post("start")["Location"] == link.url("answer")
    assert state(link) == InvitationState.STARTED
    link.post("start")
    assert Response.objects.count() == 1
    assert AuditRecord.objects.filter(action="surveys.answer_started").count() == 1


def test_start_is_never_by_get(invited):
    link = invited(begun=False)
    for name in ("start", "submit"):
        assert link.get(name).status_code == 405
    assert not Response.objects.exists()


@pytest.mark.parametrize("name", ["invitation", "answer", "summary", "delegate", "decline"])
def test_link_that_does_not_work_says_so(client, invited, name):
    link = invited()
    link.token = "x" * 43
    assert link.get(name).status_code == 410


def test_revoked_invitation_opens_nothing(invited):
    link = invited()
    Invitation.objects.update(revoked_at=timezone.now())
    assert link.get("invitation").status_code == 410
    assert link.post("start").status_code == 410


def test_link_replaced_by_a_newer_one_stops_working(invited):
    link = invited()
    newer = link_to(link.invitation)
    assert link.get("answer").status_code == 410
    assert newer.get("answer").status_code == 200


def test_paused_round_says_that_the_answer_is_kept(invited):
    link = invited()
    link.invitation.recipient.round.state = RoundState.PAUSED
    link.invitation.recipient.round.save()
    answer = link.get("answer")
    assert answer.status_code == 410
    assert "Vastauksesi on tallessa." in answer.content.decode()


def test_answer_is_not_there_before_it_is_begun(invited):
    link = invited(begun=False)
    assert link.get("answer").status_code == 404
    assert link.get("summary").status_code == 404


def test_closed_round_begins_no_new_answer(invited):
    survey = ClosedRoundFactory(closes_at=timezone.now() - timedelta(hours=1))
    link = invited(survey, begun=False)
    answer = link.get("invitation")
    assert "Kysely ei ole nyt auki" in answer.content.decode()
    assert link.post("start").status_code == 400


def test_link_expires_with_the_grace(invited):
    link = invited(OpenRoundFactory(grace_hours=2))
    with time_machine.travel(timezone.now() + timedelta(days=29, hours=1)):
        assert link.get("answer").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=29, hours=3)):
        assert link.get("answer").status_code == 410


def test_delegation_sends_a_link_of_their_own_to_the_same_answer(
    invited, django_capture_on_commit_callbacks
):
    link = invited()
    with django_capture_on_commit_callbacks(execute=True):
        answer = link.post("delegate", data=COLLEAGUE)
    assert answer["Location"] == link.url("delegate")
    child = Invitation.objects.get(parent=link.invitation)
    assert (child.language, child.mails, child.queued_at is not None) == ("sv", 1, True)
    assert (child.recipient.title, child.recipient.is_main) == ("kirjastotoimenjohtaja", False)
    assert state(link) == InvitationState.DELEGATED
    [sent] = mail.outbox
    assert sent.to == ["kirjasto@kunta.example"]
    assert "> Sinä tiedät tästä enemmän." in sent.body
    [token] = set(re.findall(r"/([\w-]{43})/", sent.body))
    theirs = Link(child, token, Client())
    assert theirs.get("answer").status_code == 200
    assert theirs.response == link.response


def test_delegate_gets_no_second_invitation_when_the_round_makes_its_own(invited):
    link = invited()
    link.post("delegate", data=COLLEAGUE)
    assert make_invitations(link.invitation.recipient.round) == 0


def test_address_of_a_delegate_is_shown_to_nobody(invited):
    link = invited()
    link.post("delegate", data=COLLEAGUE)
    child = link_to(Invitation.objects.get(parent=link.invitation))
    child.post("delegate", data={**COLLEAGUE, "email": "vapaa@kunta.example", "title": "ohjaaja"})
    mine, theirs = link.get("delegate").content.decode(), child.get("delegate").content.decode()
    assert "ohjaaja" in mine
    assert "ohjaaja" in theirs
    assert "@kunta.example" not in mine + theirs


@pytest.mark.parametrize(
    "changed", [{"email": "ei osoite"}, {"email": ""}, {"title": ""}, {"title": "a\nb"}]
)
def test_delegation_to_nobody_keeps_what_was_typed(invited, changed):
    link = invited()
    answer = link.post("delegate", data={**COLLEAGUE, **changed})
    assert answer.status_code == 422
    assert "Sinä tiedät tästä enemmän." in answer.content.decode()
    assert not Invitation.objects.filter(parent__isnull=False).exists()


def test_delegation_to_who_was_asked_already_is_refused(invited):
    link = invited()
    data = {**COLLEAGUE, "email": link.invitation.person.email}
    answer = link.post("delegate", data=data)
    assert answer.status_code == 422
    assert "on jo lähetetty kutsu" in answer.content.decode()
    assert Recipient.objects.count() == 1


def test_delegation_has_a_limit(invited):
    link = invited()
    for number in range(6):
        answer = link.post("delegate", data={**COLLEAGUE, "email": f"a{number}@kunta.example"})
    assert answer.status_code == 422
    assert link.invitation.delegations.count() == 5


def test_delegation_has_a_limit_in_the_municipality_however_deep(invited):
    link = invited()
    place = link.invitation.recipient.municipality
    CopyFactory.create_batch(
        15, round=link.invitation.recipient.round, municipality=place, source="delegation"
    )
    assert link.post("delegate", data=COLLEAGUE).status_code == 422
    assert link.invitation.delegations.count() == 0


def test_declining_asks_first_and_keeps_the_reason(invited):
    link = invited(begun=False)
    assert link.get("decline").status_code == 200
    assert state(link) == InvitationState.SENT
    link.post("decline", data={"reason": "Kunnassa ei ole kulttuuripalveluja."})
    declined = Invitation.objects.get(pk=link.invitation.pk)
    assert declined.state == InvitationState.DECLINED
    assert declined.decline_reason == "Kunnassa ei ole kulttuuripalveluja."
    assert link.post("decline")["Location"] == link.url("invitation")
    assert AuditRecord.objects.filter(action="surveys.declined").count() == 1


def test_who_declined_may_change_their_mind(invited):
    link = invited(begun=False)
    link.post("decline", data={"reason": "Kiire"})
    link.post("start")
    assert state(link) == InvitationState.STARTED


def test_invitation_page_needs_as_many_queries_with_many_delegates(
    invited, django_assert_num_queries
):
    link = invited()
    link.get("invitation")
    with django_assert_num_queries(QUERIES_ALONE):
        link.get("invitation")
    for number in range(3):
        link.post("delegate", data={**COLLEAGUE, "email": f"a{number}@kunta.example"})
    with django_assert_num_queries(QUERIES_ALONE + 1):
        link.get("invitation")
