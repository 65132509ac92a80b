from dataclasses import asdict
from pathlib import Path

import pytest

from kenno.core.exceptions import Refusal
from kenno.core.models import AuditRecord
from kenno.vocabulary.actions import Loaded, load_vocabulary
from kenno.vocabulary.models import (
    ArtForm,
    Concept,
    ConceptLabel,
    ConceptWord,
    EffectArea,
    StatutoryTask,
    TargetGroup,
)
from tests.factories.people import UserFactory
from tests.vocabulary.conftest import (
    CHILDREN,
    DIVERSITY,
    Rows,
    WriteConcepts,
    WriteTerms,
    concept,
    term,
)

pytestmark = pytest.mark.django_db


def test_load_vocabulary_makes_concepts_with_their_labels(directory: Path) -> None:
    loaded = load_vocabulary(directory=directory)
    assert loaded["concepts"] == Loaded(created=2, updated=0, unchanged=0)
    children = Concept.objects.get(code="p1")
    assert (children.label_fi, children.label_sv, children.label_en, children.is_cultural) == (
        "lastenkulttuuri",
        "barnkultur",
        "children's culture",
        True,
    )
    labels = children.labels.order_by("pk").values_list("language", "text", "preferred")
    assert list(labels) == [
        ("fi", "lastenkulttuuri", True),
        ("fi", "lasten kulttuuri", False),
        ("sv", "barnkultur", True),
        ("en", "children's culture", True),
    ]
    words = ConceptWord.objects.filter(label__concept__code="p2").order_by("pk")
    assert list(words.values_list("folded", "without_dots")) == [
        ("moninaisuus", "moninaisuus"),
        ("mångfald", "mangfald"),
        ("diversity", "diversity"),
    ]


def test_load_vocabulary_leaves_places_out(directory: Path, write_concepts: WriteConcepts) -> None:
    write_concepts([CHILDREN, concept("p9", "Alavieska", type="place")])
    assert load_vocabulary(directory=directory)["concepts"].created == 1


def test_load_vocabulary_twice_changes_nothing(directory: Path) -> None:
    load_vocabulary(directory=directory)
    labels = set(ConceptLabel.objects.values_list("pk", flat=True))
    loaded = load_vocabulary(directory=directory)
    assert {name: asdict(counts) for name, counts in loaded.items()} == {
        "concepts": {"created": 0, "updated": 0, "unchanged": 2},
        "statutory_tasks": {"created": 0, "updated": 0, "unchanged": 1},
        "target_groups": {"created": 0, "updated": 0, "unchanged": 1},
        "art_forms": {"created": 0, "updated": 0, "unchanged": 1},
        "effect_areas": {"created": 0, "updated": 0, "unchanged": 1},
    }
    assert set(ConceptLabel.objects.values_list("pk", flat=True)) == labels
    assert AuditRecord.objects.count() == 1


def test_load_vocabulary_records_what_changed_and_who_did_it(directory: Path) -> None:
    person = UserFactory()
    load_vocabulary(directory=directory, by=person)
    record = AuditRecord.objects.get()
    assert (record.action, record.by) == ("vocabulary.loaded", person)
    assert record.data["concepts"] == {"created": 2, "updated": 0, "unchanged": 0}


def test_load_vocabulary_replaces_the_labels_of_a_changed_concept(
    directory: Path, write_concepts: WriteConcepts
) -> None:
    load_vocabulary(directory=directory)
    before = Concept.objects.get(code="p2")
    write_concepts([CHILDREN, {**DIVERSITY, "pref_fi": "monimuotoisuus", "pref_en": ""}])
    loaded = load_vocabulary(directory=directory)
    assert loaded["concepts"] == Loaded(created=0, updated=1, unchanged=1)
    after = Concept.objects.get(code="p2")
    assert (after.pk, after.label_fi, after.label_en) == (before.pk, "monimuotoisuus", "")
    assert list(after.labels.order_by("pk").values_list("text", flat=True)) == [
        "monimuotoisuus",
        "kulturell mångfald",
    ]


def test_load_vocabulary_keeps_concepts_that_left_the_file(
    directory: Path, write_concepts: WriteConcepts
) -> None:
    load_vocabulary(directory=directory)
    write_concepts([CHILDREN])
    assert load_vocabulary(directory=directory)["concepts"] == Loaded(0, 0, 1)
    assert Concept.objects.filter(code="p2").exists()


def test_load_vocabulary_takes_the_order_and_concept_of_terms(
    directory: Path, write_terms: WriteTerms
) -> None:
    load_vocabulary(directory=directory)
    write_terms("art_forms", [term("second", yso="p2"), term("first")])
    loaded = load_vocabulary(directory=directory)
    assert loaded["art_forms"] == Loaded(created=1, updated=1, unchanged=0)
    assert list(ArtForm.objects.values_list("code", "position", "concept__code")) == [
        ("second", 1, "p2"),
        ("first", 2, None),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [CHILDREN, {**DIVERSITY, "pref_fi": " "}],
            "Tiedosto yso.tsv.gz, rivi 3, sarake pref_fi: arvo puuttuu",
        ),
        (
            [{**CHILDREN, "pref_sv": "x" * 201}],
            "Tiedosto yso.tsv.gz, rivi 2, sarake pref_sv: enintään 200 merkkiä mahtuu",
        ),
        (
            [CHILDREN, CHILDREN],
            "Tiedosto yso.tsv.gz, rivi 3, sarake id: tunnus ”p1” on jo käytössä",
        ),
        (
            [{**CHILDREN, "id": "<b>"}],
            "Tiedosto yso.tsv.gz, rivi 2, sarake id: tunnus ”<b>” ei kelpaa",
        ),
        (
            [{**CHILDREN, "uri": "http://www.yso.fi/onto/yso/p7"}],
            "Tiedosto yso.tsv.gz, rivi 2, sarake uri: osoite ei kuulu käsitteelle p1",
        ),
        (
            [{**CHILDREN, "type": "animal"}],
            "Tiedosto yso.tsv.gz, rivi 2, sarake type: tuntematon laji ”animal”",
        ),
    ],
)
def test_load_vocabulary_names_the_wrong_row_and_changes_nothing(
    rows: Rows, message: str, directory: Path, write_concepts: WriteConcepts
) -> None:
    write_concepts(rows)
    with pytest.raises(Refusal) as refusal:
        load_vocabulary(directory=directory)
    assert refusal.value.message == message
    assert (Concept.objects.count(), StatutoryTask.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [term("first"), term("first")],
            "Tiedosto effect_areas.csv, rivi 3, sarake code: tunnus ”first” on jo käytössä",
        ),
        (
            [term("first", label_sv="")],
            "Tiedosto effect_areas.csv, rivi 2, sarake label_sv: arvo puuttuu",
        ),
        (
            [term("First One")],
            "Tiedosto effect_areas.csv, rivi 2, sarake code: tunnus ”First One” ei kelpaa",
        ),
        (
            [term("first", yso="p77")],
            "Tiedosto effect_areas.csv, rivi 2, sarake yso: käsitettä p77 ei ole",
        ),
    ],
)
def test_load_vocabulary_names_the_wrong_term_and_changes_nothing(
    rows: Rows, message: str, directory: Path, write_terms: WriteTerms
) -> None:
    write_terms("effect_areas", rows)
    with pytest.raises(Refusal) as refusal:
        load_vocabulary(directory=directory)
    assert refusal.value.message == message
    assert (Concept.objects.count(), EffectArea.objects.count()) == (0, 0)


def test_load_vocabulary_says_which_column_is_missing(directory: Path) -> None:
    (directory / "art_forms.csv").write_text("code,label_fi\nmusic,Musiikki\n")
    with pytest.raises(Refusal) as refusal:
        load_vocabulary(directory=directory)
    assert refusal.value.message == (
        "Tiedosto art_forms.csv: sarake puuttuu: description_en, description_fi, "
        "description_sv, label_en, label_sv, yso"
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"not gzip", "Not a gzipped file (b'no')"),
        (None, "No such file or directory"),
    ],
)
def test_load_vocabulary_says_that_a_file_cannot_be_read(
    content: bytes | None, problem: str, directory: Path
) -> None:
    file = directory / "yso.tsv.gz"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        load_vocabulary(directory=directory)
    assert str(refusal.value.message).startswith("Tiedostoa yso.tsv.gz ei voi lukea: ")
    assert problem in str(refusal.value.message)


def test_load_vocabulary_refuses_a_list_in_another_encoding(directory: Path) -> None:
    file = directory / "art_forms.csv"
    file.write_bytes(file.read_text().replace("first fi", "ensimmäinen").encode("latin-1"))
    with pytest.raises(Refusal, match=r"Tiedostoa art_forms.csv ei voi lukea: 'utf-8' codec"):
        load_vocabulary(directory=directory)


def test_load_vocabulary_brings_in_the_whole_vocabulary() -> None:
    loaded = load_vocabulary()
    assert {name: counts.created for name, counts in loaded.items()} == {
        "concepts": 30257,
        "statutory_tasks": 7,
        "target_groups": 13,
        "art_forms": 14,
        "effect_areas": 6,
    }
    preferred = ConceptLabel.objects.filter(preferred=True)
    assert preferred.filter(language="fi").count() == 30257
    assert list(StatutoryTask.objects.values_list("code", flat=True)) == [
        "access",
        "artists",
        "hobby",
        "education",
        "heritage",
        "wellbeing",
        "international",
    ]
    assert list(EffectArea.objects.values_list("code", "concept__label_fi")) == [
        ("wellbeing", "hyvinvointi (terveydellinen)"),
        ("development", "aluekehitys"),
        ("attractiveness", "vetovoimaisuus"),
        ("participation", "osallistuminen"),
        ("equality", "yhdenvertaisuus"),
        ("economy", "taloudelliset vaikutukset"),
    ]
    assert TargetGroup.objects.get(code="families").concept == Concept.objects.get(code="p4363")
