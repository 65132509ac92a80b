import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.wording import MOST_WORDS, is_empty, neighbours, wanted_words


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\u200e", "\ufeff"])
def test_is_empty_sees_what_a_person_sees(text: str) -> None:
    assert is_empty(text) is True


@pytest.mark.parametrize("text", ["a", "!", " ,"])
def test_is_empty_is_false_for_anything_visible(text: str) -> None:
    assert is_empty(text) is False


def test_wanted_words_leave_out_function_words() -> None:
    assert wanted_words("Hur är det med böckerna på bibliotek?", "sv") == [
        ("böck",),
        ("bibliotek",),
    ]


def test_wanted_words_keep_function_words_when_there_are_no_others() -> None:
    assert wanted_words("To be or not to be", "en") == [("to",), ("be",), ("or",), ("not",)]


def test_wanted_words_leave_out_function_words_of_the_reader_too() -> None:
    assert wanted_words("men's choir", "sv", readers="en") == [("men's",), ("choir",)]
    assert wanted_words("what is barnkultur", "sv", readers="en") == [("barnkultur",)]


def test_wanted_words_take_words_as_well_as_text() -> None:
    assert wanted_words(["barnens", "böcker"], "sv") == wanted_words("barnens böcker", "sv")


def test_wanted_words_are_listed_once_in_any_form() -> None:
    assert wanted_words("book books BOOK", "en") == [("book",)]


def test_wanted_words_of_a_pasted_page_are_its_first() -> None:
    page = " ".join(f"word{number}" for number in range(2000))
    assert wanted_words(page, "se") == [(f"word{number}",) for number in range(MOST_WORDS)]


def test_neighbours_are_main_tokens_that_follow_one_another() -> None:
    wanted = [("lapsi",), ("teatteri", "esitys"), ("oulu",)]
    assert neighbours(wanted) == [("lapsi", "teatteri"), ("teatteri", "oulu")]
    assert neighbours([("lapsi",)]) == []
    assert neighbours([("lapsi",), ("lapsi", "kulttuuri")]) == []


@given(st.text(), st.sampled_from(["fi", "sv", "en", "se"]))
def test_wanted_words_of_any_text_are_few_and_have_tokens(text: str, language: str) -> None:
    wanted = wanted_words(text, language)
    assert len(wanted) <= MOST_WORDS
    assert all(wanted)
