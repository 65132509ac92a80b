"""Following a search of practices: what it is in words, its news, and its feed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kenno.practices.models import Practice
from kenno.practices.queries.documents import KIND
from kenno.practices.queries.facets import facet_labels
from kenno.practices.queries.list_state import ListState
from kenno.practices.queries.pages import cards_by_key
from kenno.search import queries as search
from kenno.search.results import SearchResult
from kenno.search.watching import NewsItem, NewsUnavailable, Watchable

FEED_ENTRIES: Final = 50
# More at once come only from a mass import, of which nobody wants to read all.
MOST_NEWS: Final = 1_000
BEFORE_EVERYTHING: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Feed:
    """The newest practices of a search, with what a feed says of itself."""

    title: str
    practices: Sequence[Practice]


def state_of(query: str) -> ListState:
    """Return the state of the list that the query part of an address carries."""
    return ListState.of(QueryDict(query))


def clean(query: str) -> str:
    """Return the query in its one shape, without its page and what is unknown in it."""
    return state_of(query).query()


def describe(queries: Sequence[str], language: str) -> list[str]:
    """Return the words and filters of each search in the reader's language.

    An unknown value of a filter is shown as it stands. Up to seven queries, however many there are.
    """
    states = [state_of(query) for query in queries]
    with translation.override(language):
        labels = _labels(states)
        return [_described(state, labels) for state in states]


def _labels(states: Sequence[ListState]) -> Mapping[str, Mapping[str, str]]:
    if not any(state.filters for state in states):
        return {}
    return facet_labels(
        {},
        municipalities=_values(states, "municipality"),
        concepts=_values(states, "concept"),
    )


def _values(states: Sequence[ListState], name: str) -> list[str]:
    return [value for state in states for value in state.filters.get(name, ())]


def _described(state: ListState, labels: Mapping[str, Mapping[str, str]]) -> str:
    parts = [f"”{state.text}”"] if state.text else []
    parts += [
        labels[name].get(value, value) for name, values in state.filters.items() for value in values
    ]
    return ", ".join(parts) or _("kaikki käytänteet")


def address(query: str, language: str) -> str:
    """Return the absolute address of the search in a language."""
    return _absolute("practices:list", query, language)


def feed_address(query: str, language: str) -> str:
    """Return the absolute address of the search's feed in a language."""
    return _absolute("practices:feed", query, language)


def _absolute(name: str, query: str, language: str) -> str:
    with translation.override(language):
        path = settings.BASE_URL + reverse(name)
    return f"{path}?{query}" if query else path


def news(query: str, language: str, since: datetime) -> list[NewsItem]:
    """Return the practices of a search first published after `since`, the newest first.

    At most MOST_NEWS. Raises NewsUnavailable when there is no index to ask.
    """
    if not Practice.objects.published().filter(first_published_at__gt=since).exists():
        return []
    practices = _newest(state_of(query), language, since, MOST_NEWS)
    with translation.override(language):
        return [_item(practice) for practice in practices]


def _item(practice: Practice) -> NewsItem:
    return NewsItem(
        at=practice.first_published_at or practice.created_at,
        title=practice.title,
        place=practice.municipality.name,
        summary=practice.summary,
        url=settings.BASE_URL + practice.get_absolute_url(),
    )


def feed(state: ListState, language: str) -> Feed:
    """Return what the feed of a search holds. Raises NewsUnavailable without an index."""
    practices = _newest(state, language, BEFORE_EVERYTHING, FEED_ENTRIES)
    [description] = describe([state.query()], language)
    title = _("Hyvät käytänteet: %(search)s") % {"search": description}
    return Feed(title, practices)


def _newest(state: ListState, language: str, since: datetime, limit: int) -> list[Practice]:
    result: SearchResult = search.find(
        state.text,
        kind=KIND,
        language=language,
        filters=state.filters,
        literal=state.literal,
        order="newest",
        since=since,
        limit=limit,
    )
    if not result.available:
        raise NewsUnavailable
    practices = cards_by_key([hit.key for hit in result.hits])
    return [practices[hit.key] for hit in result.hits if hit.key in practices]


WATCHABLE: Final = Watchable(kind=KIND, clean=clean, describe_all=describe, url=address, news=news)
