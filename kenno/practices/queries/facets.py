"""The filters of the list of practices: names of their values, counts, and chips to take off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kenno.places.enums import LanguageStatus, UrbanRural
from kenno.places.models import Municipality, Region
from kenno.practices.enums import CostClass, PracticeLanguage, PracticeStatus, SizeClass
from kenno.practices.queries.documents import FACETS
from kenno.practices.queries.list_state import UNLISTED, ListState
from kenno.search.results import FacetCount, Understanding
from kenno.vocabulary.queries import concepts_by_codes, terms

SHOWN_FACETS = tuple(name for name in FACETS if name not in UNLISTED)
FACET_LABELS: Mapping[str, str | Promise] = {
    "task": _("Lakisääteinen tehtävä"),
    "region": _("Maakunta"),
    "art": _("Taiteenala"),
    "target": _("Kohderyhmä"),
    "size": _("Kunnan koko"),
    "urban": _("Kuntatyyppi"),
    "municipal-language": _("Kunnan kieli"),
    "cost": _("Kustannukset ensimmäisenä vuonna"),
    "effect": _("Vaikutus"),
    "status": _("Vaihe"),
    "language": _("Tekstin kieli"),
    "year": _("Ajantasainen vuonna"),
    "municipality": _("Kunta"),
    "concept": _("Asiasana"),
}
CHOICES = {
    "size": SizeClass,
    "urban": UrbanRural,
    "municipal-language": LanguageStatus,
    "cost": CostClass,
    "status": PracticeStatus,
    "language": PracticeLanguage,
}

Labels = Mapping[str, Mapping[str, str]]
Counts = Mapping[str, list[FacetCount]]


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


@dataclass(frozen=True)
class Chip:
    """A filter in force; following its address takes it off.

    `words` are those of the search that were understood as this filter, if it came from them.
    """

    label: str
    url: str
    words: str = ""


def facet_labels(
    counts: Counts, *, municipalities: Iterable[str] = (), concepts: Iterable[str] = ()
) -> dict[str, dict[str, str]]:
    """Return the names of all facet values in the reader's language, in their order.

    Of municipalities and concepts only those with these codes; up to seven queries.
    """
    lists = terms()
    labels = {
        "task": {term.code: term.label for term in lists.statutory_tasks},
        "art": {term.code: term.label for term in lists.art_forms},
        "target": {term.code: term.label for term in lists.target_groups},
        "effect": {term.code: term.label for term in lists.effect_areas},
        "region": {region.code: region.name for region in Region.objects.order_by("code")},
        "year": {year: year for year in sorted(_values(counts, "year"), reverse=True)},
        "municipality": {},
        "concept": {},
    }
    for name, choices in CHOICES.items():
        labels[name] = {str(value): str(label) for value, label in choices.choices}
    if codes := set(municipalities):
        chosen = Municipality.objects.filter(code__in=codes).in_name_order()
        labels["municipality"] = {place.code: place.name for place in chosen}
    if codes := set(concepts):
        labels["concept"] = {one.code: one.label for one in concepts_by_codes(sorted(codes))}
    return labels


def listed_facets(state: ListState, counts: Counts, labels: Labels) -> list[Facet]:
    """Return the facets to choose from; values without results are left out unless chosen."""
    facets = []
    for name in SHOWN_FACETS:
        number = {row.value: row.count for row in counts.get(name, [])}
        chosen = state.filters.get(name, ())
        options = [
            FacetOption(
                value=value,
                label=label,
                count=number.get(value, 0),
                selected=value in chosen,
                url=state.toggled(name, value).address,
            )
            for value, label in labels[name].items()
            if number.get(value) or value in chosen
        ]
        if options:
            facets.append(Facet(name, str(FACET_LABELS[name]), options))
    return facets


def chips(state: ListState, understanding: Understanding, labels: Labels) -> list[Chip]:
    """Return a chip for each filter in force: those chosen, and those the words were taken as."""
    chosen = [
        Chip(labels[name].get(value, value), state.toggled(name, value).address)
        for name, values in state.filters.items()
        for value in values
    ]
    understood = [
        Chip(
            labels[one.facet].get(one.value, one.value),
            state.taking_literally(one.words).address,
            one.words,
        )
        for one in understanding.filters
        if not one.offered and one.value not in state.filters.get(one.facet, ())
    ]
    return chosen + understood


def _values(counts: Counts, name: str) -> list[str]:
    return [row.value for row in counts.get(name, [])]
