"""Two people in one answer: each sees what the other saves, and nobody's typing is replaced."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kenno.surveys.actions.told_practices import start_told_practice
from kenno.surveys.models import Answer, Question, Response, SurveyRound
from kenno.surveys.queries.answering import answer_state, value_state
from tests.factories.surveys import (
    AnswerFactory,
    ChoiceFactory,
    OpenRoundFactory,
    QuestionFactory,
)
from tests.surveys.answering.conftest import BASICS, Link, LinkMaker

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 26, 10, 5, tzinfo=UTC)


@pytest.fixture
def survey() -> SurveyRound:
    return OpenRoundFactory(practice_sections=[])


def held(question: Question, value: Any, *, was: str = "", told: str = "") -> dict[str, Any]:
    """What the page posts of a question that nobody is in."""
    name = f"q{question.pk}"
    return {
        name: value,
        f"was-{name}": was,
        "at-rest": [str(question.pk)],
        **({f"told-{name}": told} if told else {}),
    }


def focused(question: Question, *, was: str = "", told: str = "") -> dict[str, Any]:
    """What the page posts of the question that has the focus."""
    name = f"q{question.pk}"
    return {f"was-{name}": was, **({f"told-{name}": told} if told else {})}


def ask(link: Link, *questions: dict[str, Any]) -> Any:
    data: dict[str, Any] = {"at-rest": []}
    for question in questions:
        at_rest = [*data["at-rest"], *question.get("at-rest", [])]
        data |= {**question, "at-rest": at_rest}
    return link.post("group_changes", 1, data=data, **{"HX-Request": "true"})


def another(link: Link, question: Question, value: Any) -> Answer:
    """Somebody else's answer, saved at noon."""
    return AnswerFactory(response=link.response, question=question, value=value, saved_at=NOON)


def test_nothing_new_is_no_content(invited: LinkMaker, survey: SurveyRound) -> None:
    question = QuestionFactory(round=survey)
    link = invited(survey)
    assert ask(link, held(question, "")).status_code == 204
    stored = another(link, question, "Toisen")
    answer = ask(link, held(question, "Toisen", was=answer_state(stored)))
    assert (answer.status_code, answer.content) == (204, b"")


def test_untouched_field_gets_what_another_wrote(invited: LinkMaker, survey: SurveyRound) -> None:
    question = QuestionFactory(round=survey)
    link = invited(survey)
    stored = another(link, question, "Toisen teksti")
    text = ask(link, held(question, "")).content.decode()
    assert f'id="question-{question.pk}" hx-swap-oob="true"' in text
    assert 'value="Toisen teksti"' in text
    assert (
        f'name="was-q{question.pk}" id="was-q{question.pk}" value="{answer_state(stored)}"' in text
    )
    assert "Toinen vastaaja muutti tätä klo 12.05: ”Toisen teksti”." in text


@pytest.mark.parametrize("make", [focused, lambda question: held(question, "Oma, kesken")])
def test_touched_or_focused_field_is_left_and_told_of_once(
    invited: LinkMaker, survey: SurveyRound, make: Any
) -> None:
    question = QuestionFactory(round=survey)
    link = invited(survey)
    mark = answer_state(another(link, question, "Toisen teksti"))
    text = ask(link, make(question)).content.decode()
    assert f'id="question-{question.pk}"' not in text
    assert f'id="news-{question.pk}" hx-swap-oob="true"' in text
    assert "Toinen vastaaja muutti tätä klo 12.05: ”Toisen teksti”." in text
    assert f'name="told-q{question.pk}" value="{mark}"' in text
    again = ask(link, {**make(question), f"told-q{question.pk}": mark})
    assert again.status_code == 204


def test_field_that_was_told_of_is_replaced_when_it_is_left(
    invited: LinkMaker, survey: SurveyRound
) -> None:
    question = QuestionFactory(round=survey)
    link = invited(survey)
    mark = answer_state(another(link, question, "Toisen teksti"))
    text = ask(link, held(question, "", told=mark)).content.decode()
    assert 'value="Toisen teksti"' in text


def test_emptied_answer_is_told_of(invited: LinkMaker, survey: SurveyRound) -> None:
    question = QuestionFactory(round=survey)
    link = invited(survey)
    text = ask(link, focused(question, was=value_state("Vanha"))).content.decode()
    assert "Toinen vastaaja poisti vastauksen tästä." in text
    assert ask(link, focused(question, was=value_state("Vanha"), told="-")).status_code == 204


def test_own_save_on_its_way_is_no_news(invited: LinkMaker, survey: SurveyRound) -> None:
    question = QuestionFactory(round=survey)
    link = invited(survey)
    link.post("group", 1, data={f"q{question.pk}": "Oma", f"was-q{question.pk}": ""})
    assert ask(link, held(question, "Oma ja lisää")).status_code == 204
    assert ask(link, held(question, "Oma")).status_code == 204
    Answer.objects.update(saved_at=timezone.now() - timedelta(seconds=6))
    text = ask(link, focused(question)).content.decode()
    assert "Tätä muutettiin muualla klo" in text


def test_question_comes_and_goes_with_another_persons_answer(
    invited: LinkMaker, survey: SurveyRound
) -> None:
    decides = ChoiceFactory(round=survey, position=1)
    hangs = QuestionFactory(round=survey, position=2, shown_if=decides, shown_if_value="1")
    link = invited(survey)
    stored = another(link, decides, "1")
    text = ask(link, held(decides, "")).content.decode()
    assert f'name="q{hangs.pk}"' in text
    stored.value = "2"
    stored.save()
    shown = [held(decides, "2", was=answer_state(stored)), held(hangs, "")]
    text = ask(link, *shown).content.decode()
    assert f'id="question-{hangs.pk}" hx-swap-oob="true"' in text
    assert f'name="q{hangs.pk}"' not in text
    typing = [shown[0], held(hangs, "Kesken")]
    assert ask(link, *typing).status_code == 204


def test_chosen_file_is_never_replaced(invited: LinkMaker, survey: SurveyRound) -> None:
    question = QuestionFactory(round=survey, kind="file")
    link = invited(survey)
    answer = another(link, question, "ohjelma.pdf")
    answer.file.save("a.pdf", SimpleUploadedFile("a.pdf", b"%PDF-1.4"))
    text = ask(link, held(question, "")).content.decode()
    assert f'id="question-{question.pk}"' not in text
    assert "”ohjelma.pdf”" in text


def test_page_stops_asking_when_the_answer_has_been_sent(
    invited: LinkMaker, survey: SurveyRound
) -> None:
    question = QuestionFactory(round=survey)
    link = invited(survey)
    Response.objects.update(submitted_at=timezone.now())
    for answer in (ask(link, held(question, "")), link.get("answer_changes")):
        assert answer.status_code == 286
        assert link.url("summary") in answer.content.decode()


def test_changes_are_asked_for_without_bad_input_breaking_anything(
    invited: LinkMaker, survey: SurveyRound
) -> None:
    question = QuestionFactory(round=survey, kind="number")
    link = invited(survey)
    another(link, question, 7)
    text = ask(link, held(question, "paljon")).content.decode()
    assert f'id="news-{question.pk}"' in text
    assert link.post("group_changes", 1, data={f"was-q{question.pk}": "x"}).status_code == 200
    assert link.post("group_changes", 2).status_code == 404
    assert link.get("group_changes", 1).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_asking_for_changes_is_cheap(
    invited: LinkMaker,
    survey: SurveyRound,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    questions = QuestionFactory.create_batch(number, round=survey)
    link = invited(survey)
    for question in questions:
        another(link, question, "Toisen")
    was = value_state("Toisen")
    with django_assert_num_queries(5):
        answer = ask(link, *(held(question, "Toisen", was=was) for question in questions))
    assert answer.status_code == 204
    mark = link.get("answer").context["mark"]
    with django_assert_num_queries(5):
        assert link.get("answer_changes", data={"seen": mark}).status_code == 204
    with django_assert_num_queries(5):
        assert ask(link, *(held(question, "") for question in questions)).status_code == 200


def test_list_of_parts_follows_what_others_save(invited: LinkMaker) -> None:
    survey = OpenRoundFactory(practice_sections=BASICS)
    QuestionFactory(round=survey)
    link = invited(survey)
    mark = link.get("answer").context["mark"]
    assert link.get("answer_changes", data={"seen": mark}).status_code == 204
    start_told_practice(
        response=link.response, title="Satuhetki", language="fi", invitation=link.invitation
    )
    parts = link.get("answer_changes", data={"seen": mark, "at-rest": "1"}).content.decode()
    assert 'id="parts" hx-swap-oob="true"' in parts
    assert "Satuhetki" in parts
    in_use = link.get("answer_changes", data={"seen": mark}).content.decode()
    assert 'id="parts"' not in in_use
    assert "Näytä tilanne nyt" in in_use
