import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.analysis.swedish import (
    WORDS_FILE,
    KnownWords,
    known_words,
    read_words,
    swedish_tokens,
)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("barnkulturverksamhet", ["barn", "kultur", "verksamhet"]),
        ("ungdomsverksamheten", ["ungdom", "verksamheten"]),
        ("kyrkomusik", ["kyrka", "musik"]),
        ("gatukonst", ["gata", "konst"]),
        ("skolbibliotek", ["skola", "bibliotek"]),
        ("museipedagogik", ["museum", "pedagogik"]),
        ("lärarutbildningen", ["lärare", "utbildningen"]),
        ("hembygdsmuseum", ["hembygd", "museum"]),
        ("bokbussar", ["bok", "bussar"]),
    ],
)
def test_parts_of_a_compound_are_known_words(word: str, parts: list[str]) -> None:
    assert [part.word for part in known_words().parts(word)] == parts


@pytest.mark.parametrize(
    "word",
    [
        *(
            "kulturen",
            "biblioteken",
            "konstnärernas",
            "författarna",
            "undersökning",
            "utställningar",
        ),
        *(
            "universitet",
            "organisation",
            "tradition",
            "föreställning",
            "berättelser",
            "delaktighet",
        ),
        *("helsingfors", "kommunala", "verksamheter", "barnens", "", "å", "a" * 400, "xyzzyq"),
    ],
)
def test_parts_of_what_is_no_compound_are_none(word: str) -> None:
    assert known_words().parts(word) == ()


def test_parts_that_are_rarer_than_the_word_do_not_make_it_a_compound() -> None:
    rare = {"kult": 1, "urens": 2, "kulturens": 40}
    assert KnownWords(rare).parts("kulturens") == ()
    assert len(KnownWords({"kult": 90, "urens": 90, "kulturens": 40}).parts("kulturens")) == 2


def test_parts_are_rather_few_than_many() -> None:
    counts = {"barn": 50, "kultur": 50, "barnkultur": 5, "verksamhet": 50}
    parts = KnownWords(counts).parts("barnkulturverksamhet")
    assert [part.word for part in parts] == ["barnkultur", "verksamhet"]


def test_swedish_tokens_are_stems_of_the_word_its_pairs_and_its_parts() -> None:
    assert swedish_tokens("barnkulturverksamheten") == (
        "barnkulturverksam",
        "barnkultur",
        "kulturverksam",
        "barn",
        "kultur",
        "verksam",
    )
    assert swedish_tokens("kulturen") == ("kultur",)


def test_read_words_reads_counts(tmp_path: Path) -> None:
    path = tmp_path / "words.gz"
    path.write_bytes(gzip.compress(b"2 bok skola\n11 barn\n"))
    assert read_words(path) == {"bok": 2, "skola": 2, "barn": 11}


def test_file_of_words_is_small() -> None:
    assert WORDS_FILE.stat().st_size < 120_000


@given(st.text(alphabet="abdegiklmnorstuåäö", max_size=70))
def test_parts_cover_the_word(word: str) -> None:
    parts = known_words().parts(word)
    assert not parts or "".join(part.surface for part in parts) == word
