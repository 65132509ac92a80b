"""How a round goes: what each municipality has done, counted in all and by what it is like."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, QuerySet

from kenno.places.enums import LanguageStatus
from kenno.places.models import Municipality
from kenno.places.queries import all_municipalities
from kenno.practices.enums import SizeClass
from kenno.practices.queries.classes import size_class
from kenno.surveys.enums import UNREACHED, InvitationState, PlaceState, RoundState
from kenno.surveys.models import Invitation, Response, ResponsePractice, SurveyRound
from kenno.vocabulary.models import StatutoryTask

# What one invitation's state makes of its municipality, the furthest first, when nobody answers.
BY_INVITATION: Final = (
    (InvitationState.DELEGATED, PlaceState.DELEGATED),
    (InvitationState.OPENED, PlaceState.OPENED),
    (InvitationState.SENT, PlaceState.SENT),
    (InvitationState.WAITING, PlaceState.WAITING),
    (InvitationState.DECLINED, PlaceState.DECLINED),
    (InvitationState.BOUNCED, PlaceState.FAILED),
    (InvitationState.REFUSED, PlaceState.FAILED),
)
# Somebody writes, or has written what another then sends.
WRITING: Final = (InvitationState.STARTED, InvitationState.SUBMITTED)

# The states of a round that takes no more answers.
OVER: Final = (RoundState.CLOSED, RoundState.ARCHIVED)
# In a filter: all that have not been reached, for whatever reason.
UNREACHED_FILTER: Final = "unreached"
STATE: Final[Any] = "state_now"

# The regions (primary keys) that a reader follows; None for all of them.
Regions = Collection[int] | None


@dataclass(frozen=True)
class TrackedPlace:
    """A municipality and how far it has come in a round; `invitations` are counted by state."""

    municipality: Municipality
    state: PlaceState
    invitations: Mapping[str, int]

    @property
    def size(self) -> SizeClass:
        """The municipality's class by population."""
        return size_class(self.municipality.population)


@dataclass(frozen=True)
class PlaceFilter:
    """Which municipalities a list shows: all that fit what is given, by codes."""

    state: str = ""
    invitation: str = ""
    region: str = ""
    size: str = ""
    language: str = ""
    task: str = ""


@dataclass(frozen=True)
class Figure:
    """How many municipalities are in a state, and how many in a hundred that is."""

    state: PlaceState
    count: int
    percent: int


@dataclass(frozen=True)
class InvitationFigure:
    """How many invitations are in a state."""

    state: InvitationState
    count: int


@dataclass(frozen=True)
class FigureRow:
    """The municipalities of one kind, named by `code` in a filter, counted by state."""

    code: str
    label: str
    total: int
    figures: list[Figure]

    @property
    def percent(self) -> int:
        """How many in a hundred have answered."""
        return self.figures[0].percent


@dataclass(frozen=True)
class TaskFigure:
    """How many practices of a statutory task are told of, and in how many answers."""

    code: str
    label: str
    municipalities: int
    practices: int


def followed_rounds() -> QuerySet[SurveyRound]:
    """Return the rounds that have been opened, newest first."""
    return SurveyRound.objects.exclude(state=RoundState.DRAFT).newest_first()


def tracked_places(survey: SurveyRound, regions: Regions = None) -> list[TrackedPlace]:
    """Return every municipality of these regions, by name, with how far it has come."""
    municipalities = all_municipalities()
    if regions is not None:
        municipalities = municipalities.filter(region__in=regions)
    rows = Invitation.objects.of_round(survey).with_state().order_by("pk")
    states: dict[int, Counter[str]] = defaultdict(Counter)
    refusing: set[int] = set()
    # Plain rows: nine hundred records would take longer to make than to count.
    for row in rows.values("recipient__municipality_id", "recipient__is_main", "parent_id", STATE):
        state = row[STATE]
        states[row["recipient__municipality_id"]][state] += 1
        is_main = row["recipient__is_main"] and row["parent_id"] is None
        if is_main and state == InvitationState.DECLINED:
            refusing.add(row["recipient__municipality_id"])
    rows_of_answers = Response.objects.real().filter(round=survey).order_by("pk")
    answers = {
        place: PlaceState.SUBMITTED
        if submitted_at
        else PlaceState.INTERVIEWED
        if interview
        else PlaceState.STARTED
        for place, submitted_at, interview in rows_of_answers.values_list(
            "municipality_id", "submitted_at", "interview_id"
        )
    }
    return [
        TrackedPlace(
            place,
            _state(place.pk, states[place.pk], answers, place.pk in refusing),
            states[place.pk],
        )
        for place in municipalities
    ]


def _state(
    place: int, states: Mapping[str, int], answers: Mapping[int, PlaceState], refuses: bool
) -> PlaceState:
    """Return how far a municipality has come; its main recipient's no is its own."""
    if answers.get(place, PlaceState.STARTED) != PlaceState.STARTED:
        return answers[place]
    if refuses:
        return PlaceState.DECLINED
    if place in answers or any(state in states for state in WRITING):
        return PlaceState.STARTED
    return next((then for state, then in BY_INVITATION if state in states), PlaceState.UNASKED)


def figures(
    places: Sequence[TrackedPlace], states: Iterable[PlaceState] = PlaceState
) -> list[Figure]:
    """Return how many municipalities are in each of `states`, in the same order."""
    counts = Counter(place.state for place in places)
    return [
        Figure(state, counts[state], round(100 * counts[state] / len(places)) if places else 0)
        for state in states
    ]


def invitation_figures(places: Sequence[TrackedPlace]) -> list[InvitationFigure]:
    """Return how many invitations of these municipalities are in each state that there is."""
    counts: Counter[str] = Counter()
    for place in places:
        counts.update(place.invitations)
    return [InvitationFigure(state, counts[state]) for state in InvitationState if counts[state]]


def states_there(places: Sequence[TrackedPlace]) -> list[PlaceState]:
    """Return the states in which there is some municipality, and that of having answered."""
    there = {PlaceState.SUBMITTED, *(place.state for place in places)}
    return [state for state in PlaceState if state in there]


def figures_by_region(places: Sequence[TrackedPlace]) -> list[FigureRow]:
    """Return a row for each region in which there are municipalities, by the regions' codes."""
    regions = {place.municipality.region_id: place.municipality.region for place in places}
    ordered = sorted(regions.values(), key=lambda region: region.code)
    labels = [(region.code, region.name) for region in ordered]
    return _rows(places, labels, lambda place: place.municipality.region.code)


def figures_by_size(places: Sequence[TrackedPlace]) -> list[FigureRow]:
    """Return a row for each class of municipalities by population, smallest first."""
    return _rows(places, SizeClass.choices, lambda place: place.size.value)


def figures_by_language(places: Sequence[TrackedPlace]) -> list[FigureRow]:
    """Return a row for each division of municipalities by language."""
    return _rows(places, LanguageStatus.choices, lambda place: place.municipality.language_status)


def _rows(
    places: Sequence[TrackedPlace],
    labels: Iterable[tuple[str, object]],
    code_of: Callable[[TrackedPlace], Hashable],
) -> list[FigureRow]:
    grouped: dict[Hashable, list[TrackedPlace]] = defaultdict(list)
    for place in places:
        grouped[code_of(place)].append(place)
    states = states_there(places)
    return [
        FigureRow(code, str(label), len(grouped[code]), figures(grouped[code], states))
        for code, label in labels
        if grouped[code]
    ]


def figures_by_task(
    survey: SurveyRound, regions: Regions = None, *, submitted: bool = False
) -> list[TaskFigure]:
    """Return for each statutory task how many practices tell of it, in answers sent or not.

    Only in answers that were sent when `submitted`.
    """
    told = ResponsePractice.objects.filter(response__round=survey, response__is_trial=False)
    if submitted:
        told = told.filter(response__submitted_at__isnull=False)
    if regions is not None:
        told = told.filter(response__municipality__region__in=regions)
    counted = (
        told.order_by()
        .values("practice__statutory_tasks")
        .annotate(
            practices=Count("practice", distinct=True),
            municipalities=Count("response__municipality", distinct=True),
        )
    )
    counts = {
        row["practice__statutory_tasks"]: (row["municipalities"], row["practices"])
        for row in counted
    }
    return [
        TaskFigure(task.code, task.label, *counts.get(task.pk, (0, 0)))
        for task in StatutoryTask.objects.order_by("pk")
    ]


def chosen_places(
    survey: SurveyRound, places: Sequence[TrackedPlace], chosen: PlaceFilter
) -> list[TrackedPlace]:
    """Return those of `places` that a filter finds, in the same order."""
    telling = _telling(survey, chosen.task) if chosen.task else set()
    return [
        place
        for place in places
        if _fits(place.state, chosen.state)
        and (not chosen.invitation or place.invitations.get(chosen.invitation))
        and chosen.region in ("", place.municipality.region.code)
        and chosen.size in ("", place.size)
        and chosen.language in ("", place.municipality.language_status)
        and (not chosen.task or place.municipality.pk in telling)
    ]


def _fits(state: PlaceState, chosen: str) -> bool:
    if chosen == UNREACHED_FILTER:
        return state in UNREACHED
    return chosen in ("", state)


def _telling(survey: SurveyRound, task: str) -> set[int]:
    """Return the municipalities that tell of a practice of a statutory task."""
    told = ResponsePractice.objects.filter(
        response__round=survey,
        response__is_trial=False,
        practice__statutory_tasks__code=task,
    )
    return set(told.order_by("pk").values_list("response__municipality_id", flat=True))
