"""The state of the list of practices, which its address carries whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from kenno.practices.queries.documents import FACETS

ORDERS = ("relevance", "newest", "alike")
# Facets that are filtered by, but have too many values for a list to choose from.
UNLISTED = ("municipality", "concept")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class OrderLink:
    """An order in which the list may be read."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class ListState:
    """What a visitor asked of the list.

    `literal` are words to be taken as they stand, `near` the code of the municipality whose like
    come first in the order "alike".
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "relevance"
    page: int = 1
    literal: tuple[str, ...] = ()
    near: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "ListState":
        """Read the state from an address; what is unknown in it is left out, never an error."""
        filters = {name: _unique(query.getlist(name)) for name in FACETS}
        order, number, near = query.get("order"), query.get("page", "1"), query.get("near", "")
        return cls(
            text=query.get("q", "").replace("\x00", " ").strip(),
            filters={name: values for name, values in filters.items() if values},
            order=order if order in ORDERS else "relevance",
            page=max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
            literal=_unique(query.getlist("literal")),
            near=near if re.fullmatch(r"[0-9]{3}", near) else "",
        )

    def query(self, *, page: int | None = None) -> str:
        """Return the query part of the address of this state, from its first page or another."""
        pairs = [*self._words, *self._filters, *self._order]
        if page is not None and page > 1:
            pairs.append(("page", str(page)))
        return urlencode(pairs)

    @property
    def address(self) -> str:
        """What a link on the list has to lead to this state."""
        return f"?{self.query()}"

    @property
    def kept_by_search(self) -> Pairs:
        """What a new search keeps: filters and order, not the words or the page."""
        return [*self._filters, *self._order]

    @property
    def kept_by_facets(self) -> Pairs:
        """What choosing filters keeps: the words, the order and the filters without a list."""
        unlisted = [pair for pair in self._filters if pair[0] in UNLISTED]
        return [*self._words, *self._order, *unlisted]

    @property
    def kept_by_near(self) -> Pairs:
        """What choosing a municipality to compare with keeps: words and filters."""
        return [*self._words, *self._filters, ("order", "alike")]

    @property
    def without_filters(self) -> "ListState":
        """The same words without any filter."""
        return replace(self, filters={}, page=1)

    @property
    def _words(self) -> Pairs:
        words = [("q", self.text)] if self.text else []
        return words + [("literal", word) for word in self.literal]

    @property
    def _filters(self) -> Pairs:
        return [(name, value) for name, values in self.filters.items() for value in values]

    @property
    def _order(self) -> Pairs:
        order = [("order", self.order)] if self.order != "relevance" else []
        return order + ([("near", self.near)] if self.near else [])

    def ordered(self, order: str, *, near: str = "") -> "ListState":
        """Return the same state in another order, from its first page."""
        return replace(self, order=order, near=near, page=1)

    def order_links(self, *, own: str = "") -> list[OrderLink]:
        """Return the orders to choose from; `own` is the code of the reader's municipality.

        Without words there is no relevance, and the newest come first of themselves.
        """
        labels = {
            "relevance": _("Osuvimmat ensin") if self.text else _("Uusimmat ensin"),
            "newest": _("Uusimmat ensin"),
            "alike": _("Kaltaisemme kunnat ensin"),
        }
        current = "relevance" if self.order == "newest" and not self.text else self.order
        orders = ORDERS if self.text else ("relevance", "alike")
        return [
            OrderLink(
                labels[order],
                self.ordered(order, near=(self.near or own) if order == "alike" else "").address,
                order == current,
            )
            for order in orders
        ]

    def searching(self, text: str) -> "ListState":
        """Return the state with other words, from its first page."""
        return replace(self, text=text, literal=(), page=1)

    def adding(self, words: str) -> "ListState":
        """Return the state that searches these words as well: any of them is enough."""
        return replace(self, text=f"{self.text} {words}".strip(), page=1)

    def taking_literally(self, words: str) -> "ListState":
        """Return the state in which these words mean nothing but themselves."""
        return replace(self, literal=_unique([*self.literal, words]), page=1)

    def toggled(self, name: str, value: str) -> "ListState":
        """Return the state with one filter put on or taken off, from its first page."""
        values = self.filters.get(name, ())
        kept = tuple(v for v in values if v != value) if value in values else (*values, value)
        filters = {**self.filters, name: kept}
        return replace(self, filters={n: v for n, v in filters.items() if v}, page=1)

    def saying_instead(self, word: str, instead: str) -> "ListState":
        """Return the state with a word of the text changed into another."""
        return self.searching(_changed(self.text, re.escape(word), instead))

    def leaving_out(self, words: str) -> "ListState":
        """Return the state without these words, also where they are quoted or excluded."""
        inner = r"\W+".join(map(re.escape, words.split()))
        return self.searching(_changed(self.text, rf"[-−–]?[\"“”„»«]?{inner}[\"“”„»«]?", ""))


def _changed(text: str, pattern: str, instead: str) -> str:
    changed = re.sub(rf"(?<!\w){pattern}(?!\w)", lambda _: instead, text, count=1, flags=re.I)
    return " ".join(changed.split())


def _unique(values: list[str]) -> tuple[str, ...]:
    # No database looks for a zero; PostgreSQL refuses to.
    return tuple(dict.fromkeys(value for value in values if value and "\x00" not in value))
