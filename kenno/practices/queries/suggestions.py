"""Help while typing in the search of practices: rows with the addresses that choosing leads to."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kenno.practices.queries.documents import KIND
from kenno.practices.queries.facets import FACET_LABELS
from kenno.practices.queries.list_state import ListState
from kenno.practices.queries.pages import addresses_by_key
from kenno.search.suggesting import Suggestion, suggest

GROUPS: tuple[tuple[str, str | Promise], ...] = (
    ("earlier", _("Aiemmin haettu")),
    ("filter", _("Rajaa paikkaan")),
    ("concept", _("Asiasanat")),
    ("record", _("Käytänteet")),
)


@dataclass(frozen=True)
class SuggestionRow:
    """A row of the list under the search box.

    `note` says more about it, in the reader's language unless `note_language` is another.
    """

    text: str
    language: str
    url: str
    note: str = ""
    note_language: str = ""


@dataclass(frozen=True)
class SuggestionGroup:
    name: str
    label: str
    rows: list[SuggestionRow]


def suggestions(state: ListState, *, language: str) -> list[SuggestionGroup]:
    """Return what the words of `state` may become, in groups; those without rows are left out.

    Filters and order of the state are kept. One query beside those of the suggestions.
    """
    found = suggest(state.text, kind=KIND, language=language)
    addresses = addresses_by_key([one.key for one in found if one.key])
    groups = []
    for name, label in GROUPS:
        rows = [
            _row(state, one, addresses)
            for one in found
            if one.kind == name and (not one.key or one.key in addresses)
        ]
        if rows:
            groups.append(SuggestionGroup(name, str(label), rows))
    return groups


def _row(state: ListState, one: Suggestion, addresses: dict[str, str]) -> SuggestionRow:
    if one.kind == "record":
        return SuggestionRow(one.text, one.language, addresses[one.key])
    before = " ".join(state.text.split()).removesuffix(one.typed)
    if one.kind == "filter":
        chosen = state.searching(before.strip())
        if one.value not in state.filters.get(one.facet, ()):
            chosen = chosen.toggled(one.facet, one.value)
        facet = str(FACET_LABELS[one.facet])
        return SuggestionRow(one.text, one.language, _address(chosen), facet)
    words = one.text if one.kind == "earlier" else before + one.text
    return SuggestionRow(
        one.text, one.language, _address(state.searching(words)), one.matched, one.matched_language
    )


def _address(state: ListState) -> str:
    return reverse("practices:list") + state.address
