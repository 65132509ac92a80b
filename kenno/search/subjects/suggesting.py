"""Suggesting the subjects of a text that is being written."""

import logging
import math
from typing import Final, NamedTuple

from kenno.core.languages import LANGUAGES
from kenno.search.lexicon import Lexicon, lexicon
from kenno.search.subjects.features import FEATURES, candidates
from kenno.search.subjects.keeping import shipped_model
from kenno.search.subjects.model import DamagedModel, SubjectModel
from kenno.search.subjects.neighbours import neighbours
from kenno.search.subjects.reading import TextRead, read_text

logger = logging.getLogger(__name__)

MOST_SUGGESTIONS: Final = 8


class SuggestedSubject(NamedTuple):
    """A concept that fits a text, and how likely a librarian would have given it (0 to 1).

    `words` are the words of the text that name it, as they stand there; empty when texts like it
    have the concept.
    """

    code: str
    score: float
    words: str


def suggest_subjects(
    text: str, language: str, *, limit: int = MOST_SUGGESTIONS
) -> list[SuggestedSubject]:
    """Return the concepts of the vocabulary that fit a text written in `language`, best first.

    Any text is welcome, also an empty one or HTML; its first 20,000 characters count. No query
    once the lexicon is loaded. Never raises for the model's sake: without it nothing is suggested.
    """
    known = lexicon()
    read = read_text(text, language, known)
    if not read.number_of_words:
        return []
    try:
        model = shipped_model()
    except (OSError, DamagedModel) as error:
        logger.warning("No subjects can be suggested: %s", error)
        return []
    return [one for one in ranked(read, model) if _is_in(known, one.code)][:limit]


def ranked(read: TextRead, model: SubjectModel) -> list[SuggestedSubject]:
    """Return every concept that may fit a text that has been read, best first."""
    weights = [model.weights.get(name, 0.0) for name in FEATURES]
    found = []
    for candidate in candidates(read, neighbours(read, model), model):
        sum_ = sum(weight * x for weight, x in zip(weights, candidate.features, strict=True))
        score = 1 / (1 + math.exp(-max(-50.0, min(50.0, sum_))))
        mention = read.mentions.get(candidate.code)
        found.append(SuggestedSubject(candidate.code, score, mention.words if mention else ""))
    return sorted(found, key=lambda one: (-one.score, one.code))


def _is_in(known: Lexicon, code: str) -> bool:
    return any(known.labels(code, language) for language in LANGUAGES)
