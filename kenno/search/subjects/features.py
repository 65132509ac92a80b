"""Which concepts may be a text's subjects, and what speaks for each of them."""

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

from kenno.search.subjects.model import SubjectModel
from kenno.search.subjects.neighbours import Neighbours
from kenno.search.subjects.reading import Mention, TextRead

MOST_NEAR: Final = 40
MOST_TELLING: Final = 30
# Shares below these are all the same.
LEAST_SHARE: Final = 0.003
LEAST_WIDE_SHARE: Final = 0.0003

# The names of the features, in the order of Candidate.features.
FEATURES: Final = (
    "always",
    "mentioned",
    "mentioned_hit_rate",
    "mentioned_whole",
    "mentioned_times",
    "mentioned_place",
    "mentioned_length",
    "mentioned_alone",
    "mentioned_in_long_text",
    "mentioned_given",
    "mentioned_near",
    "mentioned_wide",
    "mentioned_telling",
    "given",
    "near",
    "wide",
    "telling",
    "likeness",
    "likeness_squared",
    "likeness_near",
)


class Candidate(NamedTuple):
    """A concept that may be a subject of a text, and its features in the order of FEATURES."""

    code: str
    features: tuple[float, ...]


def candidates(read: TextRead, around: Neighbours, model: SubjectModel) -> list[Candidate]:
    """Return the concepts that a text names or that records like it have, in order of codes."""
    codes = {*read.mentions, *_best(around.near, MOST_NEAR), *_best(around.telling, MOST_TELLING)}
    return [Candidate(code, _features(code, read, around, model)) for code in sorted(codes)]


def _features(
    code: str, read: TextRead, around: Neighbours, model: SubjectModel
) -> tuple[float, ...]:
    counts = model.counted(code)
    given = math.log(counts.given + 1)
    near = math.log(around.near.get(code, 0.0) + LEAST_SHARE)
    wide = math.log(around.wide.get(code, 0.0) + LEAST_WIDE_SHARE)
    telling = math.log(around.telling.get(code, 0.0) + LEAST_WIDE_SHARE)
    likeness = around.likeness.get(code, 0.0)
    mention = read.mentions.get(code)
    named: tuple[float, ...] = (0.0,) * 12
    if mention is not None:
        hit_rate = math.log((counts.named_and_given + 1) / (counts.named + 8))
        named = (
            1.0,
            hit_rate,
            *_of_mention(mention),
            math.log(read.number_of_words + 1),
            given,
            near,
            wide,
            telling,
        )
    around_it = (given, near, wide, telling, likeness, likeness**2, likeness * near)
    return (1.0, *named, *around_it)


def _of_mention(mention: Mention) -> tuple[float, ...]:
    return (
        float(mention.is_whole),
        math.log(mention.times),
        mention.place,
        float(mention.length - 1),
        1 / mention.rivals,
    )


def _best(shares: Mapping[str, float], most: int) -> list[str]:
    return sorted(shares, key=lambda code: (-shares[code], code))[:most]
