"""Compounds in known parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.lexicon.compounds import split_compound

KNOWN = {
    *("barn", "kultur", "barnkultur", "verksam", "kyrk", "konsert", "konst", "skol", "bok", "ert"),
    *("kirjasto", "auto"),
}


def split(word: str, language: str = "sv") -> tuple[str, ...]:
    return split_compound(word, language, lambda part: part if part in KNOWN else "")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("barnkulturverksam", ("barnkultur", "verksam")),
        ("kyrkokonsert", ("kyrk", "konsert")),
        ("barnboksverksam", ("barn", "bok", "verksam")),
        ("skolkonst", ("skol", "konst")),
        ("barn", ()),
        ("konsert", ()),
        ("barnxkonst", ()),
        ("barnkulturs", ()),
        ("", ()),
        ("barn" * 16, ()),
    ],
)
def test_split_gives_the_fewest_known_parts(word, parts):
    assert split(word) == parts


def test_finnish_has_no_linking_letters():
    assert split("kirjastoauto", "fi") == ("kirjasto", "auto")
    assert split("kirjastosauto", "fi") == ()


@given(st.text(alphabet="barnkultsoe", max_size=70))
def test_split_of_anything_gives_known_parts(word):
    assert set(split(word)) <= KNOWN
