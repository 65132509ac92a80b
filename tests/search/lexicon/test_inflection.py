import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.lexicon.inflection import base_forms


@pytest.mark.parametrize(
    ("word", "language", "base"),
    [
        ("ökar", "sv", "öka"),
        ("ökades", "sv", "öka"),
        ("används", "sv", "använda"),
        ("gick", "sv", "gå"),
        ("städerna", "sv", "stad"),
        ("kyrkorna", "sv", "kyrka"),
        ("flickan", "sv", "flicka"),
        ("museet", "sv", "museum"),
        ("enkla", "sv", "enkel"),
        ("begränsade", "sv", "begränsa"),
        ("händer", "sv", "hand"),
        ("händer", "sv", "hända"),
        ("yngre", "sv", "ung"),
        ("stories", "en", "story"),
        ("planned", "en", "plan"),
        ("dancing", "en", "dance"),
        ("children", "en", "child"),
        ("sung", "en", "sing"),
        ("left", "en", "leave"),
    ],
)
def test_base_forms_have_the_word_of_a_form(word: str, language: str, base: str) -> None:
    assert base in base_forms(word, language)


def test_base_forms_have_the_listed_one_before_those_by_rules() -> None:
    assert base_forms("stödde", "sv")[0] == "stödja"
    assert base_forms("vackra", "sv")[0] == "vacker"


@pytest.mark.parametrize(
    ("word", "language"), [("kirjassa", "fi"), ("girjji", "se"), ("", "sv"), ("s", "en")]
)
def test_base_forms_are_none_for_other_languages_and_short_words(word: str, language: str) -> None:
    assert base_forms(word, language) == ()


@given(st.text(max_size=20), st.sampled_from(["sv", "en"]))
def test_base_forms_never_have_the_word_itself_or_one_twice(word: str, language: str) -> None:
    found = base_forms(word, language)
    assert word not in found
    assert len(set(found)) == len(found)
