from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.places.conftest import WriteFile

pytestmark = pytest.mark.django_db


def test_load_places_command_prints_the_counts(folder: Path) -> None:
    output = StringIO()
    call_command("load_places", folder=folder, stdout=output)
    assert output.getvalue().splitlines() == [
        "regions: 2 created, 0 updated, 0 unchanged",
        "wellbeing_counties: 1 created, 0 updated, 0 unchanged",
        "municipalities: 3 created, 0 updated, 0 unchanged",
    ]


def test_load_places_command_says_what_is_wrong(folder: Path, write: WriteFile) -> None:
    write("cells.csv", [{"code": "x", "cell_q": "4", "cell_r": "14"}])
    with pytest.raises(CommandError, match=r"cells\.csv, rivi 2, sarake code"):
        call_command("load_places", folder=folder)
