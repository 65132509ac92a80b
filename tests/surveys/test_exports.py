"""Taking answers out: what is in the files, who may, and what is written down of it."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from kenno.core.exceptions import Refusal
from kenno.core.models import AuditRecord
from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.surveys.actions.exports import export_answers
from kenno.surveys.models import Question, Response, SurveyRound
from kenno.surveys.queries.export import cell, exported
from kenno.surveys.sections import everything
from tests.factories.people import (
    AdministratorFactory,
    CoordinatorFactory,
    RegionCoordinatorFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import FullPracticeFactory
from tests.factories.surveys import (
    AnswerFactory,
    ChoiceFactory,
    OpenRoundFactory,
    QuestionFactory,
    RecipientFactory,
    ResponseFactory,
    ResponsePracticeFactory,
    RoundFactory,
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


def document(survey: SurveyRound, *, personal: bool = False) -> dict[str, Any]:
    content = export_answers(
        survey=survey, kind="json", unfinished=False, personal=personal, by=CoordinatorFactory()
    )
    told: dict[str, Any] = json.loads(content)
    return told


def address(survey: SurveyRound) -> str:
    return f"/tyopoyta/kyselyt/{survey.pk}/vie/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


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
    heading, *rows = exported(survey, unfinished=False, personal=False).tables()["codebook"]
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
    content = export_answers(
        survey=response.round,
        kind="csv",
        unfinished=False,
        personal=False,
        by=CoordinatorFactory(),
    )
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.namelist() == ["answers.csv", "practices.csv", "codebook.csv"]
    text = archive.read("answers.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert row["municipality"] == "Oulu"
    assert row[f"q{question.pk}"] == '\'=HYPERLINK("x")\x0b'


def test_xlsx_is_three_sheets_without_control_characters(
    response: Response, question: Question
) -> None:
    content = export_answers(
        survey=response.round,
        kind="xlsx",
        unfinished=False,
        personal=True,
        by=CoordinatorFactory(),
    )
    book = load_workbook(io.BytesIO(content))
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


def test_export_is_written_down(response: Response) -> None:
    document(response.round, personal=True)
    record = AuditRecord.objects.get(action="surveys.answers_exported")
    assert record.subject == response.round
    assert record.data == {
        "kind": "json",
        "responses": 1,
        "unfinished": False,
        "personal_data": True,
    }


def test_export_as_something_else_is_refused(survey: SurveyRound) -> None:
    with pytest.raises(Refusal):
        export_answers(
            survey=survey, kind="pdf", unfinished=False, personal=False, by=CoordinatorFactory()
        )
    assert not AuditRecord.objects.filter(action="surveys.answers_exported").exists()


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("csv", "application/zip"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_page_gives_the_file(survey: SurveyRound, kind: str, media_type: str) -> None:
    response = signed_in(CoordinatorFactory()).post(address(survey), {"kind": kind})
    assert (response.status_code, response["Content-Type"]) == (200, media_type)
    assert response["Content-Disposition"].startswith("attachment;")


def test_page_does_nothing_on_get(survey: SurveyRound) -> None:
    client = signed_in(CoordinatorFactory())
    assert client.get(address(survey) + "?kind=json&personal=on").status_code == 200
    assert not AuditRecord.objects.filter(action="surveys.answers_exported").exists()


@pytest.mark.parametrize("kind", ["", "pdf", "\x00"])
def test_page_says_what_is_wrong(survey: SurveyRound, kind: str) -> None:
    response = signed_in(CoordinatorFactory()).post(
        address(survey), {"kind": kind, "personal": "1"}
    )
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()


def test_persons_are_for_national_coordinators_only(survey: SurveyRound) -> None:
    wanted = {"kind": "json", "personal": "on"}
    assert signed_in(CoordinatorFactory()).post(address(survey), wanted).status_code == 200
    administrator = signed_in(AdministratorFactory())
    assert administrator.post(address(survey), wanted).status_code == 403
    assert administrator.post(address(survey), {"kind": "json"}).status_code == 200
    assert "personal" not in administrator.get(address(survey)).context["form"].fields


def test_answers_are_not_for_regions_or_readers(survey: SurveyRound) -> None:
    place: Municipality = MunicipalityFactory()
    for person in (RegionCoordinatorFactory(region=place.region), UserFactory()):
        assert signed_in(person).post(address(survey), {"kind": "json"}).status_code == 403
    assert Client().post(address(survey), {"kind": "json"}).status_code == 302


def test_draft_has_nothing_to_take_out() -> None:
    assert signed_in(CoordinatorFactory()).get(address(RoundFactory())).status_code == 404
