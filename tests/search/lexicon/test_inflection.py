import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.lexicon.inflection import are_forms_of_a_noun, base_forms


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


@pytest.mark.parametrize(
    ("one", "other", "language", "are_forms"),
    [
        ("visan", "visor", "sv", True),
        ("visornas", "visor", "sv", True),
        ("cheferna", "chefer", "sv", True),
        ("pojkarna", "pojke", "sv", True),
        ("studien", "studier", "sv", True),
        ("husen", "hus", "sv", True),
        ("visade", "visor", "sv", False),
        ("visar", "visor", "sv", False),
        ("kommer", "komer", "sv", False),
        ("ökar", "öknar", "sv", False),
        ("libraries", "library", "en", True),
        ("library's", "libraries", "en", True),
        ("ironing", "iron", "en", False),
        ("kirjastot", "kirjasto", "fi", False),
        ("", "", "sv", False),
    ],
)
def test_forms_of_a_noun_differ_by_endings_of_one_declension(
    one: str, other: str, language: str, are_forms: bool
) -> None:
    assert are_forms_of_a_noun(one, other, language) is are_forms
    assert are_forms_of_a_noun(other, one, language) is are_forms
