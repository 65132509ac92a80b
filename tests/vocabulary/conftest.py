import csv
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kenno.core.languages import LANGUAGES
from kenno.vocabulary.actions import TERM_FILES

CONCEPT_COLUMNS = [
    *("id", "uri", "type", "culture_hint"),
    *(f"pref_{language}" for language in LANGUAGES),
    *(f"labels_{language}_2017" for language in LANGUAGES),
]
TERM_COLUMNS = [
    *("code", "yso"),
    *(f"label_{language}" for language in LANGUAGES),
    *(f"description_{language}" for language in LANGUAGES),
]

Rows = list[dict[str, str]]
WriteConcepts = Callable[[Rows], None]
WriteTerms = Callable[[str, Rows], None]


def concept(code: str, fi: str, sv: str = "", en: str = "", **cells: str) -> dict[str, str]:
    uri = f"http://www.yso.fi/onto/yso/{code}"
    return {
        "id": code,
        "uri": uri,
        "pref_fi": fi,
        "pref_sv": sv,
        "pref_en": en,
        "type": "concept",
        **cells,
    }


def term(code: str, **cells: str) -> dict[str, str]:
    labels = {f"label_{language}": f"{code} {language}" for language in LANGUAGES}
    return {"code": code, **labels, **cells}


CHILDREN = concept(
    "p1",
    "lastenkulttuuri",
    "barnkultur",
    "children's culture",
    labels_fi_2017="lastenkulttuuri lastenkulttuuri lasten kulttuuri",
    culture_hint="stem",
)
DIVERSITY = concept("p2", "kulttuurinen moninaisuus", "kulturell mångfald", "cultural diversity")


@pytest.fixture
def write_concepts(tmp_path: Path) -> WriteConcepts:
    """Write a YSO table into the test's directory."""

    def write(rows: Rows) -> None:
        with gzip.open(tmp_path / "yso.tsv.gz", "wt", newline="") as file:
            writer = csv.DictWriter(file, CONCEPT_COLUMNS, delimiter="\t")
            writer.writeheader()
            writer.writerows(rows)

    return write


@pytest.fixture
def write_terms(tmp_path: Path) -> WriteTerms:
    """Write one of the short lists into the test's directory."""

    def write(name: str, rows: Rows) -> None:
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, TERM_COLUMNS)
            writer.writeheader()
            writer.writerows(rows)

    return write


@pytest.fixture
def directory(tmp_path: Path, write_concepts: WriteConcepts, write_terms: WriteTerms) -> Any:
    """A directory with two concepts, and one term in each list."""
    write_concepts([CHILDREN, DIVERSITY])
    for name in TERM_FILES:
        write_terms(name, [term("first", yso="p1")])
    return tmp_path
