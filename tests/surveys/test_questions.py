import pytest

from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import AuditRecord
from kenno.people.models import User
from kenno.surveys.actions import questions as actions
from kenno.surveys.actions.rounds import RoundChanged
from kenno.surveys.models import Question
from tests.factories.surveys import (
    AnswerFactory,
    ChoiceFactory,
    OpenRoundFactory,
    QuestionFactory,
    ResponseFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db


def details_of(question: Question, **changes: object) -> dict[str, object]:
    names = ("kind", *actions.CHANGEABLE)
    return {name: getattr(question, name) for name in names} | changes


def answered(question: Question) -> Question:
    AnswerFactory(question=question, response=ResponseFactory(round=question.round), value="1")
    return question


def test_question_is_added_as_the_last(coordinator: User):
    survey = RoundFactory()
    QuestionFactory(round=survey, position=4)
    details = details_of(QuestionFactory.build(round=survey, text_fi="Mitä muuta?"))
    added = actions.add_question(survey=survey, details=details, based_on=1, by=coordinator)
    survey.refresh_from_db()
    assert (added.text_fi, added.position, survey.version) == ("Mitä muuta?", 5, 2)


def test_question_is_not_added_to_a_round_that_was_changed_or_opened(coordinator: User):
    details = details_of(QuestionFactory.build())
    with pytest.raises(RoundChanged):
        actions.add_question(
            survey=RoundFactory(version=2), details=details, based_on=1, by=coordinator
        )
    with pytest.raises(Conflict):
        actions.add_question(survey=OpenRoundFactory(), details=details, based_on=1, by=coordinator)


def test_wording_of_an_answered_question_is_mended_in_place(coordinator: User):
    question = answered(ChoiceFactory(round=OpenRoundFactory()))
    options = [{**option, "fi": option["fi"].upper()} for option in question.options]
    details = details_of(question, text_fi="Onko teillä?", options=options)
    changed = actions.change_question(
        question=question, details=details, based_on=1, by=coordinator
    )
    assert (changed.pk, changed.version, changed.text_fi) == (question.pk, 1, "Onko teillä?")
    assert changed.options[0]["fi"] == "KYLLÄ"


def test_answered_question_that_means_something_else_is_replaced(coordinator: User):
    question = answered(ChoiceFactory(round=OpenRoundFactory(), position=1))
    dependent = QuestionFactory(
        round=question.round, position=2, shown_if=question, shown_if_value="1"
    )
    options = [*question.options, {"value": "3", "fi": "osin", "sv": "delvis", "en": "partly"}]
    new = actions.change_question(
        question=question, details=details_of(question, options=options), based_on=1, by=coordinator
    )
    question.refresh_from_db()
    dependent.refresh_from_db()
    assert (new.version, new.replaces, new.position) == (2, question, 1)
    assert question.retired_at is not None
    assert dependent.shown_if == new
    assert list(question.round.questions.asked()) == [new, dependent]
    assert question.answers.count() == 1


def test_person_may_say_that_an_answered_question_means_something_else(coordinator: User):
    question = answered(QuestionFactory(round=OpenRoundFactory()))
    new = actions.change_question(
        question=question,
        details=details_of(question, text_fi="Missä muualla?"),
        based_on=1,
        by=coordinator,
        means_other=True,
    )
    assert (new.version, new.text_fi) == (2, "Missä muualla?")


def test_unanswered_question_changes_its_meaning_in_place(coordinator: User):
    question = ChoiceFactory()
    new = actions.change_question(
        question=question,
        details=details_of(question, options=question.options[:1]),
        based_on=1,
        by=coordinator,
    )
    assert (new.pk, len(new.options)) == (question.pk, 1)


def test_open_round_keeps_what_must_be_answered(coordinator: User):
    question = QuestionFactory(round=OpenRoundFactory())
    with pytest.raises(Refusal):
        actions.change_question(
            question=question,
            details=details_of(question, required=True),
            based_on=1,
            by=coordinator,
        )


def test_option_on_which_another_question_depends_is_not_taken_away(coordinator: User):
    question = ChoiceFactory(position=1)
    QuestionFactory(round=question.round, position=2, shown_if=question, shown_if_value="2")
    with pytest.raises(Refusal):
        actions.change_question(
            question=question,
            details=details_of(question, options=question.options[:1]),
            based_on=1,
            by=coordinator,
        )
    question.refresh_from_db()
    assert len(question.options) == 2


def test_question_does_not_depend_on_a_later_one_or_on_open_text(coordinator: User):
    survey = RoundFactory()
    question = QuestionFactory(round=survey, position=1)
    later = ChoiceFactory(round=survey, position=2)
    text = QuestionFactory(round=survey, position=0)
    for decider in (later, text):
        with pytest.raises(Refusal):
            actions.change_question(
                question=question,
                details=details_of(question, shown_if=decider, shown_if_value="1"),
                based_on=1,
                by=coordinator,
            )


def test_questions_change_places_within_their_place(coordinator: User):
    survey = RoundFactory()
    first = QuestionFactory(round=survey, position=1)
    second = QuestionFactory(round=survey, position=2)
    before = QuestionFactory(round=survey, position=3, place="before")
    actions.move_question(question=second, up=True, by=coordinator)
    actions.move_question(question=before, up=True, by=coordinator)
    assert list(survey.questions.asked()) == [before, second, first]
    assert AuditRecord.objects.count() == 1


def test_question_does_not_move_before_the_one_it_depends_on(coordinator: User):
    decider = ChoiceFactory(position=1)
    question = QuestionFactory(
        round=decider.round, position=2, shown_if=decider, shown_if_value="1"
    )
    with pytest.raises(Refusal):
        actions.move_question(question=question, up=True, by=coordinator)
    assert list(decider.round.questions.asked()) == [decider, question]


def test_question_is_removed_unless_another_depends_on_it(coordinator: User):
    decider = ChoiceFactory(position=1)
    question = QuestionFactory(
        round=decider.round, position=2, shown_if=decider, shown_if_value="1"
    )
    with pytest.raises(Refusal):
        actions.remove_question(question=decider, by=coordinator)
    actions.remove_question(question=question, by=coordinator)
    actions.remove_question(question=decider, by=coordinator)
    assert Question.objects.count() == 0
