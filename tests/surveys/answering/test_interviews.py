"""Interviews: whose answer, who may write it, and that only its owner's approval sends it."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from kenno.core import suppression
from kenno.core.enums import SuppressionReason
from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import AuditRecord
from kenno.people.models import User
from kenno.practices.models import Practice
from kenno.surveys import rules
from kenno.surveys.actions.interviews import ask_for_approval, start_interview
from kenno.surveys.actions.links import make_link, open_link
from kenno.surveys.enums import InvitationState, PlaceState
from kenno.surveys.models import Answer, Interview, Invitation, Response
from kenno.surveys.queries.export import exported
from kenno.surveys.queries.recipients import recipients_in_list
from kenno.surveys.queries.tracking import tracked_places
from tests.factories.people import (
    AdministratorFactory,
    CoordinatorFactory,
    RegionCoordinatorFactory,
    UserFactory,
)
from tests.factories.surveys import (
    AnswerFactory,
    ClosedRoundFactory,
    InvitationFactory,
    OpenRoundFactory,
    QuestionFactory,
    SentInvitationFactory,
    SubmittedResponseFactory,
)
from tests.surveys.answering.conftest import BASICS, Link
from tests.utils.signing import take_second_factor

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def interviewing(invitation: Invitation, by: User) -> Link:
    """The coordinator's own link, in the browser in which they have signed in."""
    address = start_interview(invitation=invitation, by=by)
    [token] = re.findall(r"/([\w-]{43})/", address)
    return Link(invitation, token, signed_in(by))


def call_page(invitation: Invitation) -> str:
    return f"/tyopoyta/kyselyt/kutsu/{invitation.pk}/haastattele/"


@pytest.fixture
def invitation() -> Invitation:
    survey = OpenRoundFactory(practice_sections=BASICS)
    QuestionFactory(round=survey)
    return SentInvitationFactory(recipient__round=survey)


def answer_one(link: Link, text: str = "Kirjastossa") -> None:
    [question] = link.response.round.questions.all()
    link.post("group", 1, data={f"q{question.pk}": text, f"was-q{question.pk}": ""})


def test_coordinator_writes_in_the_name_of_who_was_invited(
    invitation: Invitation, coordinator: User
) -> None:
    link = interviewing(invitation, coordinator)
    answer_one(link)
    link.post("add_practice", data={"title": "Satuhetki", "is_new": "1"})
    practice = Practice.objects.get()
    page = link.get("section", practice.pk, "basics").context
    opened = {key: page[key] for key in ("sitting", "based_on", "section_state")}
    link.post(
        "section", practice.pk, "basics", data={**opened, "title": "Satuhetki", "summary": "Näin"}
    )
    practice.refresh_from_db()
    assert (practice.created_by, practice.provenance) == (invitation.person, "survey")
    assert (practice.summary, practice.draft_saved_by) == ("Näin", coordinator)
    assert Answer.objects.get().by == invitation
    assert set(AuditRecord.objects.filter(by=coordinator).values_list("action", flat=True)) == {
        *("surveys.interview_started", "surveys.answered"),
        *("practices.started", "moderation.draft"),
    }
    assert not AuditRecord.objects.filter(by=invitation.person).exists()
    invitation.refresh_from_db()
    assert (invitation.opened_at, invitation.started_at) == (None, None)


def test_pages_of_an_interview_say_for_whom_and_offer_no_sending(
    invitation: Invitation, coordinator: User
) -> None:
    link = interviewing(invitation, coordinator)
    answer_one(link)
    name = invitation.recipient.municipality.name
    for page in (link.get("answer"), link.get("group", 1), link.get("summary")):
        shown = page.content.decode()
        assert f"Haastattelu: täytät kunnan {name} puolesta" in shown
        assert link.url("submit") not in shown
        assert link.url("delegate") not in shown
    assert link.url("ask_for_approval") in shown


@pytest.mark.parametrize("name", ["invitation", "delegate", "decline"])
def test_interviewer_does_not_open_what_is_for_who_was_invited(
    invitation: Invitation, coordinator: User, name: str
) -> None:
    assert interviewing(invitation, coordinator).get(name).status_code == 404


@pytest.mark.parametrize("name", ["start", "submit", "delegate", "decline"])
def test_interviewer_does_not_act_for_who_was_invited(
    invitation: Invitation, coordinator: User, name: str
) -> None:
    link = interviewing(invitation, coordinator)
    answer_one(link)
    assert link.post(name).status_code == 404
    assert link.response.submitted_at is None


def test_link_of_an_interview_opens_to_its_coordinator_only(
    invitation: Invitation, coordinator: User
) -> None:
    link = interviewing(invitation, coordinator)
    path = link.url("answer")
    assert [
        signed_in(person).get(path).status_code
        for person in (coordinator, CoordinatorFactory(), AdministratorFactory(), UserFactory())
    ] == [200, 403, 403, 403]
    assert Client().get(path)["Location"] == f"/kirjaudu/?next={call_page(invitation)}"
    [question] = link.response.round.questions.all()
    data = {f"q{question.pk}": "Toisen", f"was-q{question.pk}": ""}
    group = link.url("group", 1)
    assert signed_in(CoordinatorFactory()).post(group, data).status_code == 403
    assert Client().post(group, data).status_code == 302
    assert Client().post(group, data, headers={"HX-Request": "true"}).status_code == 403
    assert not Answer.objects.exists()


def test_link_of_an_interview_ends_with_the_coordinators_role_and_with_the_day(
    invitation: Invitation, coordinator: User
) -> None:
    link = interviewing(invitation, coordinator)
    with time_machine.travel(timezone.now() + timedelta(hours=12, minutes=1)):
        assert link.get("answer").status_code == 410
    coordinator.memberships.all().delete()
    assert link.get("answer").status_code == 403


def test_link_of_an_interview_wants_the_second_factor(
    invitation: Invitation, coordinator: User
) -> None:
    link = interviewing(invitation, coordinator)
    take_second_factor(link.client)
    assert link.get("answer")["Location"] == call_page(invitation)
    led = link.get("answer", follow=True).redirect_chain[-1][0]
    assert led == f"/kirjaudu/turva/?{urlencode({'next': call_page(invitation)})}"


def test_interview_goes_on_by_a_new_link_and_the_old_one_stops(
    invitation: Invitation, coordinator: User
) -> None:
    first = interviewing(invitation, coordinator)
    second = interviewing(invitation, coordinator)
    assert (first.get("answer").status_code, second.get("answer").status_code) == (410, 200)
    assert Interview.objects.count() == 1
    other = interviewing(invitation, CoordinatorFactory())
    assert (second.get("answer").status_code, other.get("answer").status_code) == (200, 200)


def test_owner_reads_mends_and_approves(
    invitation: Invitation, coordinator: User, django_capture_on_commit_callbacks: Any
) -> None:
    link = interviewing(invitation, coordinator)
    answer_one(link)
    with django_capture_on_commit_callbacks(execute=True):
        answer = link.post("ask_for_approval")
    place, survey = invitation.recipient.municipality, invitation.recipient.round
    assert answer["Location"] == f"/tyopoyta/kyselyt/{survey.pk}/seuranta/kunnat/{place.slug}/"
    assert link.get("answer").status_code == 410
    response = Response.objects.get()
    assert (response.awaits_approval, response.submitted_at) == (True, None)
    assert response.interview is not None
    assert response.interview.by == coordinator
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (
        [invitation.person.email],
        "Lue ja hyväksy: Mitä hyvää teillä tehdään?",
    )
    [token] = set(re.findall(r"/([\w-]{43})/", str(sent.body)))
    owner = Link(invitation, token, Client())
    assert (
        "Koordinaattori kirjoitti kuntanne vastauksen" in owner.get("invitation").content.decode()
    )
    assert owner.post("start")["Location"] == owner.url("summary")
    assert "Hyväksy ja lähetä" in owner.get("summary").content.decode()
    owner.post("submit")
    response.refresh_from_db()
    assert (response.awaits_approval, response.submitted_by) == (False, invitation)
    approved = AuditRecord.objects.get(action="surveys.answer_submitted")
    assert approved.by == invitation.person


def test_first_link_still_works_after_an_interview(
    invitation: Invitation, coordinator: User
) -> None:
    token = make_link(invitation).rstrip("/").rpartition("/")[2]
    link = interviewing(invitation, coordinator)
    answer_one(link)
    link.post("ask_for_approval")
    assert open_link(token).invitation == invitation


def test_mail_of_an_interview_is_the_first_of_who_had_none(coordinator: User) -> None:
    survey = OpenRoundFactory(practice_sections=[])
    QuestionFactory(round=survey)
    invitation = InvitationFactory(recipient__round=survey)
    link = interviewing(invitation, coordinator)
    answer_one(link)
    link.post("ask_for_approval")
    invitation.refresh_from_db()
    assert (invitation.mails, invitation.message.kind) == (1, "surveys.approval")
    assert not Invitation.objects.to_send().exists()


def test_asking_for_approval_takes_a_no_back_and_is_done_once(
    invitation: Invitation, coordinator: User
) -> None:
    Invitation.objects.update(declined_at=timezone.now(), decline_reason="Ei ehditä.")
    link = interviewing(invitation, coordinator)
    answer_one(link)
    interview, response = Interview.objects.get(), link.response
    for _time in range(2):
        ask_for_approval(interview=interview, response=response)
    invitation.refresh_from_db()
    assert (invitation.declined_at, invitation.decline_reason) == (None, "")
    assert (invitation.mails, invitation.state) == (2, InvitationState.WAITING)


def test_empty_interview_is_not_sent(invitation: Invitation, coordinator: User) -> None:
    link = interviewing(invitation, coordinator)
    with pytest.raises(Refusal):
        ask_for_approval(interview=Interview.objects.get(), response=link.response)
    assert link.post("ask_for_approval")["Location"] == link.url("summary")
    assert not link.response.awaits_approval


def test_interview_of_an_answer_that_was_sent_meanwhile_changes_nothing(
    invitation: Invitation, coordinator: User
) -> None:
    link = interviewing(invitation, coordinator)
    answer_one(link)
    Response.objects.update(submitted_at=timezone.now())
    assert link.post("ask_for_approval").status_code == 409
    assert "Vastaus on lähetetty" in link.get("summary").content.decode()


def test_who_was_invited_does_not_ask_themselves_for_approval(invited: Any) -> None:
    assert invited().post("ask_for_approval").status_code == 404


def _submitted(invitation: Invitation) -> None:
    recipient = invitation.recipient
    SubmittedResponseFactory(round=recipient.round, municipality=recipient.municipality)


def _suppressed(invitation: Invitation) -> None:
    suppression.suppress(address=invitation.person.email, reason=SuppressionReason.BOUNCE)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_submitted, "Kunnan vastaus on jo lähetetty."),
        (_suppressed, "Vastaanottajan osoite ei toimi."),
        (lambda one: setattr(one, "mail_state", "bounced"), "Vastaanottajan osoite ei toimi."),
        (lambda one: setattr(one, "revoked_at", timezone.now()), "Kutsu on peruttu."),
        (lambda one: setattr(one, "person", None), "Vastaanottajan tunnus on suljettu."),
        (
            lambda one: setattr(one.recipient, "round", ClosedRoundFactory()),
            "Kysely ei ota nyt vastauksia.",
        ),
    ],
)
def test_interview_that_cannot_be_approved_is_not_begun(
    invitation: Invitation, coordinator: User, spoil: Any, why: str
) -> None:
    spoil(invitation)
    invitation.recipient.save()
    invitation.save()
    with pytest.raises(Conflict, match=why):
        start_interview(invitation=invitation, by=coordinator)
    client = signed_in(coordinator)
    page = client.get(call_page(invitation)).content.decode()
    assert why in page
    assert "Aloita haastattelu" not in page
    assert client.post(call_page(invitation)).status_code == 409
    assert not Interview.objects.exists()


def test_call_page_shows_whom_to_call_and_begins_by_post(
    invitation: Invitation, coordinator: User
) -> None:
    client = signed_in(coordinator)
    page = client.get(call_page(invitation)).content.decode()
    assert "kulttuurisihteeri" in page
    assert invitation.person.email in page
    assert not Response.objects.exists()
    begun = client.post(call_page(invitation))
    assert client.get(begun["Location"]).status_code == 200
    assert "Jatka haastattelua" in client.get(call_page(invitation)).content.decode()


def test_interviews_are_for_coordinators_of_the_region(invitation: Invitation) -> None:
    place = invitation.recipient.municipality
    people = [
        RegionCoordinatorFactory(region=place.region),
        RegionCoordinatorFactory(),
        CoordinatorFactory(),
        AdministratorFactory(),
        UserFactory(),
    ]
    may = [True, False, True, False, False]
    assert [rules.can_interview(person, place) for person in people] == may
    got = [signed_in(person).get(call_page(invitation)).status_code for person in people]
    assert got == [200, 403, 200, 403, 403]
    posted = [signed_in(person).post(call_page(invitation)).status_code for person in people[3:]]
    assert posted == [403, 403]


def test_waiting_for_approval_shows_in_the_tracker_lists_and_files(
    invitation: Invitation, coordinator: User
) -> None:
    link = interviewing(invitation, coordinator)
    answer_one(link)
    link.post("ask_for_approval")
    survey, place = invitation.recipient.round, invitation.recipient.municipality
    assert [one.state for one in tracked_places(survey)] == [PlaceState.INTERVIEWED]
    assert [one.awaits_approval for one in recipients_in_list(survey)] == [True]
    client = signed_in(coordinator)
    root = f"/tyopoyta/kyselyt/{survey.pk}"
    for path in (
        *(f"{root}/seuranta/", f"{root}/seuranta/kunnat/", f"{root}/vastaanottajat/"),
        f"{root}/seuranta/kunnat/{place.slug}/",
        f"/tyopoyta/kyselyt/vastaanottaja/{invitation.recipient_id}/",
    ):
        assert "odottaa hyväksyntää" in client.get(path).content.decode()
    [row] = exported(survey, unfinished=True, personal=False).responses.values()
    finished = Interview.objects.get().finished_at
    assert finished is not None
    expected = timezone.localtime(finished).isoformat(timespec="seconds")
    assert (row["interviewed_at"], row["submitted_at"]) == (expected, None)


def test_interviewer_and_owner_may_write_at_once(invitation: Invitation, coordinator: User) -> None:
    link = interviewing(invitation, coordinator)
    AnswerFactory(
        response=link.response, question=link.response.round.questions.get(), by=invitation
    )
    answer_one(link, "Koululla")
    assert Answer.objects.get().value == "Kirjastossa"
