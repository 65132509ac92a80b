"""All answers to a round, as tables and as one document; docs/survey-export.md describes both."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from kenno.practices.models import Part, Practice
from kenno.surveys.models import Answer, Question, Response, ResponsePractice, SurveyRound
from kenno.surveys.queries import codebook

FORMAT: Final = "kenno-survey-answers"
FORMAT_VERSION: Final = 1
# A database takes only so many values in one question.
BATCH: Final = 500
BETWEEN: Final = " | "
RESPONSE_COLUMNS: Final = (
    *("municipality_code", "municipality", "region_code"),
    *("started_at", "interviewed_at", "submitted_at", "practices"),
)
PERSONAL_COLUMNS: Final = ("answered_by_email", "answered_by_title")
PRACTICE_COLUMNS: Final = (
    *("practice_id", "municipality_code", "is_joined", "review_state", "is_rejected"),
)
# Of the rows of a practice's lists: what is the database's own, and what names a person.
ROW_LEFT_OUT: Final = {"id", "practice", "sort_order"}
ROW_PERSONAL: Final = {"obtained_by"}


@dataclass(frozen=True)
class Exported:
    """The answers of a round, read once; the same for every kind of file."""

    survey: SurveyRound
    personal: bool
    questions: list[Question]
    fields: list[dict[str, Any]]
    responses: list[dict[str, Any]]

    @property
    def practices(self) -> int:
        """How many practices are told of."""
        return sum(len(response["practices"]) for response in self.responses)

    def tables(self) -> dict[str, list[list[str]]]:
        """Return the tables by name: answers, practices and the codebook, each with its columns."""
        return {
            "answers": self._answers(),
            "practices": self._practices(),
            "codebook": codebook.codebook_rows(self.questions, self.fields),
        }

    def document(self) -> dict[str, Any]:
        """Return everything as one document of JSON's types."""
        survey = self.survey
        return {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "made_at": timezone.now().isoformat(),
            "personal_data": self.personal,
            "round": {
                "id": survey.pk,
                "name": survey.name,
                "title": {code: survey.text("title", code) for code in codebook.LANGUAGES},
                "opens_at": _told(survey.opens_at),
                "closes_at": _told(survey.closes_at),
            },
            "codebook": {
                "questions": [codebook.question_entry(question) for question in self.questions],
                "practice_fields": self.fields,
            },
            "responses": self.responses,
        }

    def _answers(self) -> list[list[str]]:
        keys = [codebook.question_key(question) for question in self.questions]
        columns = [*RESPONSE_COLUMNS, *(PERSONAL_COLUMNS if self.personal else ())]
        return [
            [*columns, *keys],
            *(
                [
                    *(cell(response[name]) for name in RESPONSE_COLUMNS[:-1]),
                    str(len(response["practices"])),
                    *(cell(response[name]) for name in columns[len(RESPONSE_COLUMNS) :]),
                    *(cell(response["answers"].get(key)) for key in keys),
                ]
                for response in self.responses
            ),
        ]

    def _practices(self) -> list[list[str]]:
        columns = [*PRACTICE_COLUMNS, *(field["key"] for field in self.fields)]
        return [
            columns,
            *(
                [cell(practice[name]) for name in columns]
                for response in self.responses
                for practice in response["practices"]
            ),
        ]


def exported(survey: SurveyRound, *, unfinished: bool, personal: bool) -> Exported:
    """Read all answers to a round that were sent, `unfinished` ones too if wanted.

    Without `personal` there are no answers to questions with personal data, no addresses of those
    who answered, and no names in the practices' fields that are for names.
    """
    questions = codebook.exported_questions(survey, personal=personal)
    fields = codebook.exported_fields(survey, personal=personal)
    practices = _practices_of(survey, fields, unfinished=unfinished, personal=personal)
    answers = _answers_of(survey, {question.pk for question in questions})
    found = Response.objects.real() if unfinished else Response.objects.submitted()
    responses = (
        found.filter(round=survey)
        .select_related(
            "municipality__region", "interview", "submitted_by__person", "submitted_by__recipient"
        )
        .order_by("municipality__code")
    )
    return Exported(
        survey,
        personal,
        questions,
        fields,
        [
            {
                "municipality_code": response.municipality.code,
                "municipality": response.municipality.name_fi,
                "region_code": response.municipality.region.code,
                "started_at": _told(response.created_at),
                "interviewed_at": _told(
                    response.interview.finished_at if response.interview else None
                ),
                "submitted_at": _told(response.submitted_at),
                **(_who(response) if personal else {}),
                "answers": answers.get(response.pk, {}),
                "practices": practices.get(response.pk, []),
            }
            for response in responses
        ],
    )


def _who(response: Response) -> dict[str, str]:
    by = response.submitted_by
    email = by.person.email if by is not None and by.person is not None else ""
    title = by.recipient.title if by is not None and by.parent_id is None else ""
    return dict(zip(PERSONAL_COLUMNS, (email, title), strict=True))


def _answers_of(survey: SurveyRound, questions: set[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    rows = Answer.objects.filter(response__round=survey, response__is_trial=False).order_by("pk")
    for response, question, value in rows.values_list("response_id", "question_id", "value"):
        if question in questions:
            found.setdefault(response, {})[f"q{question}"] = value
    return found


def _practices_of(
    survey: SurveyRound, fields: list[dict[str, Any]], *, unfinished: bool, personal: bool
) -> dict[int, list[dict[str, Any]]]:
    told = ResponsePractice.objects.filter(response__round=survey, response__is_trial=False)
    if not unfinished:
        told = told.filter(response__submitted_at__isnull=False)
    many = [field["key"] for field in fields if field["type"] in ("list", "rows")]
    told = (
        told.select_related("practice__municipality", "practice__responsible_organisation")
        .prefetch_related(*(f"practice__{name}" for name in many))
        .order_by("response", "position", "pk")
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for one in told.iterator(chunk_size=BATCH):
        practice = one.practice
        found.setdefault(one.response_id, []).append(
            {
                "practice_id": practice.pk,
                "municipality_code": practice.municipality.code,
                "is_joined": one.is_joined,
                "review_state": practice.review_state,
                "is_rejected": one.is_rejected,
                **{field["key"]: _field(practice, field, personal) for field in fields},
            }
        )
    return found


def _field(practice: Practice, field: dict[str, Any], personal: bool) -> Any:
    if field["type"] == "rows":
        return [_row(row, personal) for row in getattr(practice, field["key"]).all()]
    if field["type"] == "list":
        return [term.code for term in getattr(practice, field["key"]).all()]
    return _told(getattr(practice, field["key"]))


def _row(row: Part, personal: bool) -> dict[str, Any]:
    left_out = ROW_LEFT_OUT if personal else ROW_LEFT_OUT | ROW_PERSONAL
    return {
        field.name: _told(getattr(row, field.name))
        for field in row._meta.concrete_fields
        if field.name not in left_out
    }


def _told(value: Any) -> Any:
    """Return a value in JSON's types."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def cell(value: Any) -> str:
    """Return a value as the text of a table's cell; of many, one after another."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dict):
        return ", ".join(cell(part) for part in value.values() if part not in (None, ""))
    if isinstance(value, list):
        return BETWEEN.join(map(cell, value))
    return str(value)
