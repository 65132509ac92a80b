from datetime import timedelta

import time_machine
from django.core.cache import cache
from django.utils import timezone

from kenno.pages.limits import MESSAGES_IN_AN_HOUR, may_write


def test_may_write_stops_one_address_and_not_the_others() -> None:
    answers = [may_write("192.0.2.1") for _ in range(MESSAGES_IN_AN_HOUR + 1)]
    assert answers == [True] * MESSAGES_IN_AN_HOUR + [False]
    assert may_write("192.0.2.2") is True


def test_may_write_again_after_an_hour() -> None:
    for _ in range(MESSAGES_IN_AN_HOUR + 1):
        may_write("192.0.2.1")
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert may_write("192.0.2.1") is True


def test_may_write_keeps_no_address() -> None:
    may_write("192.0.2.1")
    assert not any("192.0.2.1" in key for key in cache._cache)
