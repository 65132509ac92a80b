import json
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from kenno.search import documents
from kenno.search.evaluation.house import KIND
from kenno.search.evaluation.measuring import Plan, measure, peak_mb, read_set
from kenno.search.evaluation.sets import SetError
from kenno.search.semantic import nearest

pytestmark = pytest.mark.django_db

CORPUS = {
    "fi": [
        ("koulu", "Koululaisten retket", "Lapset käyvät teatterissa."),
        ("kuoro", "", "Kuoro laulaa kirjaston pihalla."),
        ("maja", "", "Majoja rakennetaan metsään."),
    ],
    "sv": [
        ("koulu", "Skolutflykter", "Barnen går på teater."),
        ("kuoro", "", "Kören sjunger på bibliotekets gård."),
    ],
}
QUERIES = [
    ("q1", "Missä kuorot laulavat?", "fi"),
    ("q2", "lapsia teattereissa", "fi"),
    ("q3", "avaruusaluksia", "fi"),
    ("q4", "barn på teater", "sv"),
    ("q5", "ei kukaan arvioi tätä", "fi"),
]
QRELS = """query-id\tcorpus-id\tscore
q1\tkuoro\t1
q2\tkoulu\t2
q2\tmaja\t1
q3\tmaja\t1
q4\tkoulu\t1
"""


def say(line: str) -> None:
    """Nobody listens."""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setattr(documents, "_sources", {})
    for language, rows in CORPUS.items():
        keys = ("_id", "title", "text", "language")
        lines = [json.dumps(dict(zip(keys, (*row, language), strict=True))) for row in rows]
        (tmp_path / f"{language}.jsonl").write_text("\n".join(lines))
    lines = [
        json.dumps({"_id": name, "text": text, "language": language})
        for name, text, language in QUERIES
    ]
    (tmp_path / "queries.jsonl").write_text("\n".join(lines))
    (tmp_path / "qrels.tsv").write_text(QRELS)
    corpus = (tmp_path / "fi.jsonl", tmp_path / "sv.jsonl")
    return Plan(corpus, tmp_path / "queries.jsonl", tmp_path / "qrels.tsv")


def test_measure_judges_the_search_of_the_site(plan: Plan, tmp_path: Path):
    figures = measure(plan, tmp_path, say)
    best_of_q2 = 2 + 1 / 1.584962500721156
    assert {name: figures[name] for name in ("documents", "queries", "queries_left_out")} == {
        "documents": 5,
        "queries": 4,
        "queries_left_out": 1,
    }
    assert figures["empty"] == 1
    assert figures["ndcg@10"] == pytest.approx((1 + 2 / best_of_q2 + 0 + 1) / 4, abs=1e-4)
    assert figures["mrr@10"] == 0.75
    assert figures["recall@10"] == figures["recall@100"] == 0.625


def test_measure_tells_times_of_index_pages_and_engine(plan: Plan, tmp_path: Path):
    figures = measure(replace(plan, facets=True), tmp_path, say)
    timed = [name for name in figures if name.endswith(("_ms", "_seconds", "_warm"))]
    assert timed == [
        "p50_ms",
        "p95_ms",
        "p50_engine_ms",
        "p95_engine_ms",
        "p50_facets_ms",
        "p95_facets_ms",
        "p50_engine_facets_ms",
        "p95_engine_facets_ms",
        "p95_cpu_ms",
        "p95_engine_cpu_ms",
        "p95_facets_cpu_ms",
        "p95_engine_facets_cpu_ms",
        "index_seconds",
        "index_seconds_warm",
    ]
    assert all(figures[name] > 0 for name in timed)


def test_measure_makes_the_vectors_before_it_searches_by_meaning(
    plan: Plan, tmp_path: Path, settings: Settings
):
    pytest.importorskip("numpy")
    settings.SEMANTIC_SEARCH = True
    settings.SEMANTIC_EMBEDDER = "tests.search.semantic.embedder.WordEmbedder"
    figures = measure(replace(plan, semantic=True), tmp_path, say)
    assert figures["semantic"] is True
    assert figures["embed_seconds"] >= 0
    assert nearest("Missä kuoro laulaa", kind=KIND, limit=1) == ["0/kuoro"]


def test_measure_refuses_to_search_by_meaning_where_that_is_missing(
    plan: Plan, tmp_path: Path, settings: Settings
):
    pytest.importorskip("numpy")
    settings.SEMANTIC_SEARCH = True
    settings.SEMANTIC_EMBEDDER = "tests.search.semantic.embedder.MissingEmbedder"
    with pytest.raises(SetError, match="Search by meaning cannot be used"):
        measure(replace(plan, semantic=True), tmp_path, say)


def test_measure_says_how_far_indexing_is(plan: Plan, tmp_path: Path):
    told: list[str] = []
    measure(plan, tmp_path, told.append)
    assert told == ["5 of 5 documents indexed", "times taken, ranking"]


@pytest.mark.parametrize("engine", ["fts5-raw", "tantivy-stem"])
def test_measure_judges_baselines_by_the_same_rules(plan: Plan, tmp_path: Path, engine: str):
    figures = measure(replace(plan, engine=engine, facets=True), tmp_path, say)
    assert figures["engine"] == figures["analysis"] == engine
    assert figures["empty"] == {"fts5-raw": 3, "tantivy-stem": 1}[engine]
    assert figures["mrr@10"] == {"fts5-raw": 0.25, "tantivy-stem": 0.75}[engine]
    assert "p95_facets_ms" not in figures


def test_measure_counts_the_queries_that_noise_changed(plan: Plan, tmp_path: Path):
    typo = measure(replace(plan, engine="fts5-raw", noise="typo"), tmp_path, say)
    assert (typo["noise"], typo["queries_changed"]) == ("typo", 4)


def test_measure_folds_the_dots_of_every_query(plan: Plan, tmp_path: Path):
    folded = measure(replace(plan, engine="tantivy-stem", noise="folded"), tmp_path, say)
    assert (folded["noise"], folded["queries_changed"]) == ("folded", 2)


def test_read_set_limits_the_queries_that_can_be_judged(plan: Plan):
    given = read_set(replace(plan, limit_queries=2))
    assert [query.id for query in given.queries] == ["q1", "q2"]
    assert given.left_out == 1


def test_read_set_refuses_judgements_of_other_queries(plan: Plan):
    plan.qrels.write_text("query-id\tcorpus-id\tscore\nother\tkuoro\t1\nq1\tkuoro\t0\n")
    with pytest.raises(SetError, match=r"qrels\.tsv: no relevant document for any query"):
        read_set(plan)


def test_peak_mb_is_that_of_a_python_process():
    assert 20 < peak_mb() < 20_000
