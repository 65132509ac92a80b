"""Taking answers out: what is in the files."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from kenno.surveys.actions.export_files import make_answers_file
from kenno.surveys.actions.exports import ask_for_answers
from kenno.surveys.models import Question, Response, SurveyRound
from kenno.surveys.queries import export_practices
from kenno.surveys.queries.export import cell, exported
from kenno.surveys.sections import everything
from tests.factories.people import CoordinatorFactory, OrganisationFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import FullPracticeFactory, PracticeFactory
from tests.factories.surveys import (
    AnswerFactory,
    ChoiceFactory,
    OpenRoundFactory,
    QuestionFactory,
    RecipientFactory,
    ResponseFactory,
    ResponsePracticeFactory,
    ScaleFactory,
    StartedInvitationFactory,
    SubmittedResponseFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> SurveyRound:
    return OpenRoundFactory()


@pytest.fixture
def question(survey: SurveyRound) -> Question:
    return QuestionFactory(round=survey, text_fi="Mitä teette?", position=1)


@pytest.fixture
def secret(survey: SurveyRound) -> Question:
    return QuestionFactory(round=survey, has_personal_data=True, position=2)


@pytest.fixture
def response(survey: SurveyRound, question: Question, secret: Question) -> Response:
    """What Oulu sent, with a formula in one answer and a person in the other."""
    place = MunicipalityFactory(name_fi="Oulu", code="564")
    invitation = StartedInvitationFactory(
        recipient=RecipientFactory(
            round=survey, municipality=place, person__email="vastaaja@oulu.example"
        )
    )
    sent = SubmittedResponseFactory(round=survey, municipality=place, submitted_by=invitation)
    AnswerFactory(response=sent, question=question, value='=HYPERLINK("x")\x0b')
    AnswerFactory(response=sent, question=secret, value="Kysykää tuottajalta")
    return sent


def made(survey: SurveyRound, kind: str, *, personal: bool = False) -> bytes:
    asked = ask_for_answers(
        survey=survey, kind=kind, unfinished=False, personal=personal, by=CoordinatorFactory()
    )
    assert make_answers_file(asked.pk)
    return asked.path.read_bytes()


def document(survey: SurveyRound, *, personal: bool = False) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(made(survey, "json", personal=personal))
    return told


def test_document_holds_answers_by_question(response: Response, question: Question) -> None:
    (told,) = document(response.round)["responses"]
    assert (told["municipality"], told["municipality_code"]) == ("Oulu", "564")
    assert told["answers"] == {f"q{question.pk}": '=HYPERLINK("x")\x0b'}
    assert told["practices"] == []
    assert "answered_by_email" not in told


def test_document_tells_of_persons_only_when_asked(response: Response, secret: Question) -> None:
    (told,) = document(response.round, personal=True)["responses"]
    assert told["answers"][f"q{secret.pk}"] == "Kysykää tuottajalta"
    assert told["answered_by_email"] == "vastaaja@oulu.example"
    assert told["answered_by_title"] == "kulttuurisihteeri"


def test_codebook_explains_questions_and_their_versions(survey: SurveyRound) -> None:
    old = ChoiceFactory(round=survey, position=1, retired_at=timezone.now())
    new = QuestionFactory(
        round=survey,
        position=1,
        version=2,
        replaces=old,
        text_fi="Paljonko?",
        kind="number",
        unit_sv="timmar",
    )
    ChoiceFactory(round=survey, position=2, shown_if=old, shown_if_value="1")
    first, before, last = document(survey)["codebook"]["questions"]
    assert (first["key"], first["type"], first["version"]) == (f"q{new.pk}", "number", 2)
    assert first["labels"] == {"fi": "Paljonko?", "sv": new.text_sv, "en": new.text_en}
    assert (first["units"]["sv"], first["replaces"]) == ("timmar", f"q{old.pk}")
    assert (before["key"], before["version"], before["options"]) == (f"q{old.pk}", 1, old.options)
    assert before["asked_until"] is not None
    assert last["shown_if"] == {"question": f"q{old.pk}", "value": "1"}


def test_codebook_table_has_a_row_for_each_column() -> None:
    asked = [{"section": "basics", "fields": ["title", "summary"]}]
    survey = OpenRoundFactory(practice_sections=asked)
    scale = ScaleFactory(round=survey, required=True)
    tables = exported(survey, unfinished=False, personal=False).tables()
    heading, *rows = tables["codebook"]
    told = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [(row["table"], row["column"], row["type"]) for row in told] == [
        ("answers", f"q{scale.pk}", "scale"),
        ("practices", "title", "text"),
        ("practices", "summary", "text"),
    ]
    first = told[0]
    assert (first["least"], first["most"], first["required"], first["version"]) == (
        *("1", "5", "1", "1"),
    )


def test_practices_hold_the_fields_that_the_round_asked() -> None:
    asked = [
        {"section": "basics", "fields": ["title", "summary"]},
        {"section": "audience", "fields": ["statutory_tasks"]},
        {"section": "results", "fields": ["claims"]},
    ]
    survey = OpenRoundFactory(practice_sections=asked)
    practice = FullPracticeFactory()
    response = SubmittedResponseFactory(round=survey, municipality=practice.municipality)
    ResponsePracticeFactory(response=response, practice=practice)
    told = document(survey)
    fields = told["codebook"]["practice_fields"]
    assert [(field["key"], field["type"]) for field in fields] == [
        ("title", "text"),
        ("summary", "text"),
        ("statutory_tasks", "list"),
        ("claims", "rows"),
    ]
    (row,) = told["responses"][0]["practices"]
    assert row["title"] == practice.title
    assert row["statutory_tasks"] == [task.code for task in practice.statutory_tasks.all()]
    assert [claim["statement"] for claim in row["claims"]] == [
        claim.statement for claim in practice.claims.all()
    ]
    assert "obtained_by" not in row["claims"][0]


def test_everything_a_round_can_ask_can_be_taken_out() -> None:
    survey = OpenRoundFactory(practice_sections=everything())
    practice = FullPracticeFactory(lead_image_photographer="nimi")
    response = SubmittedResponseFactory(round=survey, municipality=practice.municipality)
    ResponsePracticeFactory(response=response, practice=practice)
    (row,) = document(survey)["responses"][0]["practices"]
    assert "lead_image_photographer" not in row
    (named,) = document(survey, personal=True)["responses"][0]["practices"]
    assert named["lead_image_photographer"] == "nimi"


def test_labels_of_fields_stand_in_three_languages(survey: SurveyRound) -> None:
    fields = document(survey)["codebook"]["practice_fields"]
    (title,) = (field["labels"] for field in fields if field["key"] == "title")
    assert (title["fi"], len(set(title.values()))) == ("Nimi", 3)


def test_unfinished_and_trials_stay_out_unless_wanted(survey: SurveyRound) -> None:
    SubmittedResponseFactory(round=survey)
    ResponseFactory(round=survey)
    SubmittedResponseFactory(round=survey, is_trial=True)
    assert len(exported(survey, unfinished=False, personal=False).responses) == 1
    assert len(exported(survey, unfinished=True, personal=False).responses) == 2


def test_csv_is_three_tables_without_formulas(response: Response, question: Question) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made(response.round, "csv")))
    assert archive.namelist() == ["answers.csv", "practices.csv", "codebook.csv"]
    text = archive.read("answers.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert row["municipality"] == "Oulu"
    assert row[f"q{question.pk}"] == '\'=HYPERLINK("x")\x0b'


def test_xlsx_is_three_sheets_without_control_characters(
    response: Response, question: Question
) -> None:
    book = load_workbook(io.BytesIO(made(response.round, "xlsx", personal=True)))
    assert book.sheetnames == ["answers", "practices", "codebook"]
    heading, row = book["answers"].values
    told = dict(zip(heading, row, strict=True))
    assert told[f"q{question.pk}"] == '\'=HYPERLINK("x")'
    assert told["answered_by_email"] == "vastaaja@oulu.example"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "1"),
        (4.5, "4.5"),
        (["1", "3"], "1 | 3"),
        (
            [{"title": "Aloitus", "text": ""}, {"title": "Loppu", "text": "Kiitos"}],
            "Aloitus | Loppu, Kiitos",
        ),
    ],
)
def test_cell_is_text(value: object, text: str) -> None:
    assert cell(value) == text


def test_document_holds_responses_in_order_each_with_its_practices(survey: SurveyRound) -> None:
    places = [MunicipalityFactory(code=code) for code in ("200", "100", "300")]
    responses = [SubmittedResponseFactory(round=survey, municipality=place) for place in places]
    second = ResponsePracticeFactory(response=responses[0], position=1)
    first = ResponsePracticeFactory(response=responses[0], position=0)
    joined = ResponsePracticeFactory(response=responses[2], is_joined=True)
    told = document(survey)["responses"]
    assert [
        (one["municipality_code"], [practice["practice_id"] for practice in one["practices"]])
        for one in told
    ] == [
        ("100", []),
        ("200", [first.practice_id, second.practice_id]),
        ("300", [joined.practice_id]),
    ]
    assert told[2]["practices"][0]["is_joined"] is True


def test_practices_name_the_organisation_that_is_responsible() -> None:
    asked = [{"section": "basics", "fields": ["title", "responsible_organisation"]}]
    survey = OpenRoundFactory(practice_sections=asked)
    organisation = OrganisationFactory(name_fi="Kunnan kirjasto")
    for one in (organisation, None):
        practice = PracticeFactory(responsible_organisation=one)
        response = SubmittedResponseFactory(round=survey, municipality=practice.municipality)
        ResponsePracticeFactory(response=response, practice=practice)
    rows = [row for one in document(survey)["responses"] for row in one["practices"]]
    assert [row["responsible_organisation"] for row in rows] == ["Kunnan kirjasto", None]


def test_reading_needs_as_many_queries_with_many_practices_and_rows() -> None:
    counts = []
    for number in (1, 3):
        survey = OpenRoundFactory()
        for _one in range(number):
            practice = FullPracticeFactory()
            response = SubmittedResponseFactory(round=survey, municipality=practice.municipality)
            ResponsePracticeFactory(response=response, practice=practice)
        found = exported(survey, unfinished=False, personal=False)
        with CaptureQueriesContext(connection) as queries:
            assert len(list(found.tables()["practices"])) == number + 1
        counts.append(len(queries))
    assert counts == [12, 12]


def test_practices_are_read_in_chunks_without_losing_any(
    survey: SurveyRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_practices, "CHUNK", 2)
    response = SubmittedResponseFactory(round=survey)
    told = [ResponsePracticeFactory(response=response, position=place) for place in range(5)]
    (one,) = document(survey)["responses"]
    assert [practice["practice_id"] for practice in one["practices"]] == [
        row.practice_id for row in told
    ]
