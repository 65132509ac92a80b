"""How rooms above tell readers of a round that is over; surveys knows no pages."""

from collections.abc import Callable
from dataclasses import dataclass

from kenno.people.rules import Person
from kenno.surveys.models import SurveyRound


@dataclass(frozen=True)
class Telling:
    """Where a round is told of in words, beside the figures of its summary.

    read_url: where anyone reads it in the active language, None when it is not published.
    write_url: where this person begins it or goes on with it, None when that is not for them.
    """

    read_url: Callable[[SurveyRound], str | None]
    write_url: Callable[[SurveyRound, Person], str | None]


_tellings: dict[str, Telling] = {}


def register_telling(name: str, telling: Telling) -> None:
    """Let rounds that are over lead to what a room tells of them; call from AppConfig.ready."""
    _tellings[name] = telling


def where_to_read(survey: SurveyRound) -> list[str]:
    """Return the addresses, in the active language, at which anyone reads about the round."""
    found = (telling.read_url(survey) for telling in _tellings.values())
    return [address for address in found if address]


def where_to_write(survey: SurveyRound, person: Person) -> list[str]:
    """Return the addresses at which the person may write about the round."""
    found = (telling.write_url(survey, person) for telling in _tellings.values())
    return [address for address in found if address]
