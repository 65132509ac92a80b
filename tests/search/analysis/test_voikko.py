import threading

import pytest

from kenno.search.analysis.voikko import Reading, voikko
from tests.search.conftest import needs_voikko

pytestmark = needs_voikko


def test_first_reading_gives_base_form_parts_and_bases() -> None:
    assert voikko().first_reading("lastenkulttuurin") == Reading(
        base_form="lastenkulttuuri",
        structure="=pppppp=pppppppppp",
        word_bases="+lasten(lapsi)+kulttuuri(kulttuuri)",
        word_class="nimisana",
        case="omanto",
    )


@pytest.mark.parametrize(
    "word", ["", " ", "\x00", "xyzzyq", "kissa koira", "a" * 400, "\u200f", "😀", "<b>"]
)
def test_first_reading_of_what_is_no_finnish_word_is_none(word: str) -> None:
    assert voikko().first_reading(word) is None


def test_first_reading_of_an_ambiguous_word_is_voikkos_first() -> None:
    assert voikko().first_reading("alusta").base_form == "alku"


def test_voikko_is_one_object_in_the_process() -> None:
    assert voikko() is voikko()


def test_first_reading_is_the_same_from_many_threads() -> None:
    words = ["kulttuuritalossa", "kirjastoautolla", "museoiden", "Oulussa", "tanssijoille"] * 200
    expected = [voikko().first_reading(word) for word in words]
    results: list[list[Reading | None]] = []

    def analyse() -> None:
        results.append([voikko().first_reading(word) for word in words])

    threads = [threading.Thread(target=analyse) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


@pytest.mark.usefixtures("without_voikko")
def test_voikko_is_none_when_the_environment_forbids_it() -> None:
    assert voikko() is None
