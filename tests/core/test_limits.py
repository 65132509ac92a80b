from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from pytest_django import Settings

from config import settings as installed
from kenno.core.limits import may_go_on


def test_may_go_on_stops_one_address_and_not_the_others() -> None:
    answers = [may_go_on("feedback", "192.0.2.1", most=3) for _ in range(4)]
    assert answers == [True, True, True, False]
    assert may_go_on("feedback", "192.0.2.2", most=3) is True


def test_may_go_on_counts_each_purpose_for_itself() -> None:
    may_go_on("feedback", "192.0.2.1", most=1)
    assert may_go_on("inquiry", "192.0.2.1", most=1) is True


def test_may_go_on_again_after_an_hour() -> None:
    for _ in range(2):
        may_go_on("feedback", "192.0.2.1", most=1)
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert may_go_on("feedback", "192.0.2.1", most=1) is True


def test_may_go_on_keeps_no_address() -> None:
    may_go_on("feedback", "192.0.2.1", most=1)
    assert not any("192.0.2.1" in key for key in cache._cache)


@pytest.fixture
def cache_in_files(settings: Settings, tmp_path: Path) -> None:
    """The cache of an installation, in which the tests' own would behave otherwise."""
    settings.CACHES = {"default": {**installed.CACHES["default"], "LOCATION": tmp_path / "cache"}}


@pytest.mark.usefixtures("cache_in_files")
@pytest.mark.parametrize(("minutes", "allowed"), [(6, False), (59, False), (61, True)])
def test_may_go_on_counts_for_an_hour_from_the_first(minutes: int, allowed: bool) -> None:
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        for _ in range(2):
            may_go_on("feedback", "192.0.2.1", most=2)
        clock.move_to(begun + timedelta(minutes=minutes))
        assert may_go_on("feedback", "192.0.2.1", most=2) is allowed


@pytest.mark.usefixtures("cache_in_files")
def test_may_go_on_remembers_one_address_among_hundreds() -> None:
    may_go_on("feedback", "192.0.2.1", most=1)
    for number in range(700):
        may_go_on("feedback", f"2001:db8::{number}", most=1)
    assert may_go_on("feedback", "192.0.2.1", most=1) is False
