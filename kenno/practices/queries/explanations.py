"""How a search was understood and what else it could have been, as sentences with addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from kenno.practices.queries.facets import FACET_LABELS, Labels
from kenno.practices.queries.list_state import ListState
from kenno.search.analysis import tokens, words
from kenno.search.results import Omission, Reason, Understanding, UnderstoodConcept

MOST_LABELS = 2
MOST_NAMES = 6


@dataclass(frozen=True)
class FilterExplained:
    """Words taken as a filter; `url` takes it off, or puts it on where it is only offered.

    Nothing was found with a filter that is put `aside`.
    """

    words: str
    facet: str
    label: str
    url: str
    offered: bool
    aside: bool


@dataclass(frozen=True)
class ConceptExplained:
    """Words that name a concept in another way than the reader's language; `url` insists on them.

    `labels` are the reader's names of it.
    """

    words: str
    labels: str
    language: str
    url: str


@dataclass(frozen=True)
class OtherNames:
    """By what else was searched than the words typed; `url` leads to these words alone."""

    names: str
    url: str


@dataclass(frozen=True)
class MendingExplained:
    """A word that was searched as another; `url` insists on the word, or takes the offer.

    It was searched as it is and `also` as the other one, when it may be either.
    """

    word: str
    instead: str
    url: str
    offered: bool
    also: bool


@dataclass(frozen=True)
class Explanations:
    """Everything there is to tell about how the words were read."""

    filters: list[FilterExplained]
    concepts: list[ConceptExplained]
    other_names: OtherNames | None
    mended: list[MendingExplained]
    phrases: tuple[str, ...]
    loosened: tuple[str, ...]
    excluded: tuple[str, ...]
    unknown: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True)
class OmissionExplained:
    """What to leave out to find something, and how many would then be found."""

    label: str
    total: int
    url: str


def explanations(state: ListState, understanding: Understanding, labels: Labels) -> Explanations:
    """Explain how the words of `state` were understood. No queries."""
    offered = {one.words for one in understanding.filters if one.offered}
    return Explanations(
        filters=[
            FilterExplained(
                words=one.words,
                facet=str(FACET_LABELS[one.facet]),
                label=labels[one.facet].get(one.value, one.value),
                url=(
                    state.toggled(one.facet, one.value)
                    if one.offered
                    else state.taking_literally(one.words)
                ).address,
                offered=one.offered,
                aside=one.aside,
            )
            for one in understanding.filters
            if one.value not in state.filters.get(one.facet, ())
        ],
        concepts=_concepts(state, understanding.concepts),
        other_names=_other_names(state, understanding.concepts),
        mended=[
            MendingExplained(
                word=one.word,
                instead=one.instead,
                url=(
                    state.saying_instead(one.word, one.instead)
                    if one.offered
                    else state.taking_literally(one.word)
                ).address,
                offered=one.offered,
                also=one.also,
            )
            for one in understanding.mended
        ],
        phrases=understanding.phrases,
        loosened=understanding.loosened,
        excluded=understanding.excluded,
        unknown=tuple(word for word in understanding.unknown if word not in offered),
    )


def _concepts(state: ListState, concepts: tuple[UnderstoodConcept, ...]) -> list[ConceptExplained]:
    """Explain the words that are no form of the concept's name in the reader's language."""
    labels: dict[tuple[str, str], list[str]] = {}
    for one in concepts:
        own = {token for word in words(one.label) for token in tokens(word, one.label_language)}
        typed = {token for word in words(one.words) for token in tokens(word, one.label_language)}
        if not own & typed:
            found = labels.setdefault((one.words, one.label_language), [])
            found.append(without_qualifier(one.label))
    return [
        ConceptExplained(
            typed_words,
            ", ".join(list(dict.fromkeys(found))[:MOST_LABELS]),
            language,
            state.taking_literally(typed_words).address,
        )
        for (typed_words, language), found in labels.items()
    ]


def _other_names(state: ListState, concepts: tuple[UnderstoodConcept, ...]) -> OtherNames | None:
    told = {without_qualifier(one.label) for one in concepts}
    every = (without_qualifier(name) for one in concepts for name in one.names)
    names = dict.fromkeys(name for name in every if name not in told)
    if not names:
        return None
    literal = state
    for one in concepts:
        literal = literal.taking_literally(one.words)
    return OtherNames(", ".join(list(names)[:MOST_NAMES]), literal.address)


def without_qualifier(label: str) -> str:
    """Return a label without what tells it from its namesakes: "lapset (ikäryhmät)"."""
    return label.partition(" (")[0]


def omissions_explained(
    state: ListState, omissions: tuple[Omission, ...], understanding: Understanding, labels: Labels
) -> list[OmissionExplained]:
    """Return what could be left out of a search that found nothing. No queries."""
    return [_omission(state, one, understanding, labels) for one in omissions]


def _omission(
    state: ListState, one: Omission, understanding: Understanding, labels: Labels
) -> OmissionExplained:
    if not one.facet:
        label = _("ilman sanoja ”%(words)s”") % {"words": one.words}
        return OmissionExplained(label, one.total, state.leaving_out(one.words).address)
    name = labels[one.facet].get(one.value, one.value)
    label = _("ilman rajausta %(filter)s") % {"filter": name}
    if one.value in state.filters.get(one.facet, ()):
        return OmissionExplained(label, one.total, state.toggled(one.facet, one.value).address)
    understood = {(row.facet, row.value): row.words for row in understanding.filters}
    words = understood.get((one.facet, one.value), one.words)
    return OmissionExplained(label, one.total, state.leaving_out(words).address)


def why_found(reasons: tuple[Reason, ...]) -> list[str]:
    """Return in sentences why a record was found where its shown texts do not tell."""
    names: Mapping[str, list[str]] = {
        kind: list(dict.fromkeys(reason.name for reason in reasons if reason.kind == kind))
        for kind in ("label", "own words", "meaning")
    }
    told = []
    if names["label"]:
        told.append(_("Löytyi tiedoista: %(names)s") % {"names": ", ".join(names["label"])})
    if names["own words"]:
        told.append(
            _("Löytyi tekijän tiedoista: %(names)s") % {"names": ", ".join(names["own words"])}
        )
    if names["meaning"]:
        told.append(_("Merkitys on lähellä hakuasi"))
    return told


def what_is_common(reasons: tuple[Reason, ...]) -> list[str]:
    """Return in a sentence what a similar record has in common with the one being read."""
    names = list(dict.fromkeys(reason.name for reason in reasons if reason.kind != "meaning"))
    return [_("Yhteistä: %(names)s") % {"names": ", ".join(names)}] if names else []
