"""How well a ranking does, and how long answers take: the usual measures, one query at a time."""

import math
from collections.abc import Mapping, Sequence


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Return the normalised discounted cumulative gain of the first `depth`, 0 to 1.

    The gain of a document is its grade, divided by log2(rank + 1), as trec_eval and BEIR have it
    (Järvelin and Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques").
    """
    best = _discounted(sorted(map(_gain, grades.values()), reverse=True)[:depth])
    return _discounted([_gain(grades.get(key, 0)) for key in ranked[:depth]]) / best if best else 0


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Return 1 / the rank of the first relevant document, 0 when the first `depth` have none."""
    for place, key in enumerate(ranked[:depth], start=1):
        if grades.get(key, 0) > 0:
            return 1 / place
    return 0.0


def recall(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Return the share of the relevant documents that are among the first `depth`."""
    relevant = {key for key, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranked[:depth])) / len(relevant) if relevant else 0.0


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that at least `percent` % of the values do not exceed."""
    return sorted(values)[max(0, math.ceil(percent / 100 * len(values)) - 1)]


def _gain(grade: int) -> int:
    return max(grade, 0)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))
