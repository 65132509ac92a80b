"""All answers to a round, as tables and as one document; docs/survey-export.md describes both."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from kenno.surveys.models import Answer, Question, Response, ResponsePractice, SurveyRound
from kenno.surveys.queries import codebook
from kenno.surveys.queries.export_practices import exported_practices, told_as

FORMAT: Final = "kenno-survey-answers"
FORMAT_VERSION: Final = 1
BETWEEN: Final = " | "
RESPONSE_COLUMNS: Final = (
    *("municipality_code", "municipality", "region_code"),
    *("started_at", "interviewed_at", "submitted_at", "practices"),
)
PERSONAL_COLUMNS: Final = ("answered_by_email", "answered_by_title")
PRACTICE_COLUMNS: Final = (
    *("practice_id", "municipality_code", "is_joined", "review_state", "is_rejected"),
)


@dataclass(frozen=True)
class Exported:
    """The answers of a round: `responses` are in memory, their practices are read when wanted."""

    survey: SurveyRound
    personal: bool
    questions: list[Question]
    fields: list[dict[str, Any]]
    responses: dict[int, dict[str, Any]]
    told: QuerySet[ResponsePractice]

    def tables(self) -> dict[str, Iterable[list[str]]]:
        """Return the tables by name: answers, practices and the codebook, each with its columns."""
        return {
            "answers": self._answers(),
            "practices": self._practices(),
            "codebook": codebook.codebook_rows(self.questions, self.fields),
        }

    def document(self) -> Iterator[str]:
        """Go through the text of everything as one document of JSON, a response on each line."""
        survey = self.survey
        heading = {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "made_at": timezone.now().isoformat(),
            "personal_data": self.personal,
            "round": {
                "id": survey.pk,
                "name": survey.name,
                "title": {code: survey.text("title", code) for code in codebook.LANGUAGES},
                "opens_at": told_as(survey.opens_at),
                "closes_at": told_as(survey.closes_at),
            },
            "codebook": {
                "questions": [codebook.question_entry(question) for question in self.questions],
                "practice_fields": self.fields,
            },
        }
        yield _as_json(heading).removesuffix("}") + ',\n"responses": ['
        between = "\n"
        practices = self._practices_by_response()
        following = next(practices, None)
        for key, response in self.responses.items():
            own: list[dict[str, Any]] = []
            if following is not None and following[0] == key:
                own, following = following[1], next(practices, None)
            yield between + _as_json(response | {"practices": own})
            between = ",\n"
        yield "\n]}\n"

    def _practices_by_response(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Go through the practices of one response after another, in the order of responses."""
        read = exported_practices(self.told, self.fields, personal=self.personal)
        for key, group in groupby(read, key=lambda one: one[0]):
            yield key, [practice for _key, practice in group]

    def _answers(self) -> Iterator[list[str]]:
        keys = [codebook.question_key(question) for question in self.questions]
        persons = PERSONAL_COLUMNS if self.personal else ()
        counts = Counter(self.told.values_list("response", flat=True))
        yield [*RESPONSE_COLUMNS, *persons, *keys]
        for key, response in self.responses.items():
            yield [
                *(cell(response[name]) for name in RESPONSE_COLUMNS[:-1]),
                str(counts[key]),
                *(cell(response[name]) for name in persons),
                *(cell(response["answers"].get(name)) for name in keys),
            ]

    def _practices(self) -> Iterator[list[str]]:
        columns = [*PRACTICE_COLUMNS, *(field["key"] for field in self.fields)]
        yield columns
        for _key, practice in exported_practices(self.told, self.fields, personal=self.personal):
            yield [cell(practice[name]) for name in columns]


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def exported(survey: SurveyRound, *, unfinished: bool, personal: bool) -> Exported:
    """Read all answers to a round that were sent, `unfinished` ones too if wanted.

    Without `personal` there are no answers to questions with personal data, no addresses of those
    who answered, and no names in the practices' fields that are for names.
    """
    questions = codebook.exported_questions(survey, personal=personal)
    answers = _answers_of(survey, {question.pk for question in questions})
    found = Response.objects.real() if unfinished else Response.objects.submitted()
    responses = (
        found.filter(round=survey)
        .select_related(
            "municipality__region", "interview", "submitted_by__person", "submitted_by__recipient"
        )
        .order_by("municipality__code", "pk")
    )
    told = ResponsePractice.objects.filter(response__in=found.filter(round=survey))
    return Exported(
        survey,
        personal,
        questions,
        codebook.exported_fields(survey, personal=personal),
        {
            response.pk: {
                "municipality_code": response.municipality.code,
                "municipality": response.municipality.name_fi,
                "region_code": response.municipality.region.code,
                "started_at": told_as(response.created_at),
                "interviewed_at": told_as(
                    response.interview.finished_at if response.interview else None
                ),
                "submitted_at": told_as(response.submitted_at),
                **(_who(response) if personal else {}),
                "answers": answers.get(response.pk, {}),
            }
            for response in responses
        },
        told.order_by("response__municipality__code", "response", "position", "pk"),
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
