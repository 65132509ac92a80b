"""Classes into which practices are sorted for filters and counts."""

from datetime import date

from kenno.practices.enums import CostClass, SizeClass
from kenno.practices.models import Practice

SIZE_LIMITS = (
    (2_000, SizeClass.UNDER_2000),
    (5_000, SizeClass.UNDER_5000),
    (10_000, SizeClass.UNDER_10000),
    (20_000, SizeClass.UNDER_20000),
    (40_000, SizeClass.UNDER_40000),
    (100_000, SizeClass.UNDER_100000),
)
COST_LIMITS = (
    (1, CostClass.FREE),
    (1_000, CostClass.UNDER_1000),
    (5_000, CostClass.UNDER_5000),
    (20_000, CostClass.UNDER_20000),
)


def size_class(population: int) -> SizeClass:
    """Return the size class of a municipality with this many residents."""
    for limit, size in SIZE_LIMITS:
        if population < limit:
            return size
    return SizeClass.OVER_100000


def cost_class(once: int | None, yearly: int | None) -> CostClass:
    """Return the class of the first year's costs in euros; one unknown part counts as nothing."""
    if once is None and yearly is None:
        return CostClass.UNKNOWN
    total = (once or 0) + (yearly or 0)
    for limit, cost in COST_LIMITS:
        if total < limit:
            return cost
    return CostClass.OVER_20000


def fresh_on(practice: Practice) -> date:
    """Return the day on which a practice was last said to hold: confirmed, or else published."""
    published = practice.last_published_at or practice.first_published_at or practice.created_at
    return practice.last_confirmed_on or published.date()
