import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.analysis.words import (
    normal_form,
    placed_words,
    same_letters,
    visible,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lasten kulttuuri, 2024!", ["Lasten", "kulttuuri", "2024"]),
        ("e-kirja ja EU:n tuki", ["e-kirja", "ja", "EU:n", "tuki"]),
        ("taide- ja kulttuuri", ["taide", "ja", "kulttuuri"]),
        ("taa’an barnens' it's", ["taa’an", "barnens", "it's"]),
        ("<script>alert(1)</script>", ["script", "alert", "1", "script"]),
        ("'; DROP TABLE x; --", ["DROP", "TABLE", "x"]),
        ("snake_case ___", ["snake_case"]),
        ("\u202eoikealta\u202c \u200b \u200f", ["oikealta"]),
        ("...---!!!", []),
        ("", []),
    ],
)
def test_words_are_what_a_person_would_call_words(text: str, expected: list[str]) -> None:
    assert [normal_form(word) for word in words(text)] == [normal_form(word) for word in expected]


def test_words_keep_what_is_invisible_inside_them() -> None:
    assert words("kult\u00adtuuri") == ["kult\u00adtuuri"]


@pytest.mark.parametrize(
    ("surface", "form"),
    [
        ("Oulu", "oulu"),
        ("kult\u00adtuu\u200bri", "kulttuuri"),
        (unicodedata.normalize("NFD", "ÄÄNI"), "ääni"),
        ("taa’an", "taa'an"),
        ("non\u2011stop", "non-stop"),
        ("a" * 400, "a" * 100),
    ],
)
def test_normal_form_is_composed_lower_case_and_visible(surface: str, form: str) -> None:
    assert normal_form(surface) == form


def test_visible_leaves_nothing_of_invisible_text() -> None:
    assert visible(" \u200b\u2060\ufeff\n") == ""
    assert visible(" a\u200bb ") == "ab"


@given(st.text())
def test_placed_words_are_the_words_where_they_stand(text: str) -> None:
    places = list(placed_words(text))
    assert [text[place.start() : place.end()] for place in places] == words(text)


@given(st.text())
def test_normal_form_of_a_word_is_never_empty_nor_over_100_letters(text: str) -> None:
    lengths = [len(normal_form(word)) for word in words(text)]
    assert [length for length in lengths if not 0 < length <= 100] == []


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [("koreografia", "koreograf", 9), ("visor", "visade", 3), ("a", "b", 0), ("", "b", 0)],
)
def test_same_letters_are_those_at_the_beginning(one: str, other: str, letters: int) -> None:
    assert same_letters(one, other) == same_letters(other, one) == letters
