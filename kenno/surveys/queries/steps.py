"""The parts of an answer as steps: where each is written, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from kenno.practices.models import Practice
from kenno.surveys.models import SurveyRound
from kenno.surveys.queries.answering import QuestionGroup, ToldPractice, what_is_asked
from kenno.surveys.sections import AskedSection


@dataclass(frozen=True)
class Step:
    """A part of the answer with its address and state, as the list of sections shows it."""

    key: str
    label: str
    url: str
    state: str


@dataclass(frozen=True)
class PracticeCard:
    """A practice of the answer with the steps in which it is told."""

    told: ToldPractice
    steps: list[Step]


def group_steps(groups: Sequence[QuestionGroup], token: str) -> list[Step]:
    """Return the groups of questions that have something to answer now."""
    return [
        Step(
            str(group.number),
            group.title,
            reverse("surveys:group", args=[token, group.number]),
            group.progress,
        )
        for group in groups
        if group.shown
    ]


def practice_cards(
    told: Sequence[ToldPractice], survey: SurveyRound, token: str
) -> list[PracticeCard]:
    """Return the practices of an answer with their steps; those not written now have none."""
    asked = what_is_asked(survey)
    return [
        PracticeCard(one, practice_steps(one.draft, asked, token) if one.is_written_on else [])
        for one in told
    ]


def practice_steps(draft: Practice, asked: Sequence[AskedSection], token: str) -> list[Step]:
    """Return the sections that are asked of a practice, with how much of each is told."""
    steps = []
    for section in asked:
        told = [_is_told(draft, name) for name in section.fields]
        state = "done" if all(told) else "started" if any(told) else "empty"
        url = reverse("surveys:section", args=[token, draft.pk, section.name])
        steps.append(Step(section.name, str(section.title), url, state))
    return steps


def _is_told(draft: Practice, name: str) -> bool:
    value = getattr(draft, "lead_image_id" if name == "image" else name)
    if hasattr(value, "all"):
        return bool(value.all())
    return value is not None and value != ""
