from collections.abc import Sequence

import pytest

from kenno.search.understanding.kin import kin


class Vocabulary:
    """An index whose texts have these words."""

    languages = ("fi",)

    def __init__(self, *words: str) -> None:
        self.marked = sorted(f"fi:{word}" for word in words)

    def frequency(self, field: str, token: str) -> int:
        return int(token in self.marked)

    def beginning_with(self, field: str, beginning: str, most: int) -> Sequence[str]:
        return [token for token in self.marked if token.startswith(beginning)][:most]


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
    assert kin(word, "fi", Vocabulary(other, "statisti", "amme", "kerho")) == (other,)


def test_kin_has_the_nearest_first() -> None:
    index = Vocabulary("improvisoida", "improvisaatio", "improvi")
    assert kin("improvisation", "fi", index)[0] == "improvisaatio"


def test_kin_leaves_out_compounds_of_the_word() -> None:
    assert kin("animation", "fi", Vocabulary("animaatioelokuvafestivaali")) == ()


@pytest.mark.parametrize("word", ["", "jazz", "1990-talet", "\U0001f600" * 9])
def test_kin_of_short_words_and_what_is_no_word_is_none(word: str) -> None:
    assert kin(word, "fi", Vocabulary("jazzkerho", "1990-luku")) == ()
