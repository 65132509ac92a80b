import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.analysis import words
from kenno.search.evaluation.noise import NEIGHBOURS, folded, noisy, typo

FINNISH = st.text("abcdefghijklmnopqrstuvwxyzåäöABÅÄÖ -'0123456789", max_size=60)


def distance(one: str, other: str) -> int:
    """Count edits as people make them: two letters that changed places are one edit."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            least = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


@given(st.text("abcdefghijklmnopqrstuvwxyzåäö", min_size=4, max_size=20), st.integers())
def test_typo_is_one_edit_in_one_word(word, seed):
    text = f"mikä on museo {word}"
    wrong = typo(text, "fi", random.Random(seed))
    assert distance(text, wrong) == 1


@given(FINNISH, st.sampled_from(["fi", "sv", "en", "se"]), st.integers())
def test_typo_is_at_most_one_edit_in_any_text(text, language, seed):
    assert distance(text.lower(), typo(text, language, random.Random(seed)).lower()) <= 1


@given(st.integers())
def test_typo_leaves_stop_words_short_words_and_numbers_alone(seed):
    text = "mikä on 2026 covid19 yö kuinka missä e-kirja"
    assert typo(text, "fi", random.Random(seed)) == text


@given(st.integers())
def test_typo_keeps_the_other_words(seed):
    wrong = typo("kuinka teatteri toimii Kainuussa", "fi", random.Random(seed))
    kept = [word for word in words(wrong) if word in {"teatteri", "toimii", "Kainuussa"}]
    assert len(kept) == 2
    assert wrong.startswith("kuinka ")


def test_typo_makes_every_kind_of_edit():
    made = {typo("Teatteri", "fi", random.Random(seed)) for seed in range(400)}
    assert {len(word) for word in made} == {7, 8, 9}
    assert made >= {"Etatteri", "Teattteri", "Teateri"}


def test_typo_keeps_the_case_of_the_letters():
    made = [typo("TEATTERI", "fi", random.Random(seed)) for seed in range(100)]
    assert all(word.isupper() for word in made)


def test_typo_changes_letters_to_those_of_the_language():
    made = "".join(typo("theatre", "en", random.Random(seed)) for seed in range(300))
    assert not set(made) & set("åäö")


def test_neighbours_are_the_keys_around_a_key():
    assert set(NEIGHBOURS["g"]) == set("ftyhvb")
    assert set(NEIGHBOURS["ä"]) == set("öå")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ääniä Åbossa öisin", "Aania Abossa oisin"),
        ("cafés à la crème, Tromsø", "cafes a la creme, Tromso"),
        ("a\u0308a\u0308ni", "aani"),
        ("plain 123 – “text”", "plain 123 – “text”"),
    ],
)
def test_folded_takes_dots_and_accents_off(text, expected):
    assert folded(text) == expected


@given(FINNISH)
def test_folded_keeps_length_and_has_no_dots(text):
    bare = folded(text)
    assert len(bare) == len(text)
    assert not set(bare) & set("åäöÅÄÖ")
    assert folded(bare) == bare


@pytest.mark.parametrize("noise", ["none", "typo", "folded"])
def test_noisy_is_the_same_for_one_seed(noise):
    text = "Miten lasten näyttely järjestetään kirjastossa?"
    assert noisy(text, "fi", noise, seed="1 q") == noisy(text, "fi", noise, seed="1 q")


def test_noisy_differs_from_seed_to_seed():
    text = "Miten lasten näyttely järjestetään kirjastossa?"
    assert len({noisy(text, "fi", "typo", seed=str(seed)) for seed in range(20)}) > 10
    assert noisy(text, "fi", "none", seed="1") == text
