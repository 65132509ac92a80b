"""What has been searched: for those who keep the service, and for typing help."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.utils import timezone

from kenno.search.models import SearchRecord

SLOW_MS: Final = 100
MASK_SIGN: Final = "•"
DAYS_TO_BE_SHOWN: Final = 3
TIMES_TO_BE_SHOWN: Final = 5
Rows = QuerySet[SearchRecord, Any]


@dataclass(frozen=True)
class UnknownWord:
    """A word that no record has, and how many times it was searched."""

    word: str
    language: str
    times: int


def since(days: int) -> date:
    """Return the first of the last so many days, today included."""
    return timezone.localdate() - timedelta(days=days - 1)


def _by_text(first_day: date, first: str, wanted: Q | None = None) -> Rows:
    """Return text, language, count, last day and slowest ms of the searches of a period."""
    found = SearchRecord.objects.filter(wanted or Q(), day__gte=first_day)
    rows = found.values("text", "language").annotate(
        count=Sum("times"), last=Max("day"), slowest=Max("slowest_ms")
    )
    return rows.order_by(first, "text", "language")


def not_found(first_day: date) -> Rows:
    """Return the searches that found nothing, the most frequent first."""
    return _by_text(first_day, "-count", Q(total=0))


def slow(first_day: date) -> Rows:
    """Return the searches that once took SLOW_MS milliseconds or more, the slowest first."""
    return _by_text(first_day, "-slowest", Q(slowest_ms__gte=SLOW_MS))


def most_searched(first_day: date) -> Rows:
    """Return all searches, the most frequent first."""
    return _by_text(first_day, "-count")


def unknown_words(first_day: date) -> Sequence[UnknownWord]:
    """Return the words of searches that no record had, the most frequent first. One query."""
    counts: Counter[tuple[str, str]] = Counter()
    rows = SearchRecord.objects.filter(day__gte=first_day).exclude(unknown="").order_by("pk")
    for words, language, times in rows.values_list("unknown", "language", "times"):
        for word in words.split():
            counts[word, language] += times
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [UnknownWord(word, language, times) for (word, language), times in ordered]


def earlier_searches(prefix: str, *, language: str, limit: int, kind: str = "") -> list[str]:
    """Return texts that begin with `prefix` and that others have searched and found something.

    Most searched first. Only what was searched on three days or five times in all, so that
    nothing that a single visitor once typed is shown to another. One query.
    """
    prefix = " ".join(prefix.lower().split())
    if not prefix:
        return []
    found = SearchRecord.objects.filter(language=language, text__startswith=prefix, total__gt=0)
    if connection.vendor == "sqlite":
        # LIKE uses no index here, a range does; others have an index for LIKE.
        found = found.filter(text__gte=prefix, text__lt=prefix + "\U0010ffff")
    if kind:
        found = found.filter(kind=kind)
    often = Q(days__gte=DAYS_TO_BE_SHOWN) | Q(count__gte=TIMES_TO_BE_SHOWN)
    rows = (
        found.exclude(text__contains=MASK_SIGN)
        .values("text")
        .annotate(days=Count("day", distinct=True), count=Sum("times"))
        .filter(often)
        .order_by(F("count").desc(), "text")
    )
    return [row["text"] for row in rows[:limit]]
