"""The list of practices: words, filters, counts, and addresses that carry the whole state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kenno.places.models import Municipality, Region
from kenno.practices.enums import PracticeLanguage, PracticeStatus, SizeClass
from kenno.practices.models import Practice
from kenno.practices.queries.documents import FACETS, KIND
from kenno.practices.queries.pages import cards_by_key
from kenno.search import queries as search
from kenno.vocabulary.queries import terms

PRACTICES_ON_PAGE = 20
SHOWN_FACETS = tuple(name for name in FACETS if name != "municipality")
FACET_LABELS: Mapping[str, str | Promise] = {
    "task": _("Lakisääteinen tehtävä"),
    "region": _("Maakunta"),
    "size": _("Kunnan koko"),
    "art": _("Taiteenala"),
    "target": _("Kohderyhmä"),
    "effect": _("Vaikutus"),
    "status": _("Vaihe"),
    "language": _("Tekstin kieli"),
    "municipality": _("Kunta"),
}


@dataclass(frozen=True)
class ListState:
    """What a visitor asked of the list; the address of the page is made of it."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "relevance"
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> "ListState":
        """Read the state from an address; what is unknown in it is left out, never an error."""
        filters = {name: tuple(dict.fromkeys(query.getlist(name))) for name in FACETS}
        number = query.get("page", "1")
        return cls(
            text=query.get("q", "").strip(),
            filters={name: values for name, values in filters.items() if any(values)},
            order="newest" if query.get("order") == "newest" else "relevance",
            page=max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
        )

    def query(self, *, page: int | None = None) -> str:
        """Return the query part of the address of this state."""
        pairs: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name, values in self.filters.items() for value in values]
        if self.order != "relevance":
            pairs.append(("order", self.order))
        if page is not None and page > 1:
            pairs.append(("page", str(page)))
        return urlencode(pairs)

    @property
    def kept_by_search(self) -> list[tuple[str, str]]:
        """What a new search keeps: the filters, not the words or the page."""
        return [(name, value) for name, values in self.filters.items() for value in values]

    @property
    def kept_by_facets(self) -> list[tuple[str, str]]:
        """What choosing filters keeps: the words, the order and the filters without a list."""
        kept = [("q", self.text)] if self.text else []
        kept += [("order", self.order)] if self.order != "relevance" else []
        return kept + [("municipality", code) for code in self.filters.get("municipality", ())]

    @property
    def without_filters(self) -> "ListState":
        """The same words without any filter."""
        return replace(self, filters={}, page=1)

    def ordered(self, order: str) -> "ListState":
        """Return the same state in another order, from its first page."""
        return replace(self, order=order, page=1)

    def toggled(self, name: str, value: str) -> "ListState":
        """Return the state with one filter put on or taken off, from its first page."""
        values = self.filters.get(name, ())
        kept = tuple(v for v in values if v != value) if value in values else (*values, value)
        filters = {**self.filters, name: kept}
        return replace(self, filters={n: v for n, v in filters.items() if v}, page=1)


@dataclass(frozen=True)
class FacetOption:
    value: str
    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: list[FacetOption]

    @property
    def has_selected(self) -> bool:
        return any(option.selected for option in self.options)


@dataclass(frozen=True)
class Chip:
    """A filter in force; following its address takes it off."""

    label: str
    url: str


@dataclass(frozen=True)
class FoundPractice:
    practice: Practice
    title: SafeString
    passage: SafeString


@dataclass(frozen=True)
class PracticeList:
    """One page of the list with everything around it."""

    state: ListState
    total: int
    found: list[FoundPractice]
    facets: list[Facet]
    chips: list[Chip]
    pages: int
    available: bool


def facet_labels(chosen_municipalities: Sequence[str] = ()) -> dict[str, dict[str, str]]:
    """Return the names of all facet values in the reader's language, in their order."""
    lists = terms()
    labels = {
        "task": {term.code: term.label for term in lists.statutory_tasks},
        "art": {term.code: term.label for term in lists.art_forms},
        "target": {term.code: term.label for term in lists.target_groups},
        "effect": {term.code: term.label for term in lists.effect_areas},
    }
    labels["region"] = {region.code: region.name for region in Region.objects.order_by("code")}
    labels["size"] = {value: str(label) for value, label in SizeClass.choices}
    labels["status"] = {value: str(label) for value, label in PracticeStatus.choices}
    labels["language"] = {value: str(label) for value, label in PracticeLanguage.choices}
    labels["municipality"] = {}
    if chosen_municipalities:
        chosen = Municipality.objects.filter(code__in=chosen_municipalities).in_name_order()
        labels["municipality"] = {place.code: place.name for place in chosen}
    return labels


def _facets(
    state: ListState, result: search.SearchResult, labels: Mapping[str, Mapping[str, str]]
) -> list[Facet]:
    facets = []
    for name in SHOWN_FACETS:
        counts = {row.value: row.count for row in result.facets.get(name, [])}
        chosen = state.filters.get(name, ())
        options = [
            FacetOption(
                value=value,
                label=label,
                count=counts.get(value, 0),
                selected=value in chosen,
                url="?" + state.toggled(name, value).query(),
            )
            for value, label in labels[name].items()
            if counts.get(value) or value in chosen
        ]
        if options:
            facets.append(Facet(name, str(FACET_LABELS[name]), options))
    return facets


def list_practices(state: ListState, *, language: str) -> PracticeList:
    """Find the practices of this state, with counts of what else could be chosen.

    `language` is the reader's. An unknown filter value finds nothing and is shown as a chip
    that can be taken off.
    """
    result = search.find(
        state.text,
        kind=KIND,
        language=language,
        filters=state.filters,
        facets=SHOWN_FACETS,
        order="newest" if state.order == "newest" else "relevance",
        offset=(state.page - 1) * PRACTICES_ON_PAGE,
        limit=PRACTICES_ON_PAGE,
    )
    practices = cards_by_key([hit.key for hit in result.hits])
    labels = facet_labels(state.filters.get("municipality", ()))
    return PracticeList(
        state=state,
        total=result.total,
        found=[
            FoundPractice(practices[hit.key], hit.title, hit.passage)
            for hit in result.hits
            if hit.key in practices
        ],
        facets=_facets(state, result, labels),
        chips=[
            Chip(labels[name].get(value, value), "?" + state.toggled(name, value).query())
            for name, values in state.filters.items()
            for value in values
        ],
        pages=-(-result.total // PRACTICES_ON_PAGE),
        available=result.available,
    )
