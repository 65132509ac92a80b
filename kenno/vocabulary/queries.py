"""Look-up of concepts by their labels, and the short lists."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.functions import Length

from kenno.vocabulary.labels import MINIMUM_WORD, fold, without_dots
from kenno.vocabulary.models import (
    ArtForm,
    Concept,
    ConceptLabel,
    ConceptWord,
    EffectArea,
    StatutoryTask,
    TargetGroup,
)

LAST_LETTER = "\U0010ffff"
# A concept has several labels that may begin alike; so many rows are read for one suggestion.
LABELS_FOR_SUGGESTION = 4
LABELS_AT_A_TIME = 5000


@dataclass(frozen=True)
class ConceptSuggestion:
    """A concept that a reader may have meant.

    `matched` is the label that was found where it is another than `label`, else empty;
    `matched_language` is its language, and `label_language` that of `label`, which is the
    reader's unless the concept has no label in it.
    """

    code: str
    label: str
    label_language: str
    matched: str
    matched_language: str
    uri: str


@dataclass(frozen=True)
class Terms:
    """The short ordered lists for describing a practice."""

    statutory_tasks: list[StatutoryTask]
    target_groups: list[TargetGroup]
    art_forms: list[ArtForm]
    effect_areas: list[EffectArea]


class Label(NamedTuple):
    """One way to call a concept."""

    code: str
    language: str
    text: str
    preferred: bool
    is_cultural: bool


class _Found(NamedTuple):
    concept_id: int
    code: str
    uri: str
    label_fi: str
    label_sv: str
    label_en: str
    language: str
    text: str


def suggest(text: str, language: str, limit: int = 10) -> list[ConceptSuggestion]:
    """Return the concepts one of whose labels, in any language, begins with `text`, best first.

    After those come the ones with a later word that begins so. Case and spacing do not count;
    a text without å ä ö finds labels with them after those without. Whole labels come before
    beginnings, the reader's `language` (fi, sv or en) before others, culture before other
    fields, short before long. A text under two letters gives nothing.
    """
    folded = fold(text)
    if len(folded) < MINIMUM_WORD or limit < 1:
        return []
    best: dict[int, _Found] = {}
    for found in _labels(ConceptLabel.objects.all(), folded, language, limit, label=""):
        best.setdefault(found.concept_id, found)
    if len(best) < limit:
        words = ConceptWord.objects.exclude(label__concept__in=list(best))
        for found in _labels(words, folded, language, limit, label="label__"):
            best.setdefault(found.concept_id, found)
    return [_suggestion(found, language) for found in list(best.values())[:limit]]


def concepts_by_codes(codes: Iterable[str]) -> list[Concept]:
    """Return the concepts with these codes in the order given; unknown codes are left out."""
    # PostgreSQL refuses to look for what it cannot hold.
    wanted = [code for code in dict.fromkeys(codes) if "\x00" not in code]
    found = {concept.code: concept for concept in Concept.objects.filter(code__in=wanted)}
    return [found[code] for code in wanted if code in found]


def every_label() -> Iterator[Label]:
    """Yield all labels of all concepts in three languages; memory stays small. One query."""
    rows = ConceptLabel.objects.order_by("pk").values_list(
        "concept__code", "language", "text", "preferred", "concept__is_cultural"
    )
    for row in rows.iterator(chunk_size=LABELS_AT_A_TIME):
        yield Label(*row)


def labels_fingerprint() -> str:
    """Return what changes whenever labels are loaded anew or removed. One query.

    A load that changes a concept writes its labels again, under new numbers.
    """
    found = ConceptLabel.objects.aggregate(count=Count("pk"), newest=Max("pk"))
    return f"{found['count']}-{found['newest'] or 0}"


def terms() -> Terms:
    """Return the four short lists, each in its order."""
    return Terms(
        statutory_tasks=list(StatutoryTask.objects.order_by("position")),
        target_groups=list(TargetGroup.objects.order_by("position")),
        art_forms=list(ArtForm.objects.order_by("position")),
        effect_areas=list(EffectArea.objects.order_by("position")),
    )


def _beginning(field: str, text: str) -> Q:
    """Match values of `field` that begin with `text` so that the index is used.

    PostgreSQL uses its pattern index for LIKE; SQLite's LIKE ignores case and with it the
    index, but its plain comparison of texts is letter by letter.
    """
    if connection.vendor == "sqlite":
        return Q((f"{field}__gte", text), (f"{field}__lt", text + LAST_LETTER))
    return Q((f"{field}__startswith", text))


def _first(condition: Q) -> Case:
    return Case(When(condition, then=Value(0)), default=Value(1), output_field=IntegerField())


def _labels(
    rows: QuerySet[ConceptLabel] | QuerySet[ConceptWord],
    folded: str,
    language: str,
    limit: int,
    *,
    label: str,
) -> list[_Found]:
    """Read labels that begin with `folded`; `label` is the way from `rows` to ConceptLabel."""
    dotless = without_dots(folded) == folded
    whole = Q(folded=folded) | _beginning("folded", f"{folded} (")
    ordered = rows.filter(_beginning("without_dots" if dotless else "folded", folded)).order_by(
        _first(whole),
        _first(_beginning("folded", folded)),
        _first(Q((f"{label}language", language))),
        _first(Q((f"{label}concept__is_cultural", True))),
        _first(Q((f"{label}preferred", True))),
        Length("folded"),
        "folded",
        "pk",
    )
    columns = (
        f"{label}concept_id",
        *(f"{label}concept__{field}" for field in _Found._fields[1:-2]),
        f"{label}language",
        f"{label}text",
    )
    found = ordered.values_list(*columns)[: limit * LABELS_FOR_SUGGESTION]
    return [_Found(*row) for row in found]


def _suggestion(found: _Found, language: str) -> ConceptSuggestion:
    own: str = getattr(found, f"label_{language}", "")
    label = own or found.label_fi
    return ConceptSuggestion(
        code=found.code,
        label=label,
        label_language=language if own else "fi",
        matched="" if found.text == label else found.text,
        matched_language="" if found.text == label else found.language,
        uri=found.uri,
    )
