"""One ranking out of two: by words and by meaning."""

from collections.abc import Sequence
from typing import Final

# A low one, so that the first places count; measured together with the weight on two sets.
K: Final = 10
WORD_WEIGHT: Final = 1.0
MEANING_WEIGHT: Final = 0.6


def fuse(
    by_words: Sequence[str],
    by_meaning: Sequence[str],
    *,
    k: int = K,
    weights: tuple[float, float] = (WORD_WEIGHT, MEANING_WEIGHT),
) -> list[str]:
    """Return all keys of two rankings, best first, by weighted reciprocal rank.

    A key scores weight / (k + its place, from 1) for each ranking that has it; equal scores keep
    the order of the words, then that of the meaning. Cormack, Clarke, Buettcher: Reciprocal Rank
    Fusion outperforms Condorcet and individual Rank Learning Methods (SIGIR 2009).
    """
    scores: dict[str, float] = {}
    for ranking, weight in zip((by_words, by_meaning), weights, strict=True):
        for place, key in enumerate(dict.fromkeys(ranking), 1):
            scores[key] = scores.get(key, 0.0) + weight / (k + place)
    return sorted(scores, key=lambda key: -scores[key])
