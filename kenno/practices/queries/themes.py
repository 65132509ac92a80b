"""Themes that fit a practice's text, for its author to accept or for readers until then."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.practices.models import Practice
from kenno.search.subjects import SuggestedSubject, suggest_subjects
from kenno.vocabulary.models import Concept
from kenno.vocabulary.queries import concepts_by_codes

MOST_SUGGESTED: Final = 8
# A shorter text says too little of what it is about.
FEWEST_WORDS: Final = 5
# A person who chooses may be offered much, of which one in five fits; of what is shown to readers
# without anybody having looked at it, nearly every second should (docs/subjects.md).
LEAST_SCORE: Final = 0.05
MOST_AUTOMATIC: Final = 5
LEAST_AUTOMATIC_SCORE: Final = 0.2


@dataclass(frozen=True)
class SuggestedTheme:
    """A concept that may be added, with its label and that label's language; `why` it may fit."""

    code: str
    label: str
    language: str
    why: str


def text_for_themes(practice: Practice) -> str:
    """Return the parts of a practice that tell what it is about, the weightiest first."""
    steps = [part for step in practice.steps.all() for part in (step.title, step.text)]
    parts = [practice.title, practice.summary, practice.need, practice.description, *steps]
    return "\n".join(part for part in parts if part)


def suggested_themes(draft: Practice, *, chosen: Collection[str] = ()) -> list[SuggestedTheme]:
    """Return concepts that fit the saved text and are not among the `chosen` codes, best first.

    Labels are in the reader's language, else in Finnish. Nothing for a text under five words;
    one query.
    """
    found = [
        one
        for one in _subjects(draft, limit=MOST_SUGGESTED + len(chosen), least=LEAST_SCORE)
        if one.code not in chosen
    ][:MOST_SUGGESTED]
    concepts = {concept.code: concept for concept in concepts_by_codes(one.code for one in found)}
    language = get_language() or "fi"
    return [
        SuggestedTheme(
            one.code,
            concept.label,
            language if getattr(concept, f"label_{language}", "") else "fi",
            _why(one.words),
        )
        for one in found
        if (concept := concepts.get(one.code))
    ]


def automatic_concepts(practice: Practice) -> list[Concept]:
    """Return the concepts that the text of a practice is surely about, at most five, best first."""
    found = _subjects(practice, limit=MOST_AUTOMATIC, least=LEAST_AUTOMATIC_SCORE)
    return concepts_by_codes(one.code for one in found)


def _why(words: str) -> str:
    if not words:
        return _("Samankaltaisilla teksteillä on tämä teema")
    return _("Tekstissä: %(words)s") % {"words": words}


def _subjects(practice: Practice, *, limit: int, least: float) -> list[SuggestedSubject]:
    text = text_for_themes(practice)
    if len(text.split()) < FEWEST_WORDS:
        return []
    found = suggest_subjects(text, practice.language, limit=limit)
    return [one for one in found if one.score >= least]
