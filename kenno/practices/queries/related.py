"""Where a search could go on: wider by related concepts, narrower by those of what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kenno.practices.queries.explanations import without_qualifier
from kenno.practices.queries.list_state import ListState
from kenno.search.lexicon import lexicon
from kenno.search.results import FacetCount, UnderstoodConcept

MOST_LINKS = 6
# Fewer results are read through faster than narrowed.
WORTH_NARROWING = 8


@dataclass(frozen=True)
class RelatedSearch:
    """A search beside this one; `count` is how many it finds, where that is known."""

    label: str
    language: str
    url: str
    count: int = 0


def wider(
    state: ListState, concepts: Sequence[UnderstoodConcept], *, language: str
) -> list[RelatedSearch]:
    """Return searches by the concepts related to those that the words named. No queries."""
    if not concepts:
        return []
    known = lexicon()
    told = {without_qualifier(concept.label) for concept in concepts}
    searches = []
    for code in dict.fromkeys(code for one in concepts for code in known.related(one.code)):
        tongue = next((one for one in (language, "fi") if known.labels(code, one)), "")
        label = without_qualifier(known.labels(code, tongue)[0]) if tongue else ""
        if label and label not in told:
            told.add(label)
            searches.append(RelatedSearch(label, tongue, state.adding(label).address))
    return searches[:MOST_LINKS]


def narrowing_codes(state: ListState, counts: Sequence[FacetCount], total: int) -> list[str]:
    """Return the codes of the concepts by which a long result could be narrowed, most first.

    None once a concept is chosen: a second one would be an alternative to it and widen the search.
    """
    if total < WORTH_NARROWING or state.filters.get("concept"):
        return []
    return [row.value for row in counts if 1 < row.count < total][:MOST_LINKS]


def narrower(
    state: ListState,
    counts: Sequence[FacetCount],
    codes: Sequence[str],
    labels: Mapping[str, str],
) -> list[RelatedSearch]:
    """Return searches that keep only what has one of these concepts as well. No queries."""
    number = {row.value: row.count for row in counts}
    return [
        RelatedSearch(labels[code], "", state.toggled("concept", code).address, number[code])
        for code in codes
        if code in labels
    ]
