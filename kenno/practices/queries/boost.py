"""How much a practice's own merits lift it among those that fit the words equally well."""

from datetime import date
from typing import Final

COMPLETENESS_SHARE: Final = 0.05
FRESHNESS_SHARE: Final = 0.075
EVIDENCE_SHARE: Final = 0.04
USE_SHARE: Final = 0.035

# The years between which freshness grows; to be moved on well before the last one.
FRESHNESS_BEGINS: Final = date(2020, 1, 1)
FRESHNESS_DAYS: Final = 15 * 365.25
ENOUGH_CLAIMS: Final = 2
ENOUGH_ADAPTATIONS: Final = 2


def boost(
    *,
    completeness: int,
    fresh_on: date,
    grounded_claims: int,
    in_use: bool,
    adaptations: int,
) -> float:
    """Return by what the relevance of a practice is multiplied, from 1.0 to 1.2.

        1 + 0.05  * completeness / 100
          + 0.075 * days from 1 January 2020 to `fresh_on` / 5479, from 0 to 1
          + 0.04  * min(claims that say how they were obtained, 2) / 2
          + 0.035 * (in use: 1/2, and min(adaptations, 2) / 4)

    `completeness` is in percent. Words decide: a merit moves a practice past another only when
    their scores are within a few percent. Freshness is counted from a fixed day and not from
    today, because the index keeps the number for years: what matters is the difference between
    two practices, half a percent for a year, and that never ages.
    """
    freshness = (fresh_on - FRESHNESS_BEGINS).days / FRESHNESS_DAYS
    use = 0.5 * in_use + 0.5 * min(adaptations, ENOUGH_ADAPTATIONS) / ENOUGH_ADAPTATIONS
    return (
        1.0
        + COMPLETENESS_SHARE * min(max(completeness, 0), 100) / 100
        + FRESHNESS_SHARE * min(max(freshness, 0.0), 1.0)
        + EVIDENCE_SHARE * min(grounded_claims, ENOUGH_CLAIMS) / ENOUGH_CLAIMS
        + USE_SHARE * use
    )
