import pytest

from kenno.search.analysis.word_list import listed_base_form


@pytest.mark.parametrize(
    ("word", "language", "base"),
    [
        ("kirjastossa", "fi", "kirjasto"),
        ("städerna", "sv", "stad"),
        ("gick", "sv", "gå"),
        ("enkla", "sv", "enkel"),
        ("sålde", "sv", "sälja"),
        ("drogs", "sv", "dra"),
        ("children", "en", "child"),
        ("thought", "en", "think"),
        ("stad", "sv", "stad"),
        ("äldre", "sv", "äldre"),
        ("moderna", "sv", "modern"),
        ("engelska", "sv", "engelsk"),
        ("engelsk", "sv", "engelsk"),
    ],
)
def test_listed_base_form_is_that_of_a_form(word: str, language: str, base: str) -> None:
    assert listed_base_form(word, language) == base


@pytest.mark.parametrize(
    ("word", "language"),
    [("xyzzyq", "sv"), ("", "en"), ("girjji", "se"), ("hus", "xx"), ("\ud800", "sv")],
)
def test_listed_base_form_of_what_the_list_does_not_have_is_none(word: str, language: str) -> None:
    assert listed_base_form(word, language) is None
