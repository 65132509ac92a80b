"""What the columns of a round's answers mean: its questions, and the fields of practices."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils import translation

from kenno.practices.models import Practice
from kenno.surveys.models import Question, SurveyRound
from kenno.surveys.sections import AskedSection, askable_fields, asked_sections

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
CODEBOOK_COLUMNS: Final = (
    "table",
    "column",
    "type",
    *(f"label_{language}" for language in LANGUAGES),
    *(f"unit_{language}" for language in LANGUAGES),
    "options",
    "least",
    "most",
    "required",
    "personal_data",
    "version",
    "replaces",
    "asked_until",
)
# Fields of practices in which persons are named.
PERSONAL_FIELDS: Final = frozenset({"lead_image_photographer"})


def question_key(question: Question) -> str:
    """Return the name of a question's column, which no other version of it has."""
    return f"q{question.pk}"


def exported_questions(survey: SurveyRound, *, personal: bool) -> list[Question]:
    """Return a round's questions in the order of asking, older versions too."""
    found = survey.questions.in_order()
    return list(found if personal else found.filter(has_personal_data=False))


def exported_fields(survey: SurveyRound, *, personal: bool) -> list[dict[str, Any]]:
    """Return what a round asks of practices and the record can tell: name, section, labels, type.

    Pictures are left out; persons' names too unless `personal`.
    """
    labels = {
        language: _labels(survey, language, lambda part: askable_fields(part.section))
        for language in LANGUAGES
    }
    known = {field.name: field for field in Practice._meta.get_fields()}
    return [
        {
            "key": name,
            "section": section.name,
            "labels": {language: labels[language][section.name, name] for language in LANGUAGES},
            "type": _type(known[name]),
        }
        for section in asked_sections(survey.practice_sections)
        for name in section.fields
        if name in known and (personal or name not in PERSONAL_FIELDS)
    ]


def _labels(
    survey: SurveyRound, language: str, fields: Callable[[AskedSection], list[tuple[str, str]]]
) -> dict[tuple[str, str], str]:
    with translation.override(language):
        return {
            (section.name, name): str(label)
            for section in asked_sections(survey.practice_sections)
            for name, label in fields(section)
        }


def _type(field: Any) -> str:
    if field.one_to_many:
        return "rows"
    if field.many_to_many:
        return "list"
    if isinstance(field, models.BooleanField):
        return "boolean"
    if isinstance(field, models.IntegerField):
        return "number"
    return "code" if field.choices or field.is_relation else "text"


def question_entry(question: Question) -> dict[str, Any]:
    """Return what the codebook says of a question."""
    decider = question.shown_if_id
    return {
        "key": question_key(question),
        "type": question.kind,
        "place": question.place,
        "labels": _texts(question, "text"),
        "hints": _texts(question, "hint"),
        "units": _texts(question, "unit"),
        "options": question.options,
        "least": question.least,
        "most": question.most,
        "required": question.required,
        "personal_data": question.has_personal_data,
        "shown_if": {"question": f"q{decider}", "value": question.shown_if_value}
        if decider
        else None,
        "version": question.version,
        "replaces": f"q{question.replaces_id}" if question.replaces_id else None,
        "asked_until": question.retired_at.isoformat() if question.retired_at else None,
    }


def _texts(question: Question, name: str) -> dict[str, str]:
    return {language: getattr(question, f"{name}_{language}") for language in LANGUAGES}


def codebook_rows(questions: list[Question], fields: list[dict[str, Any]]) -> list[list[str]]:
    """Return the codebook as a table: the names of its columns, and a row for each column."""
    return [
        list(CODEBOOK_COLUMNS),
        *(_question_row(question_entry(question)) for question in questions),
        *(_field_row(field) for field in fields),
    ]


def _question_row(entry: dict[str, Any]) -> list[str]:
    options = " | ".join(
        f"{option['value']} = {option.get('fi', '')} / {option.get('sv', '')} / "
        f"{option.get('en', '')}"
        for option in entry["options"]
    )
    return [
        "answers",
        entry["key"],
        entry["type"],
        *(entry["labels"][language] for language in LANGUAGES),
        *(entry["units"][language] for language in LANGUAGES),
        options,
        *("" if end is None else str(end) for end in (entry["least"], entry["most"])),
        "1" if entry["required"] else "0",
        "1" if entry["personal_data"] else "0",
        str(entry["version"]),
        entry["replaces"] or "",
        entry["asked_until"] or "",
    ]


def _field_row(field: dict[str, Any]) -> list[str]:
    named = [field["labels"][language] for language in LANGUAGES]
    personal = "1" if field["key"] in PERSONAL_FIELDS else "0"
    units = [""] * len(LANGUAGES)
    return [
        "practices",
        field["key"],
        field["type"],
        *named,
        *units,
        *[""] * 4,
        personal,
        *[""] * 3,
    ]
