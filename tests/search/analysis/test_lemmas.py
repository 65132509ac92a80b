import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.analysis.lemmas import compound_parts, is_listed, lemma


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("kirjastoautojen", ("kirjasto", "auto")),
        ("lastenkulttuurikeskus", ("lapsi", "kulttuurikeskus", "kulttuuri", "keskus")),
        ("kulttuurikasvatussuunnitelmissa", ("kulttuuri", "kasvatus", "suunnitelma")),
        ("näyttelyiden", ()),
        ("museoiden", ()),
        ("järjestäminen", ()),
        ("kirja", ()),
        ("", ()),
        ("a" * 400, ()),
    ],
)
def test_compound_parts_are_base_forms_of_listed_words(word: str, parts: tuple[str, ...]) -> None:
    assert compound_parts(word) == parts


def test_compound_parts_are_no_function_words() -> None:
    assert "joka" not in compound_parts("taiteilijoille")


def test_lemma_of_an_unknown_word_is_the_word() -> None:
    assert lemma("kirjastossa") == "kirjasto"
    assert lemma("xyzzyq") == "xyzzyq"


def test_is_listed_tells_words_from_others() -> None:
    assert is_listed("kirjastossa") is True
    assert is_listed("xyzzyq") is False


@given(st.text(alphabet="aeiklnopstuäöy", max_size=70))
def test_compound_parts_are_few_and_none_is_empty(word: str) -> None:
    parts = compound_parts(word)
    assert len(parts) <= len(word) // 2
    assert all(parts)
