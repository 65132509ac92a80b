import pytest

from kenno.search.understanding.kin import kin
from tests.search.understanding.texts import Texts


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("statocyst", "statokysta"),
        ("choreograf", "koreografia"),
        ("amazonas", "amazon"),
        ("dokumentär", "dokumentti"),
        ("ctenophor", "ktenofori"),
    ],
)
def test_kin_is_the_word_of_a_text_that_begins_alike(word: str, other: str) -> None:
    assert kin(word, "fi", Texts(other, "statisti", "amme", "kerho")) == (other,)


def test_kin_has_the_nearest_first() -> None:
    texts = Texts("improvisoida", "improvisaatio", "improvi")
    assert kin("improvisation", "fi", texts)[0] == "improvisaatio"


def test_kin_leaves_out_compounds_of_the_word() -> None:
    assert kin("animation", "fi", Texts("animaatioelokuvafestivaali")) == ()


@pytest.mark.parametrize("word", ["", "jazz", "1990-talet", "\U0001f600" * 9])
def test_kin_of_short_words_and_what_is_no_word_is_none(word: str) -> None:
    assert kin(word, "fi", Texts("jazzkerho", "1990-luku")) == ()
