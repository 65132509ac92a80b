"""How answers have come in day by day, beside earlier rounds, as a drawing and as a table."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from kenno.surveys.models import Response, SurveyRound
from kenno.surveys.queries.tracking import OVER, Regions

EARLIER: Final = 3
MOST_DAYS: Final = 120
WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 34
# How the lines differ without colour, this round's first.
DASHES: Final = ("", "9 5", "2 5", "12 4 2 4")


@dataclass(frozen=True)
class Tick:
    """A number on an axis, and where it stands."""

    label: int
    at: float


@dataclass(frozen=True)
class Line:
    """A round's answers so far at the end of each day from its opening day, which is day 0."""

    name: str
    counts: list[int]
    dashes: str
    points: str
    end: tuple[float, float]

    @property
    def last(self) -> int:
        """How many answers there are in all."""
        return self.counts[-1]


@dataclass(frozen=True)
class Progress:
    """The drawing: lines on axes of days and answers; `rows` holds the same for a table."""

    lines: list[Line]
    days: list[Tick]
    answers: list[Tick]
    rows: list[list[str]]
    view_box: str = f"0 0 {WIDTH} {HEIGHT}"
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def progress_of(survey: SurveyRound, regions: Regions = None) -> Progress | None:
    """Return how answers have come in beside the latest closed rounds before; None before any.

    Days are those of the site's time; at most MOST_DAYS of them, and EARLIER earlier rounds.
    """
    rounds = [survey, *_before(survey)]
    arrived = _arrived(rounds, regions)
    counted = [(one, _counts(one, arrived.get(one.pk, []))) for one in rounds]
    counted = [(one, counts) for one, counts in counted if counts and (counts[-1] or one == survey)]
    if not counted or not any(counts[-1] for _one, counts in counted):
        return None
    days = max(max(len(counts) for _one, counts in counted) - 1, 1)
    most = max(counts[-1] for _one, counts in counted)
    lines = [
        _line(one.name, counts, dashes, days, most)
        for (one, counts), dashes in zip(counted, DASHES, strict=False)
    ]
    return Progress(
        lines=lines,
        days=[Tick(day, _x(day, days)) for day in _ticks(days)],
        answers=[Tick(number, _y(number, most)) for number in _ticks(most)],
        rows=[
            [
                str(day),
                *(str(line.counts[day]) if day < len(line.counts) else "–" for line in lines),
            ]
            for day in range(days + 1)
        ],
    )


def _before(survey: SurveyRound) -> list[SurveyRound]:
    """Return the latest rounds that were over before this one opened, the latest first."""
    if survey.opens_at is None:
        return []
    over = SurveyRound.objects.filter(
        state__in=OVER,
        opens_at__lt=survey.opens_at,
        is_example=survey.is_example,
    )
    return list(over.order_by("-opens_at", "-pk")[:EARLIER])


def _arrived(rounds: list[SurveyRound], regions: Regions) -> dict[int, list[date]]:
    responses = Response.objects.submitted().filter(round__in=rounds)
    if regions is not None:
        responses = responses.filter(municipality__region__in=regions)
    found: dict[int, list[date]] = {}
    for pk, moment in responses.order_by("pk").values_list("round_id", "submitted_at"):
        if moment is not None:
            found.setdefault(pk, []).append(timezone.localdate(moment))
    return found


def _counts(survey: SurveyRound, days: list[date]) -> list[int]:
    """Return how many answers there were by the end of each day so far."""
    opens, closes, last = survey.opens_at, survey.closes_at, survey.last_moment
    if opens is None or closes is None or last is None or opens > timezone.now():
        return []
    first = timezone.localdate(opens)
    # Answers in the grace come after the closing day.
    until = max([timezone.localdate(min(closes, timezone.now())), *days])
    # The last day that is drawn holds what came later, too.
    on_day = Counter(min(max((day - first).days, 0), MOST_DAYS) for day in days)
    total, counts = 0, []
    for day in range(min((until - first).days, MOST_DAYS) + 1):
        total += on_day[day]
        counts.append(total)
    return counts


def _line(name: str, counts: list[int], dashes: str, days: int, most: int) -> Line:
    places = [(_x(day, days), _y(count, most)) for day, count in enumerate(counts)]
    points = " ".join(f"{x},{y}" for x, y in places)
    return Line(name, counts, dashes, points, places[-1])


def _x(day: int, days: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * day / days, 1)


def _y(count: int, most: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * count / most, 1)


def _ticks(most: int) -> list[int]:
    """Return round numbers from 0 up to `most`, at most eight."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if most / step <= 7)
    return list(range(0, most + 1, step))
