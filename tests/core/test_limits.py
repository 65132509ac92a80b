from datetime import timedelta

import time_machine
from django.core.cache import cache
from django.utils import timezone

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
