"""Which records resemble a text, and what concepts they speak for."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Final

from kenno.search.subjects.model import SubjectModel
from kenno.search.subjects.reading import TextRead

# So many of a text's most telling tokens are looked for, rarer and more frequent ones first.
MOST_TOKENS: Final = 40
NEAR: Final = 30
WIDE: Final = 300
# A token that stands for a concept that the text names: the same in every language.
CONCEPT_MARK: Final = "@"
# What stands against a concept that is common anyway.
COMMONNESS: Final = 5


@dataclass(frozen=True)
class Neighbours:
    """What the records most like a text say of concepts.

    `near` and `wide` have each concept's share of the 30 and 300 nearest records, weighted by
    likeness squared; `telling` its share when common concepts count for less; `likeness` that of
    the nearest record that has it (cosine).
    """

    near: Mapping[str, float]
    wide: Mapping[str, float]
    telling: Mapping[str, float]
    likeness: Mapping[str, float]


def tokens_of(read: TextRead, model: SubjectModel) -> dict[str, int]:
    """Return the tokens by which records are found, with a mark for each name of a concept."""
    found = dict(read.tokens)
    for codes in read.names:
        likeliest = max(codes, key=lambda code: (model.counted(code).given, code))
        mark = CONCEPT_MARK + likeliest
        found[mark] = found.get(mark, 0) + 1
    return found


def nearest(tokens: Mapping[str, int], model: SubjectModel, most: int) -> list[tuple[float, int]]:
    """Return the records with the highest cosine to these tokens, and it, the nearest first."""
    weighed = [
        ((1 + math.log(times)) * model.rarity(len(records)), token, records)
        for token, times in tokens.items()
        if (records := model.records_of.get(token))
    ]
    weighed.sort(key=lambda one: (-one[0], one[1]))
    weighed = weighed[:MOST_TOKENS]
    scores = [0.0] * len(model.concepts_of)
    length = math.sqrt(sum(weight**2 for weight, _token, _records in weighed))
    for weight, _token, records in weighed:
        share = weight * model.rarity(len(records)) / length
        for record in records:
            scores[record] += share
    scores = list(map(mul, scores, model.shrink))
    best = max(scores, default=0.0)
    if not best:
        return []
    # Likeness counts squared: what is a fifth as near says nothing.
    found = [(score, record) for record, score in enumerate(scores) if score > best / 5]
    found.sort(key=lambda one: (-one[0], one[1]))
    return found[:most]


def neighbours(read: TextRead, model: SubjectModel) -> Neighbours:
    """Ask the records most like a text for their concepts."""
    found = nearest(tokens_of(read, model), model, WIDE)
    near: dict[int, float] = defaultdict(float)
    wide: dict[int, float] = defaultdict(float)
    likeness: dict[int, float] = {}
    for place, (cosine, record) in enumerate(found):
        weight = cosine**2
        for concept in model.concepts_of[record]:
            wide[concept] += weight
            if place < NEAR:
                near[concept] += weight
            likeness.setdefault(concept, cosine)
    telling = {
        concept: weight / math.sqrt(model.counted(model.codes[concept]).given + COMMONNESS)
        for concept, weight in wide.items()
    }
    codes = model.codes
    return Neighbours(
        near=_shares(near, sum(cosine**2 for cosine, _record in found[:NEAR]), codes),
        wide=_shares(wide, sum(cosine**2 for cosine, _record in found), codes),
        telling=_shares(telling, sum(telling.values()), codes),
        likeness=_shares(likeness, 1.0, codes),
    )


def _shares(weights: Mapping[int, float], whole: float, codes: Sequence[str]) -> dict[str, float]:
    return {codes[concept]: weight / whole for concept, weight in weights.items()}
