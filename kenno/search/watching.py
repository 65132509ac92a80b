"""What can be followed by saving a search: each room tells it of its kind in AppConfig.ready."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class NewsItem:
    """A record that is news to whoever saved the search, as its mail tells it.

    `at` is when it was first published, `place` whose it is (a municipality), `url` absolute.
    """

    at: datetime
    title: str
    place: str
    summary: str
    url: str


@dataclass(frozen=True)
class Watchable:
    """How the searches of one kind are followed; `query` is the query part of an address.

    `clean` gives a query its one shape, without what is unknown or only of the page in it.
    `describe_all` says in words what each of several queries searches, `url` gives the absolute
    address of the search; both take the language of the reader. `news` takes language and time,
    and gives the records first published after it, the newest first; it raises NewsUnavailable
    when that cannot be told now.
    """

    kind: str
    clean: Callable[[str], str]
    describe_all: Callable[[Sequence[str], str], list[str]]
    url: Callable[[str, str], str]
    news: Callable[[str, str, datetime], list[NewsItem]]

    def describe(self, query: str, language: str) -> str:
        """Return in words what one query searches."""
        return self.describe_all([query], language)[0]

    def is_understood(self, query: str) -> bool:
        """Tell whether everything that the query asks for still has a meaning.

        A filter that is gone would widen the search without a word.
        """
        return set(parse_qsl(query)) <= set(parse_qsl(self.clean(query)))


class NewsUnavailable(Exception):
    """The news of a search cannot be told just now; ask again later."""


_watchables: dict[str, Watchable] = {}


def register_watchable(watchable: Watchable) -> None:
    """Let the searches of a kind be saved; call from AppConfig.ready."""
    _watchables[watchable.kind] = watchable


def watchable_of(kind: str) -> Watchable | None:
    """Return how searches of this kind are followed, or None when they cannot be."""
    return _watchables.get(kind)
