import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.analysis import (
    analysed,
    headword_tokens,
    is_stop_word,
    main_token,
    tokens,
    words,
)
from tests.search.conftest import needs_voikko

LANGUAGES = st.sampled_from(["fi", "sv", "en", "se", "und"])
PASTED = st.text(alphabet=st.characters(codec="utf-8")) | st.text(
    alphabet="abåäö-:’'\u00ad 1\u0308"
)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("barnkulturen", "sv", ("barnkultur", "barn", "kultur")),
        ("biblioteken", "sv", ("bibliotek",)),
        ("Libraries", "en", ("librari",)),
        ("e-bok", "sv", ("e-bok", "ebok", "bok")),
        ("e-books", "en", ("e-book", "ebook", "book")),
        ("2026-27", "en", ("2026-27", "2026", "27")),
        ("EU:s", "sv", ("eu",)),
        ("museum’s", "en", ("museum",)),
        ("Girjerádju", "se", ("girjerádju",)),
        ("Musikk", "no", ("musikk",)),
        ("kirjastossa", "fi", ("kirjasto",)),
        ("", "sv", ()),
    ],
)
def test_tokens_follow_the_language(word: str, language: str, expected: tuple[str, ...]) -> None:
    assert tokens(word, language) == expected


@pytest.mark.parametrize(
    ("word", "language"),
    [("Mitä", "fi"), ("joissa", "fi"), ("olisi", "fi"), ("hur", "sv"), ("The", "en")],
)
def test_is_stop_word_knows_function_words_in_their_forms(word: str, language: str) -> None:
    assert is_stop_word(word, language) is True


@pytest.mark.parametrize(
    ("word", "language"),
    [("kirja", "fi"), ("the", "fi"), ("barn", "sv"), ("art", "en"), ("ja", "se"), ("!", "fi")],
)
def test_is_stop_word_leaves_words_that_say_something(word: str, language: str) -> None:
    assert is_stop_word(word, language) is False


@given(PASTED, LANGUAGES)
def test_each_word_has_tokens_without_separators_and_none_twice(text: str, language: str) -> None:
    for found in analysed(text, language):
        assert found
        assert len(set(found)) == len(found)
        assert not any(set(token) & set("\t\n") or not token for token in found)


@given(PASTED, LANGUAGES)
def test_tokens_are_the_same_whatever_the_case(text: str, language: str) -> None:
    plain = [word for word in words(text) if word.lower() == word.upper().lower()]
    assert [tokens(word.upper(), language) for word in plain] == [
        tokens(word.lower(), language) for word in plain
    ]


@given(PASTED, LANGUAGES)
def test_main_token_is_the_first_of_the_tokens(text: str, language: str) -> None:
    for word in ["barnkulturens", "EU:s", "e-böcker", "children", "", *words(text)]:
        assert main_token(word, language) == next(iter(tokens(word, language)), "")


@needs_voikko
def test_headword_tokens_take_a_word_for_its_own_base_form() -> None:
    assert headword_tokens("sataa", "fi")[0] == "sataa"
    assert tokens("sataa", "fi")[0] == "sata"
    assert headword_tokens("barnen", "sv") == tokens("barnen", "sv")
    assert headword_tokens("", "fi") == ()
