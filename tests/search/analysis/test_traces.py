import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.analysis import analysed, places_of, trace_of

TOKENS = st.text(alphabet="ab-", min_size=1, max_size=3)


def test_trace_has_a_line_of_tokens_for_each_word() -> None:
    assert trace_of([("lapsi",), ("taide", "työ")]) == "\nlapsi\ntaide\ttyö\n"
    assert trace_of([]) == "\n"


def test_analysed_gives_the_tokens_of_each_word() -> None:
    assert analysed("Barnen läser", "sv") == [("barn",), ("läs",)]


@pytest.mark.parametrize(("token", "places"), [("lapsi", [0, 2]), ("työ", [1]), ("ty", [])])
def test_places_of_are_the_numbers_of_the_words(token: str, places: list[int]) -> None:
    trace = trace_of([("lapsi",), ("taide", "työ"), ("lapsi",)])
    assert sorted(places_of(token, trace)) == places


@given(st.lists(st.lists(TOKENS, min_size=1, max_size=3, unique=True)), TOKENS)
def test_places_of_finds_exactly_the_words_with_the_token(
    analysis: list[list[str]], token: str
) -> None:
    expected = [number for number, found in enumerate(analysis) if token in found]
    assert sorted(places_of(token, trace_of(analysis))) == expected
