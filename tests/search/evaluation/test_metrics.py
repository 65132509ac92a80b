from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.evaluation.metrics import ndcg, percentile, recall, reciprocal_rank

GRADES = {"a": 3, "b": 2, "c": 1, "x": 0}


def test_ndcg_weighs_graded_judgements_by_rank():
    gained = 2 / log2(2) + 0 / log2(3) + 3 / log2(4) + 0 / log2(5)
    best = 3 / log2(2) + 2 / log2(3) + 1 / log2(4)
    assert ndcg(["b", "x", "a", "unjudged"], GRADES, 10) == pytest.approx(gained / best)
    assert ndcg(["b", "x", "a", "unjudged"], GRADES, 10) == pytest.approx(0.7350, abs=1e-4)


def test_ndcg_of_the_best_order_is_one():
    assert ndcg(["a", "b", "c"], GRADES, 10) == 1


def test_ndcg_counts_only_the_first_of_both_rankings():
    assert ndcg(["c", "a"], GRADES, 1) == pytest.approx(1 / 3)


def test_ndcg_takes_negative_grades_as_not_relevant():
    assert ndcg(["spam", "a"], {"spam": -2, "a": 1}, 10) == pytest.approx(1 / log2(3))


def test_ndcg_without_relevant_documents_is_zero():
    assert ndcg(["x"], {"x": 0}, 10) == 0


def test_reciprocal_rank_is_that_of_the_first_relevant_document():
    assert reciprocal_rank(["x", "unjudged", "c", "a"], GRADES, 10) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x", "unjudged", "c", "a"], GRADES, 2) == 0


def test_recall_is_the_share_of_the_relevant_ones():
    assert recall(["x", "b", "unjudged", "a"], GRADES, 3) == pytest.approx(1 / 3)
    assert recall(["x", "b", "unjudged", "a"], GRADES, 4) == pytest.approx(2 / 3)
    assert recall([], {"x": 0}, 10) == 0


def test_percentile_is_one_of_the_values():
    assert percentile([5.0, 1.0, 4.0, 2.0, 3.0], 50) == 3.0
    assert percentile([float(value) for value in range(1, 101)], 95) == 95.0
    assert percentile([7.0], 95) == 7.0


@given(st.lists(st.sampled_from("abcdxyz"), unique=True), st.integers(1, 10))
def test_measures_stay_between_zero_and_one(ranked, depth):
    for measure in (ndcg, reciprocal_rank, recall):
        assert 0 <= measure(ranked, GRADES, depth) <= 1
