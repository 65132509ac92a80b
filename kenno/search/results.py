"""What a search answers: the found records, the counts, and how the words were understood."""

from dataclasses import dataclass, field
from typing import Literal

from django.utils.safestring import SafeString

Order = Literal["relevance", "newest", "preferred"]


@dataclass(frozen=True)
class FacetCount:
    """How many results have this value of a facet."""

    value: str
    count: int


@dataclass(frozen=True)
class UnderstoodFilter:
    """Words of the text that were taken as a filter; they can be made plain words again.

    `words` is how they were typed, to be passed as one of find()'s `literal`. A filter that is
    only `offered` is not in force: the word may as well mean something else, or, when it is put
    `aside`, nothing was found with it.
    """

    facet: str
    value: str
    words: str
    offered: bool = False
    aside: bool = False


@dataclass(frozen=True)
class UnderstoodConcept:
    """Words of the text that name a concept, which was also searched by other names.

    `words` as they were typed; `label` is the concept's name in the reader's language (given in
    `label_language`), `names` the names by which texts in other languages were searched.
    """

    words: str
    code: str
    label: str
    label_language: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mended:
    """A word that nothing holds, and the word searched in its place.

    Only `offered` when the word itself was found too, but something like it far more often;
    searched `also` when it was typed without dots and may be either.
    """

    word: str
    instead: str
    offered: bool = False
    also: bool = False


@dataclass(frozen=True)
class Understanding:
    """How the words of a search were read.

    `loosened` phrases were found nowhere as such and searched by their words; `unknown` words are
    in no document in any form.
    """

    language: str = ""
    filters: tuple[UnderstoodFilter, ...] = ()
    concepts: tuple[UnderstoodConcept, ...] = ()
    mended: tuple[Mended, ...] = ()
    phrases: tuple[str, ...] = ()
    loosened: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why a record was found where its shown texts do not tell.

    `kind` is "label" (a place, concept or term of the record), "own words", or "meaning" (near in
    meaning only). `name` is the name that was met.
    """

    kind: Literal["label", "own words", "meaning"]
    name: str


@dataclass(frozen=True)
class Hit:
    """One found record; title and passage are HTML with the found words in <mark>.

    `score` is comparable within one result only; 0 when ordered by time.
    """

    key: str
    language: str
    title: SafeString
    passage: SafeString
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Omission:
    """How many would be found if one filter, excluded word or phrase were left out.

    For a filter, `facet` and `value` name it; for words, `words` does.
    """

    total: int
    facet: str = ""
    value: str = ""
    words: str = ""


@dataclass(frozen=True)
class SearchResult:
    """One page of what was found out of `total`; not `available` when there is no index at all.

    `omissions` tells, when nothing was found, what to leave out to find something, most first.
    """

    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[FacetCount]] = field(default_factory=dict)
    took_ms: float = 0.0
    available: bool = True
    understanding: Understanding = field(default_factory=Understanding)
    omissions: tuple[Omission, ...] = ()
