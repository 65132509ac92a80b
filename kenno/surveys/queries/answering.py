"""What an answer holds: which questions are shown, what each says, and what is still missing."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kenno.moderation.enums import ReviewState
from kenno.places.models import Municipality
from kenno.practices.models import Practice
from kenno.practices.queries.completeness import needs_before_publication
from kenno.practices.queries.workspace import draft_of
from kenno.surveys.enums import CHOSEN_KINDS, QuestionKind, QuestionPlace, RecipientSource
from kenno.surveys.models import (
    Answer,
    Invitation,
    Question,
    Response,
    ResponsePractice,
    SurveyRound,
)
from kenno.surveys.sections import (
    AskedSection,
    askable_fields,
    askable_sections,
    asked_sections,
)
from kenno.vocabulary.models import Concept

WRITTEN_ON = (ReviewState.DRAFT, ReviewState.RETURNED)


@dataclass(frozen=True)
class AskedQuestion:
    """A question in a response: what was answered, and whether it is shown now."""

    question: Question
    answer: Answer | None
    is_shown: bool

    @property
    def is_missing(self) -> bool:
        return self.is_shown and self.question.required and self.answer is None

    @property
    def state(self) -> str:
        """A short name of what is stored, alike for alike answers."""
        return answer_state(self.answer)


@dataclass(frozen=True)
class QuestionGroup:
    """The questions under one heading; `number` is its place in the round, from 1."""

    number: int
    heading: str
    place: str
    questions: list[AskedQuestion]

    @property
    def title(self) -> str:
        return self.heading or _("Kysymykset")

    @property
    def shown(self) -> list[AskedQuestion]:
        return [asked for asked in self.questions if asked.is_shown]

    @property
    def progress(self) -> str:
        """As the list of sections says it: done, started or empty."""
        told = [asked for asked in self.shown if asked.answer is not None]
        if not told:
            return "empty"
        needed = [asked for asked in self.shown if asked.question.required] or self.shown
        return "done" if all(asked.answer is not None for asked in needed) else "started"


@dataclass(frozen=True)
class ToldPractice:
    """A practice of a response with its newest text, and what of what was asked it still lacks."""

    row: ResponsePractice
    practice: Practice
    draft: Practice
    missing: list[tuple[str, str]]

    @property
    def is_written_on(self) -> bool:
        rests = self.row.is_joined or self.row.is_taken_over
        return not rests and self.practice.review_state in WRITTEN_ON


def response_of(invitation: Invitation) -> Response | None:
    """Return the response that an invitation's municipality has begun, or None."""
    recipient = invitation.recipient
    return (
        Response.objects.select_related("round", "municipality", "submitted_by", "interview")
        .filter(
            round=recipient.round_id,
            municipality=recipient.municipality_id,
            is_trial=recipient.source == RecipientSource.TRIAL,
        )
        .first()
    )


def answer_state(answer: Answer | None) -> str:
    """Return a short name of an answer, alike for alike ones; empty when there is none."""
    return "" if answer is None else value_state(answer.value, answer.file.name or "")


def value_state(value: Any, file: str = "") -> str:
    """Return the same for a value that is not stored yet; empty for None."""
    if value is None:
        return ""
    told = json.dumps([value, file], sort_keys=True)
    return hashlib.sha256(told.encode(errors="replace")).hexdigest()[:16]


def shown_questions(questions: Sequence[Question], values: Mapping[int, Any]) -> set[int]:
    """Return the keys of the questions that are shown with these values of answers.

    A question whose condition hangs on one that is not shown is not shown either.
    """
    by_key = {question.pk: question for question in questions}
    shown: dict[int, bool] = {}

    def is_shown(question: Question) -> bool:
        if question.pk not in shown:
            decides = by_key.get(question.shown_if_id or 0)
            shown[question.pk] = True
            if question.shown_if_id is not None:
                value = values.get(question.shown_if_id)
                wanted = question.shown_if_value
                holds = wanted in value if isinstance(value, list) else str(value) == wanted
                shown[question.pk] = decides is not None and holds and is_shown(decides)
        return shown[question.pk]

    return {question.pk for question in questions if is_shown(question)}


def question_groups(response: Response) -> list[QuestionGroup]:
    """Return the questions of a response's round in groups, in the order of asking. Two queries.

    A group begins with a heading, and where the practices come between.
    """
    questions = list(response.round.questions.asked())
    answers = {answer.question_id: answer for answer in _answers(response)}
    values = {key: answer.value for key, answer in answers.items()}
    shown = shown_questions(questions, values)
    groups: list[QuestionGroup] = []
    for question in questions:
        place = "before" if question.place == QuestionPlace.BEFORE else "after"
        if not groups or question.heading or groups[-1].place != place:
            groups.append(QuestionGroup(len(groups) + 1, question.heading, place, []))
        asked = AskedQuestion(question, answers.get(question.pk), question.pk in shown)
        groups[-1].questions.append(asked)
    return groups


def _answers(response: Response) -> QuerySet[Answer]:
    return response.answers.order_by("pk")


def told_practices(response: Response) -> list[ToldPractice]:
    """Return the practices of a response in their order, drafts with their newest text."""
    rows = response.practices.select_related(
        "practice__municipality__region", "practice__latest_revision", "practice__contact"
    )
    asked = asked_sections(response.round.practice_sections)
    told = []
    for row in rows.order_by("position", "pk"):
        practice = row.practice
        if row.is_joined:
            told.append(ToldPractice(row, practice, practice, []))
            continue
        practice.municipality = response.municipality
        draft = draft_of(practice)
        missing = [] if row.is_taken_over else missing_of_practice(draft, asked)
        told.append(ToldPractice(row, practice, draft, missing))
    return told


def missing_of_practice(draft: Practice, asked: Sequence[AskedSection]) -> list[tuple[str, str]]:
    """Return what a practice lacks for review and was asked, each with the name of its section."""
    fields = {(section.name, field) for section in asked for field in section.fields}
    return [
        (str(need.label), need.section)
        for need in needs_before_publication(draft)
        if (need.section, need.field) in fields
    ]


def own_row(response: Response, practice_id: int) -> ResponsePractice | None:
    """Return a practice's place in this response and in no other."""
    return (
        response.practices.select_related(
            "practice__municipality__region", "practice__latest_revision", "practice__contact"
        )
        .filter(practice=practice_id)
        .first()
    )


def delegations(invitation: Invitation) -> list[tuple[int, Invitation]]:
    """Return whom an invitation has been passed on to, and these further, with how deep each is.

    Three queries at each depth at most; the tree is as deep as people passed it on.
    """
    below: list[tuple[int, Invitation]] = []
    level, depth = [invitation], 0
    children: dict[int, list[Invitation]] = {}
    while level:
        found = list(
            Invitation.objects.filter(parent__in=[one.pk for one in level])
            .select_related("recipient", "message", "person")
            .order_by("pk")
        )
        for child in found:
            children.setdefault(child.parent_id or 0, []).append(child)
        level = found

    def walk(parent: Invitation, depth: int) -> None:
        for child in children.get(parent.pk, []):
            below.append((depth, child))
            walk(child, depth + 1)

    walk(invitation, depth)
    return below


def answer_text(question: Question, answer: Answer | None) -> str:
    """Return an answer as a reader sees it; empty when there is none."""
    if answer is None:
        return ""
    value: Any = answer.value
    if question.kind == QuestionKind.NUMBER:
        return f"{number_format(value)} {question.unit}".strip()
    if question.kind in CHOSEN_KINDS or question.kind == QuestionKind.SCALE:
        names = dict(question.choices)
        chosen: Iterable[Any] = value if isinstance(value, list) else [value]
        return ", ".join(names.get(str(one), str(one)) for one in chosen)
    if question.kind == QuestionKind.MUNICIPALITY:
        place = Municipality.objects.filter(code=value).first()
        return place.name if place else str(value)
    if question.kind == QuestionKind.CONCEPT:
        concepts = Concept.objects.filter(uri__in=value).order_by("label_fi")
        return ", ".join(concept.label for concept in concepts)
    return str(value)


def what_is_asked(survey: SurveyRound) -> list[AskedSection]:
    """Return what the round asks of each practice, in order."""
    return asked_sections(survey.practice_sections)


def sections_to_mend(survey: SurveyRound, part: str) -> list[AskedSection]:
    """Return what of a practice that came back is written behind a link, in order.

    What the round asks, and all of the part that the coordinator's words are about, if it is one
    that a round may ask.
    """
    asked = what_is_asked(survey)
    whole = next((one for one in askable_sections() if one.name == part), None)
    if whole is None:
        return asked
    mended = AskedSection(whole, tuple(name for name, _label in askable_fields(whole)))
    if any(one.name == part for one in asked):
        return [mended if one.name == part else one for one in asked]
    return [*asked, mended]


def missing_answers(groups: Sequence[QuestionGroup]) -> list[tuple[str, QuestionGroup]]:
    """Return the texts of required questions without an answer, each with its group."""
    return [
        (asked.question.shown_text, group)
        for group in groups
        for asked in group.shown
        if asked.is_missing
    ]
