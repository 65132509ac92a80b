from hypothesis import given
from hypothesis import strategies as st

from kenno.search.semantic import fuse

RANKINGS = st.lists(st.sampled_from("abcdefghij"), unique=True)


def test_fuse_puts_first_what_both_find():
    assert fuse(["a", "b", "c"], ["d", "b", "e"], weights=(1, 1)) == ["b", "a", "d", "c", "e"]


def test_fuse_weighs_the_rankings():
    assert fuse(["a"], ["b"], weights=(1, 2)) == ["b", "a"]
    assert fuse(["a"], ["b"], weights=(2, 1)) == ["a", "b"]


def test_fuse_keeps_the_order_of_words_when_scores_are_equal():
    assert fuse(["a", "b"], ["c", "d"], weights=(1, 1)) == ["a", "c", "b", "d"]


def test_fuse_counts_a_key_once_in_each_ranking():
    assert fuse(["a", "b", "b", "b"], ["a"], weights=(1, 1)) == ["a", "b"]


@given(RANKINGS)
def test_fuse_with_one_ranking_keeps_its_order(ranking):
    assert fuse(ranking, []) == ranking
    assert fuse([], ranking) == ranking


@given(RANKINGS, RANKINGS)
def test_fuse_holds_every_key_once(by_words, by_meaning):
    fused = fuse(by_words, by_meaning)
    assert sorted(fused) == sorted({*by_words, *by_meaning})
