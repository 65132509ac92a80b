"""What the settings read and keep: the secret of an installation, and how surely all is stored."""

import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from config.settings import stored_secret


def test_secret_is_one_for_all_who_start_at_once(tmp_path):
    starters, rounds = 8, 10
    together = threading.Barrier(starters)

    def start(_starter: int) -> list[str]:
        read = []
        for number in range(rounds):
            together.wait(30)
            read.append(stored_secret(tmp_path / f"installation-{number}" / "secret"))
        return read

    with ThreadPoolExecutor(starters) as pool:
        answers = list(pool.map(start, range(starters)))
    kept = [(tmp_path / f"installation-{n}" / "secret").read_text() for n in range(rounds)]
    assert answers == [kept] * starters
    assert {len(secret) for secret in kept} == {67}
    assert len(set(kept)) == rounds


def test_secret_is_made_anew_when_its_making_was_cut_off(tmp_path):
    path = tmp_path / "secret"
    path.touch()
    made = stored_secret(path)
    assert (len(made), path.read_text()) == (67, made)
    assert stored_secret(path) == made


def test_secret_is_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "secret"
    stored_secret(path)
    assert stat.filemode(path.stat().st_mode) == "-rw-------"


def test_secret_that_is_there_is_kept(tmp_path):
    path = tmp_path / "secret"
    path.write_text("chosen by the operator\n")
    assert stored_secret(path) == "chosen by the operator"
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


@pytest.mark.django_db
def test_commit_is_on_the_disk_before_anybody_is_told():
    asked, sure = {
        "sqlite": ("PRAGMA synchronous", 2),
        "postgresql": ("SHOW synchronous_commit", "on"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        assert cursor.execute(asked).fetchone()[0] == sure
