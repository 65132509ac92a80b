"""Bringing the vocabulary's files into the database."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from kenno.core import audit
from kenno.core.languages import LANGUAGES
from kenno.vocabulary.labels import fold, later_words, split_alternatives, without_dots
from kenno.vocabulary.models import (
    ArtForm,
    Concept,
    ConceptLabel,
    ConceptWord,
    EffectArea,
    StatutoryTask,
    TargetGroup,
)
from kenno.vocabulary.sources import (
    ConceptRow,
    TermRow,
    read_concepts,
    read_terms,
)

DATA = Path(__file__).parent / "data"
BATCH = 500

TermModel = type[StatutoryTask] | type[TargetGroup] | type[ArtForm] | type[EffectArea]

TERM_FILES: dict[str, TermModel] = {
    "statutory_tasks": StatutoryTask,
    "target_groups": TargetGroup,
    "art_forms": ArtForm,
    "effect_areas": EffectArea,
}
CONCEPT_FIELDS = [
    "uri",
    *(f"label_{language}" for language in LANGUAGES),
    "alternative_labels",
    "is_cultural",
]
TERM_FIELDS = [
    "position",
    *(f"label_{language}" for language in LANGUAGES),
    *(f"description_{language}" for language in LANGUAGES),
    "concept_id",
]


@dataclass(frozen=True)
class Loaded:
    """How many records of one kind a load made, changed and found as they should be."""

    created: int
    updated: int
    unchanged: int


@transaction.atomic
def load_vocabulary(
    *, directory: Path = DATA, by: AbstractBaseUser | None = None
) -> dict[str, Loaded]:
    """Bring the files of `directory` into the database; return the counts by kind of record.

    Needs yso.tsv.gz and the four lists of TERM_FILES. Run twice, the second changes nothing.
    What has left the files stays in the database, as practices may refer to it. Raises
    Refusal, and changes nothing, when a row is wrong.
    """
    concept_rows = read_concepts(directory / "yso.tsv.gz")
    codes = {row.code for row in concept_rows}
    term_rows = {
        name: read_terms(directory / f"{name}.csv", concept_codes=codes) for name in TERM_FILES
    }
    loaded = {"concepts": _load_concepts(concept_rows)}
    concept_ids = dict(
        Concept.objects.filter(
            code__in={row.concept_code for rows in term_rows.values() for row in rows}
        ).values_list("code", "pk")
    )
    for name, rows in term_rows.items():
        loaded[name] = _load_terms(TERM_FILES[name], rows, concept_ids)
    if any(counts.created or counts.updated for counts in loaded.values()):
        audit.record(
            "vocabulary.loaded",
            subject=None,
            by=by,
            data={name: asdict(counts) for name, counts in loaded.items()},
        )
    return loaded


def _load_concepts(rows: list[ConceptRow]) -> Loaded:
    present = {
        code: (pk, tuple(values))
        for pk, code, *values in Concept.objects.values_list("pk", "code", *CONCEPT_FIELDS)
    }
    created: list[tuple[Concept, ConceptRow]] = []
    updated: list[tuple[Concept, ConceptRow]] = []
    for row in rows:
        values = (row.uri, *row.labels, "\n".join(row.run_together), row.is_cultural)
        pk, present_values = present.get(row.code, (None, ()))
        if values == present_values:
            continue
        concept = Concept(pk=pk, code=row.code, **dict(zip(CONCEPT_FIELDS, values, strict=True)))
        (created if pk is None else updated).append((concept, row))
    Concept.objects.bulk_create([concept for concept, _ in created], batch_size=BATCH)
    Concept.objects.bulk_update(
        [concept for concept, _ in updated], CONCEPT_FIELDS, batch_size=BATCH
    )
    for batch in _batches([concept.pk for concept, _ in updated]):
        ConceptLabel.objects.filter(concept__in=batch).delete()
    _create_labels([*created, *updated], taken=_preferred_labels(rows))
    return Loaded(len(created), len(updated), len(rows) - len(created) - len(updated))


def _preferred_labels(rows: list[ConceptRow]) -> dict[str, set[str]]:
    return {
        language: {fold(row.labels[position]) for row in rows}
        for position, language in enumerate(LANGUAGES)
    }


def _create_labels(
    concepts: list[tuple[Concept, ConceptRow]], *, taken: dict[str, set[str]]
) -> None:
    labels = [label for concept, row in concepts for label in _labels_of(concept, row, taken=taken)]
    ConceptLabel.objects.bulk_create(labels, batch_size=BATCH)
    ConceptWord.objects.bulk_create(
        [
            ConceptWord(label=label, folded=words, without_dots=without_dots(words))
            for label in labels
            for words in later_words(label.folded)
        ],
        batch_size=BATCH,
    )


def _labels_of(
    concept: Concept, row: ConceptRow, *, taken: dict[str, set[str]]
) -> Iterator[ConceptLabel]:
    for language, preferred, run_together in zip(
        LANGUAGES, row.labels, row.run_together, strict=True
    ):
        alternatives = split_alternatives(
            run_together, preferred=preferred, language=language, taken=taken[language]
        )
        for text in [preferred, *alternatives]:
            if not text:
                continue
            folded = fold(text)
            yield ConceptLabel(
                concept=concept,
                language=language,
                text=text,
                folded=folded,
                without_dots=without_dots(folded),
                preferred=text == preferred,
            )


def _load_terms(model: TermModel, rows: list[TermRow], concept_ids: dict[str, int]) -> Loaded:
    present = {
        code: (pk, tuple(values))
        for pk, code, *values in model.objects.values_list("pk", "code", *TERM_FIELDS)
    }
    created = updated = 0
    for position, row in enumerate(rows, start=1):
        values = (position, *row.labels, *row.descriptions, concept_ids.get(row.concept_code))
        pk, present_values = present.get(row.code, (None, ()))
        if values == present_values:
            continue
        model(pk=pk, code=row.code, **dict(zip(TERM_FIELDS, values, strict=True))).save()
        created += pk is None
        updated += pk is not None
    return Loaded(created, updated, len(rows) - created - updated)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
