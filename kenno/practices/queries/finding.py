"""The list of practices: what was found, how the words were understood, and where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kenno.places.models import Municipality
from kenno.places.queries import all_municipalities
from kenno.practices.models import Practice
from kenno.practices.queries.alike import preferences, why_alike
from kenno.practices.queries.documents import KIND
from kenno.practices.queries.explanations import (
    Explanations,
    OmissionExplained,
    explanations,
    omissions_explained,
    what_is_common,
    why_found,
)
from kenno.practices.queries.facets import (
    SHOWN_FACETS,
    Chip,
    Facet,
    chips,
    facet_labels,
    listed_facets,
)
from kenno.practices.queries.list_state import ListState
from kenno.practices.queries.pages import cards_by_key
from kenno.practices.queries.related import RelatedSearch, narrower, narrowing_codes, wider
from kenno.search import queries as search
from kenno.search.results import Hit, Order, SearchResult, Understanding

PRACTICES_ON_PAGE = 20
SIMILAR_SHOWN = 3


@dataclass(frozen=True)
class FoundPractice:
    """A practice with the found words marked, and why it is here where that does not show."""

    practice: Practice
    title: SafeString
    passage: SafeString
    why: list[str]


@dataclass(frozen=True)
class PracticeList:
    """One page of the list with everything around it.

    `near` is the municipality whose like come first, where that was asked and it exists;
    `clear_url` takes every filter off, also those that came from the words; `answer` is what the
    search itself said.
    """

    state: ListState
    total: int
    found: list[FoundPractice]
    facets: list[Facet]
    chips: list[Chip]
    pages: int
    available: bool
    explanations: Explanations
    omissions: list[OmissionExplained]
    wider: list[RelatedSearch]
    narrower: list[RelatedSearch]
    near: Municipality | None
    clear_url: str
    answer: SearchResult


def list_practices(state: ListState, *, language: str) -> PracticeList:
    """Find the practices of this state, with counts of what else could be chosen.

    `language` is the reader's. An unknown filter value finds nothing and is shown as a chip
    that can be taken off.
    """
    near = _near(state)
    result = _find(state, language, near)
    understanding = result.understanding
    concept_counts = result.facets.get("concept", [])
    to_narrow = narrowing_codes(state, concept_counts, result.total)
    labels = facet_labels(
        result.facets,
        municipalities=_values(state, result, "municipality"),
        concepts=[*_values(state, result, "concept"), *to_narrow],
    )
    return PracticeList(
        state=state,
        total=result.total,
        found=_found(result.hits, near),
        facets=listed_facets(state, result.facets, labels),
        chips=chips(state, understanding, labels),
        pages=-(-result.total // PRACTICES_ON_PAGE),
        available=result.available,
        explanations=explanations(state, understanding, labels),
        omissions=omissions_explained(state, result.omissions, understanding, labels),
        wider=wider(state, understanding.concepts, language=language),
        narrower=narrower(state, concept_counts, to_narrow, labels["concept"]),
        near=near,
        clear_url=_without_filters(state, understanding).address,
        answer=result,
    )


def similar_practices(practice: Practice, *, language: str) -> list[FoundPractice]:
    """Return the published practices most like this one, with what they have in common.

    Four queries, or one when there are none.
    """
    hits = search.similar(KIND, str(practice.pk), language=language, limit=SIMILAR_SHOWN)
    practices = cards_by_key([hit.key for hit in hits])
    return [
        FoundPractice(practices[hit.key], hit.title, hit.passage, what_is_common(hit.reasons))
        for hit in hits
        if hit.key in practices
    ]


def practices_named_like(title: str, *, language: str) -> list[FoundPractice]:
    """Return the published practices that the words of a title find, best first.

    Four queries, or one when there are none.
    """
    hits = search.find(title, kind=KIND, language=language, limit=SIMILAR_SHOWN).hits
    practices = cards_by_key([hit.key for hit in hits])
    return [
        FoundPractice(practices[hit.key], hit.title, hit.passage, [])
        for hit in hits
        if hit.key in practices
    ]


def _near(state: ListState) -> Municipality | None:
    if state.order != "alike" or not state.near:
        return None
    return all_municipalities().filter(code=state.near).first()


def _find(state: ListState, language: str, near: Municipality | None) -> SearchResult:
    order: Order = "newest" if state.order == "newest" else "relevance"
    return search.find(
        state.text,
        kind=KIND,
        language=language,
        filters=state.filters,
        facets=(*SHOWN_FACETS, "concept"),
        order="preferred" if near else order,
        preferences=preferences(near) if near else {},
        literal=state.literal,
        offset=(state.page - 1) * PRACTICES_ON_PAGE,
        limit=PRACTICES_ON_PAGE,
    )


def _found(hits: Sequence[Hit], near: Municipality | None) -> list[FoundPractice]:
    practices = cards_by_key([hit.key for hit in hits], with_partners=near is not None)
    found: list[FoundPractice] = []
    for hit in hits:
        if practice := practices.get(hit.key):
            why = why_found(hit.reasons)
            if near:
                why.append(why_alike(near, practice))
            found.append(FoundPractice(practice, hit.title, hit.passage, why))
    return found


def _without_filters(state: ListState, understanding: Understanding) -> ListState:
    for one in understanding.filters:
        if not one.offered:
            state = state.taking_literally(one.words)
    return state.without_filters


def _values(state: ListState, result: SearchResult, facet: str) -> list[str]:
    """Return the values of a facet that the page will name."""
    understood = [one.value for one in result.understanding.filters if one.facet == facet]
    return [*state.filters.get(facet, ()), *understood]
