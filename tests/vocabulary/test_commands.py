from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def test_load_vocabulary_command_prints_the_counts(directory: Path) -> None:
    output = StringIO()
    call_command("load_vocabulary", directory=directory, stdout=output)
    assert output.getvalue().splitlines() == [
        "concepts: 2 created, 0 updated, 0 unchanged",
        "statutory_tasks: 1 created, 0 updated, 0 unchanged",
        "target_groups: 1 created, 0 updated, 0 unchanged",
        "art_forms: 1 created, 0 updated, 0 unchanged",
        "effect_areas: 1 created, 0 updated, 0 unchanged",
    ]


def test_load_vocabulary_command_says_what_is_wrong(directory: Path) -> None:
    (directory / "art_forms.csv").write_text("code\n")
    with pytest.raises(CommandError, match=r"Tiedosto art_forms\.csv: sarake puuttuu"):
        call_command("load_vocabulary", directory=directory)
