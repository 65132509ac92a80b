"""A sent answer as a coordinator goes through it, and which are still to be gone through."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from kenno.core import audit
from kenno.moderation.enums import ReviewState
from kenno.practices.models import Practice
from kenno.practices.queries.completeness import missing_for_publication
from kenno.practices.queries.workspace import WORKED_ON, draft_of, is_worked_on
from kenno.surveys.enums import RoundState
from kenno.surveys.models import Invitation, Question, Response, ResponsePractice, SurveyRound
from kenno.surveys.queries.answering import QuestionGroup, answer_text, question_groups

CANDIDATES: Final = 20
STEM: Final = 5
# Of the trail, what says what coordinators have done with an answer, and when it was sent.
HISTORY: Final = (
    *("surveys.answer_submitted", "surveys.response_reopened", "surveys.response_closed_again"),
    *("surveys.practice_split", "surveys.practices_merged", "surveys.practice_taken_over"),
    "surveys.practice_rejected",
)


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question and what was answered; `text` is empty when it may not be shown to the reader."""

    question: Question
    text: str
    has_file: bool
    is_hidden: bool


@dataclass(frozen=True)
class HandledPractice:
    """A practice of an answer with its newest text, and what it lacks before it may be sent."""

    row: ResponsePractice
    practice: Practice
    draft: Practice
    missing: list[str]

    @property
    def is_worked_on(self) -> bool:
        """Whether a coordinator may split, join, take over or turn it down now."""
        return not self.row.is_joined and is_worked_on(self.practice)


def handled_response(pk: int) -> Response | None:
    """Return an answer with its round, municipality and sender; trials and drafts' aside."""
    return (
        Response.objects.real()
        .exclude(round__state=RoundState.DRAFT)
        .select_related("round", "municipality__region", "submitted_by__recipient")
        .filter(pk=pk)
        .first()
    )


def told_row(response: Response, practice_id: int) -> ResponsePractice | None:
    """Return a practice's place in an answer, with the practice; None when it is not there."""
    return _rows(response).filter(practice=practice_id).first()


def own_place(practice: Practice) -> ResponsePractice | None:
    """Return the answer's place in which a practice was told first, if it was told in one."""
    return ResponsePractice.objects.filter(
        practice=practice, is_joined=False, response__is_trial=False
    ).first()


def answered_questions(
    response: Response, *, personal: bool
) -> list[tuple[QuestionGroup, list[AnsweredQuestion]]]:
    """Return the questions shown in an answer by group, with what was answered.

    Answers to questions with personal data are hidden unless `personal`.
    """
    return [
        (
            group,
            [
                AnsweredQuestion(
                    one.question,
                    "" if hidden else answer_text(one.question, one.answer),
                    bool(one.answer and one.answer.file) and not hidden,
                    hidden,
                )
                for one in group.shown
                for hidden in [one.question.has_personal_data and not personal]
            ],
        )
        for group in question_groups(response)
        if group.shown
    ]


def handled_practices(response: Response) -> list[HandledPractice]:
    """Return the practices of an answer in their order, with what a draft lacks for review.

    One query, and one more for each draft, whose statutory tasks are read.
    """
    found = []
    for row in _rows(response).order_by("position", "pk"):
        practice = row.practice
        draft = practice if row.is_joined else draft_of(practice)
        is_draft = not row.is_joined and practice.review_state == ReviewState.DRAFT
        missing = missing_for_publication(draft) if is_draft else []
        found.append(HandledPractice(row, practice, draft, missing))
    return found


def _rows(response: Response) -> QuerySet[ResponsePractice]:
    return response.practices.select_related(
        "practice__municipality__region", "practice__latest_revision", "practice__contact"
    )


def writers_of(response: Response) -> list[Invitation]:
    """Return the invitations of those who have begun to write an answer, who sent it first."""
    found = (
        Invitation.objects.real()
        .filter(
            recipient__round=response.round_id,
            recipient__municipality=response.municipality_id,
            started_at__isnull=False,
        )
        .select_related("recipient")
        .order_by("started_at", "pk")
    )
    sender = response.submitted_by_id or response.sent_before_by_id
    return sorted(found, key=lambda one: one.pk != sender)


def to_go_through(survey: SurveyRound, regions: Collection[int] | None) -> QuerySet[Response]:
    """Return the sent answers with a practice that waits for a coordinator, the first sent first.

    Only of municipalities of `regions` (primary keys), unless None.
    """
    waiting = ResponsePractice.objects.filter(
        response=OuterRef("pk"),
        is_joined=False,
        practice__live=False,
        practice__review_state__in=[ReviewState.DRAFT, ReviewState.IN_REVIEW],
    )
    found = Response.objects.submitted().filter(Exists(waiting), round=survey)
    if regions is not None:
        found = found.filter(municipality__region__in=regions)
    return found.select_related("municipality").order_by("submitted_at", "pk")


def neighbours(
    response: Response, regions: Collection[int] | None
) -> tuple[Response | None, Response | None]:
    """Return the answers to go through that were sent before and after this one."""
    waiting = to_go_through(response.round, regions).exclude(pk=response.pk)
    at = response.submitted_at
    if at is None:
        return None, waiting.first()
    before = waiting.filter(Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lt=response.pk))
    after = waiting.filter(Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=response.pk))
    return before.last(), after.first()


def merge_candidates(
    told: ResponsePractice, regions: Collection[int] | None, title: str
) -> list[Practice]:
    """Return practices with which a told one may be made one: of the round, or published.

    With `title`, those with these characters in their name; without it, those of the same answer
    first and then those with a like name.
    """
    in_round = ResponsePractice.objects.filter(
        response__round=told.response.round_id, response__is_trial=False, is_joined=False
    )
    near = ResponsePractice.objects.filter(practice=OuterRef("pk"), response=told.response_id)
    found = (
        Practice.objects.filter(
            Q(pk__in=in_round.order_by("pk").values("practice"), review_state__in=WORKED_ON)
            | Q(live=True)
        )
        .exclude(pk=told.practice_id)
        .annotate(is_near=Exists(near))
        .select_related("municipality")
    )
    if regions is not None:
        found = found.filter(municipality__region__in=regions)
    named = _named([title]) if title else Q(is_near=True) | _named(_stems(told.practice.title))
    return list(found.filter(named).order_by("-is_near", "title", "pk")[:CANDIDATES])


def _named(parts: Collection[str]) -> Q:
    """Return what leaves the practices whose name, published or drafted, has any of these."""
    named = Q(pk__in=[])
    for part in parts:
        named |= Q(title__icontains=part) | Q(latest_revision__object_str__icontains=part)
    return named


def _stems(title: str) -> list[str]:
    """Return the beginnings of the longer words of a name, which inflection leaves alone."""
    return [word[:STEM] for word in title.split() if len(word) >= STEM]


def reason_of_reopening(response: Response) -> str:
    """Return why an answer was opened again; empty when it is not open again."""
    if not response.is_open_again:
        return ""
    told = audit.history(response).filter(action="surveys.response_reopened").first()
    return told.message if told is not None else ""


def history_of(response: Response) -> list[audit.HistoryEntry]:
    """Return what has been done with an answer, newest first."""
    return audit.entries(audit.history(response).filter(action__in=HISTORY))
