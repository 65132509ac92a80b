"""What a closed round tells the public: how many answered, where, and of what; nobody's answers."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kenno.places import honeycomb
from kenno.places.honeycomb import Honeycomb, LegendEntry, Mark, Shade
from kenno.places.models import Municipality
from kenno.places.queries import all_municipalities
from kenno.surveys.models import Response, ResponsePractice, SurveyRound
from kenno.surveys.queries.tracking import OVER, TaskFigure, figures_by_task
from kenno.vocabulary.models import Concept

MOST_THEMES: Final = 12
SOME, MANY = 50, 80
IS_LIVE: Final = Q(practice__live=True)


@dataclass(frozen=True)
class RegionFigure:
    """How many of a region's municipalities have answered."""

    name: str
    url: str
    total: int
    answered: int

    @property
    def percent(self) -> int:
        """How many in a hundred have answered."""
        return round(100 * self.answered / self.total)


@dataclass(frozen=True)
class Summary:
    """A closed round for the public."""

    total: int
    answered: int
    practices: int
    published: int
    regions: list[RegionFigure]
    tasks: list[TaskFigure]
    themes: list[tuple[str, int]]
    map: Honeycomb

    @property
    def percent(self) -> int:
        """How many in a hundred municipalities have answered."""
        return round(100 * self.answered / self.total) if self.total else 0


def summarised_rounds() -> QuerySet[SurveyRound]:
    """Return the rounds whose summary anyone may read, newest first: those that are over."""
    return SurveyRound.objects.filter(state__in=OVER).newest_first()


def summary_of(survey: SurveyRound) -> Summary:
    """Count a round's answers that were sent, by region, task and theme.

    Themes are counted from published practices only, as what is not published is not known.
    """
    places = list(all_municipalities())
    answers = Response.objects.submitted().filter(round=survey).order_by("pk")
    answered = set(answers.values_list("municipality_id", flat=True))
    told = ResponsePractice.objects.filter(
        response__round=survey, response__is_trial=False, response__submitted_at__isnull=False
    )
    counted = told.aggregate(
        practices=Count("practice", distinct=True),
        published=Count("practice", filter=IS_LIVE, distinct=True),
    )
    regions = _regions(places, answered)
    return Summary(
        total=len(places),
        answered=len(answered),
        practices=counted["practices"],
        published=counted["published"],
        regions=list(regions.values()),
        tasks=[row for row in figures_by_task(survey, submitted=True) if row.practices],
        themes=_themes(told),
        map=_map(places, regions),
    )


def _regions(places: list[Municipality], answered: set[int]) -> dict[int, RegionFigure]:
    grouped: dict[int, list[Municipality]] = {}
    for place in sorted(places, key=lambda place: place.region.code):
        grouped.setdefault(place.region_id, []).append(place)
    return {
        pk: RegionFigure(
            members[0].region.name,
            members[0].region.get_absolute_url(),
            len(members),
            sum(place.pk in answered for place in members),
        )
        for pk, members in grouped.items()
    }


def _themes(told: QuerySet[ResponsePractice]) -> list[tuple[str, int]]:
    rows = list(
        told.filter(IS_LIVE, practice__themes__isnull=False)
        .values("practice__themes")
        .annotate(number=Count("practice", distinct=True))
        .order_by("-number", "practice__themes")[:MOST_THEMES]
    )
    concepts = Concept.objects.in_bulk([row["practice__themes"] for row in rows])
    return [(concepts[row["practice__themes"]].label, row["number"]) for row in rows]


def _map(places: list[Municipality], regions: dict[int, RegionFigure]) -> Honeycomb:
    marks = {pk: _mark(region) for pk, region in regions.items()}
    return honeycomb.draw(
        sorted(places, key=lambda place: place.region.code),
        name="kennosto",
        title=_("Kuinka suuri osa maakunnan kunnista vastasi"),
        heading=_("Maakunnan kunnista vastasi"),
        marks={place.pk: marks[place.region_id] for place in places},
        otherwise=Mark(figure="", text="", shade=Shade.NONE),
        legend=[
            LegendEntry(_("ei yhtään"), Shade.NONE),
            LegendEntry(_("alle puolet"), Shade.FEW),
            LegendEntry(_("puolet tai enemmän"), Shade.SOME),
            LegendEntry(_("80 % tai enemmän"), Shade.MANY),
        ],
    )


def _mark(region: RegionFigure) -> Mark:
    percent = region.percent
    shade = Shade.MANY if percent >= MANY else Shade.SOME if percent >= SOME else Shade.FEW
    text = _("%(region)s, %(percent)s %%") % {"region": region.name, "percent": percent}
    return Mark(
        figure=str(percent),
        text=text,
        shade=shade if region.answered else Shade.NONE,
        in_table=f"{percent} %",
    )
