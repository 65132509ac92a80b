from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kenno.surveys.enums import InvitationState, RecipientSource, RoundState
from kenno.surveys.models import Invitation, Question, SurveyRound
from tests.factories.inquiries import QuestionMailFactory
from tests.factories.surveys import (
    AnswerFactory,
    ChoiceFactory,
    ClosedRoundFactory,
    CopyFactory,
    InvitationFactory,
    OpenRoundFactory,
    QuestionFactory,
    RecipientFactory,
    ResponseFactory,
    ResponsePracticeFactory,
    RoundFactory,
    ScaleFactory,
)

pytestmark = pytest.mark.django_db


def invitation_with(*marks: str, mail: str = "", kept: str = "") -> Invitation:
    """An invitation with these marks, whose mail is in the outbox or has been forgotten."""
    return InvitationFactory(
        **{f"{mark}_at": timezone.now() for mark in marks},
        message=QuestionMailFactory(state=mail) if mail else None,
        mail_state=kept,
    )


@pytest.mark.parametrize(
    ("marks", "mail", "kept", "state"),
    [
        ((), "", "", InvitationState.WAITING),
        ((), "waiting", "", InvitationState.WAITING),
        ((), "sending", "", InvitationState.WAITING),
        ((), "sent", "", InvitationState.SENT),
        ((), "bounced", "sent", InvitationState.BOUNCED),
        ((), "refused", "", InvitationState.REFUSED),
        ((), "", "sent", InvitationState.SENT),
        ((), "", "bounced", InvitationState.BOUNCED),
        (("opened",), "bounced", "", InvitationState.OPENED),
        (("opened", "started"), "sent", "", InvitationState.STARTED),
        (("opened", "started", "delegated"), "sent", "", InvitationState.DELEGATED),
        (("started", "delegated", "submitted"), "sent", "", InvitationState.SUBMITTED),
        (("opened", "declined"), "sent", "", InvitationState.DECLINED),
        (("submitted", "revoked"), "sent", "", InvitationState.REVOKED),
    ],
)
def test_invitation_has_the_same_state_as_the_query_says(marks, mail, kept, state):
    invitation_with(*marks, mail=mail, kept=kept)
    found = Invitation.objects.with_state().get()
    assert (found.state, found.state_now) == (state, state)


def test_round_takes_answers_between_its_times():
    assert OpenRoundFactory().takes_new_answers
    assert not OpenRoundFactory(opens_at=timezone.now() + timedelta(hours=1)).takes_new_answers
    assert not RoundFactory().takes_new_answers
    assert not OpenRoundFactory(state=RoundState.PAUSED).takes_new_answers


def test_round_takes_begun_answers_until_its_grace_is_over():
    closed_an_hour_ago = ClosedRoundFactory(closes_at=timezone.now() - timedelta(hours=1))
    assert not closed_an_hour_ago.takes_new_answers
    assert closed_an_hour_ago.takes_begun_answers
    assert not ClosedRoundFactory().takes_begun_answers


def test_open_round_needs_its_times():
    with pytest.raises(IntegrityError):
        RoundFactory(state=RoundState.OPEN, closes_at=None)


def test_municipality_has_one_main_recipient_in_a_round():
    main = RecipientFactory()
    CopyFactory(round=main.round, municipality=main.municipality)
    with transaction.atomic(), pytest.raises(IntegrityError):
        RecipientFactory(round=main.round, municipality=main.municipality)
    assert RecipientFactory(municipality=main.municipality).is_main


def test_person_is_once_in_the_recipients_of_a_municipality_but_may_try_it():
    main = RecipientFactory()
    same = {"round": main.round, "municipality": main.municipality, "person": main.person}
    CopyFactory(**same, source=RecipientSource.TRIAL)
    with pytest.raises(IntegrityError):
        CopyFactory(**same)


def test_response_is_one_of_a_municipality_beside_a_trial():
    response = ResponseFactory()
    same = {"round": response.round, "municipality": response.municipality}
    ResponseFactory(**same, is_trial=True)
    with pytest.raises(IntegrityError):
        ResponseFactory(**same)


def test_draft_belongs_to_one_response_but_many_may_join_a_practice():
    own = ResponsePracticeFactory()
    ResponsePracticeFactory(practice=own.practice, is_joined=True)
    with pytest.raises(IntegrityError):
        ResponsePracticeFactory(practice=own.practice)


def test_questions_are_asked_before_and_after_the_practices_without_retired_ones():
    survey = RoundFactory()
    last = QuestionFactory(round=survey, position=2)
    first = QuestionFactory(round=survey, position=5, place="before")
    middle = QuestionFactory(round=survey, position=1)
    QuestionFactory(round=survey, position=0, retired_at=timezone.now())
    assert list(survey.questions.asked()) == [first, middle, last]


def test_question_is_answered_by_others_than_trials():
    trial = AnswerFactory(response=ResponseFactory(is_trial=True))
    AnswerFactory()
    answered = Question.objects.with_answered().order_by("pk")
    assert [question.is_answered for question in answered] == [False, True]
    assert answered[0] == trial.question


def test_question_offers_its_options_in_the_readers_language():
    assert ChoiceFactory().choices == [("1", "kyllä"), ("2", "ei")]
    assert ScaleFactory(options=[{"value": "5", "fi": "täysin"}]).choices == [
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
        ("4", "4"),
        ("5", "5 täysin"),
    ]
    assert QuestionFactory().choices == []


def test_round_is_deleted_with_everything_in_it():
    answer = AnswerFactory()
    ChoiceFactory(
        round=answer.response.round, shown_if=answer.question, shown_if_value="Kirjastossa"
    )
    answer.response.round.delete()
    assert SurveyRound.objects.count() == 0
    assert Question.objects.count() == 0
