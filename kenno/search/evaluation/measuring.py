"""Running the queries of a set against one engine: quality, time and memory as plain figures."""

import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kenno.search.analysis import analyser_name
from kenno.search.evaluation.baselines import Fts5, Postgres, StemmedTantivy
from kenno.search.evaluation.house import FACETS, Kenno
from kenno.search.evaluation.metrics import ndcg, percentile, recall, reciprocal_rank
from kenno.search.evaluation.noise import noisy
from kenno.search.evaluation.sets import (
    Corpus,
    Judgements,
    Query,
    SetError,
    distinct_ids,
    judged_queries,
    read_judgements,
    read_queries,
)

ENGINES: Final = ("kenno", "postgres-finnish", "fts5-raw", "tantivy-stem")
DEPTH: Final = 100
PAGE: Final = 20
WARM_UP: Final = 20
PROGRESS_STEPS: Final = 10
STATUS = Path("/proc/self/status")

Say = Callable[[str], None]
# Ways to ask: a page of hits, the engine alone, with facets. Each takes text and language.
Ways = Mapping[str, Callable[[str, str], object]]


@dataclass(frozen=True)
class Plan:
    """What to measure: the files, the engine, what is done to the queries."""

    corpus: tuple[Path, ...]
    queries: Path
    qrels: Path
    engine: str = "kenno"
    noise: str = "none"
    semantic: bool = False
    seed: int = 1
    facets: bool = False
    limit_queries: int | None = None
    server: str = ""


@dataclass(frozen=True)
class Set:
    """A set read: its documents, the queries that can be judged, and how many were left out."""

    corpus: Corpus
    queries: list[Query]
    judgements: Judgements
    left_out: int


@dataclass(frozen=True)
class _Ready:
    """An engine that has its index."""

    rank: Callable[[str, str, int], list[str]]
    ways: Ways
    figures: dict[str, Any]


def read_set(plan: Plan) -> Set:
    """Read the files of a plan. Raises SetError for a wrong one and when nothing can be judged."""
    queries = read_queries(plan.queries)
    judgements = read_judgements(plan.qrels)
    judged = judged_queries(queries, judgements)
    if not judged:
        raise SetError(f"{plan.qrels}: no relevant document for any query of {plan.queries}")
    corpus = Corpus(plan.corpus)
    return Set(corpus, judged[: plan.limit_queries], judgements, len(queries) - len(judged))


def measure(plan: Plan, folder: Path, say: Say) -> dict[str, Any]:
    """Index the set in `folder`, run its queries and return the figures; times in ms or seconds.

    The engine "kenno" uses the settings' database and index folder. Raises SetError.
    """
    given = read_set(plan)
    ready = _kenno(plan, given, say) if plan.engine == "kenno" else _baseline(plan, given, folder)
    asked = [
        Query(query.id, changed, query.language)
        for query in given.queries
        for changed in [
            noisy(query.text, query.language, plan.noise, seed=f"{plan.seed} {query.id}")
        ]
    ]
    times = _timed(ready.ways, asked)
    say("times taken, ranking")
    ranked = [
        distinct_ids(ready.rank(query.text, query.language, DEPTH * given.corpus.files))[:DEPTH]
        for query in asked
    ]
    return {
        "engine": plan.engine,
        "noise": plan.noise,
        "semantic": plan.semantic,
        **_quality(ranked, [given.judgements[query.id] for query in asked]),
        **_latency(times, in_process=plan.engine != "postgres-finnish"),
        **ready.figures,
        "documents": len(given.corpus),
        "empty": sum(not found for found in ranked),
        "queries": len(asked),
        "queries_changed": sum(
            query.text != before.text for query, before in zip(asked, given.queries, strict=True)
        ),
        "queries_left_out": given.left_out,
        "peak_mb": peak_mb(),
    }


def peak_mb() -> int:
    """Return the most memory that this process has had, in MB."""
    if STATUS.exists():
        lines = dict(line.split(":", 1) for line in STATUS.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) // 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 * 1024 if sys.platform == "darwin" else 1024)


def _kenno(plan: Plan, given: Set, say: Say) -> _Ready:
    kenno = Kenno(given.corpus)
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if PROGRESS_STEPS * done // total > told:
            told = PROGRESS_STEPS * done // total
            say(f"{done} of {total} documents indexed")

    cold = _seconds(lambda: kenno.rebuild(tell))
    warm = _seconds(kenno.rebuild)
    meaning = {"embed_seconds": round(_seconds(kenno.embed), 2)} if plan.semantic else {}

    def rank(text: str, language: str, limit: int) -> list[str]:
        result = kenno.find(text, language, limit=limit)
        if not result.available:
            raise SetError("The index cannot be searched; the log says why")
        return [hit.key for hit in result.hits]

    ways: dict[str, Callable[[str, str], object]] = {
        "": lambda text, language: kenno.find(text, language, limit=PAGE),
        "_engine": lambda text, language: kenno.find(text, language, limit=0),
    }
    if plan.facets:
        ways["_facets"] = lambda text, language: kenno.find(
            text, language, limit=PAGE, facets=FACETS
        )
        ways["_engine_facets"] = lambda text, language: kenno.find(
            text, language, limit=0, facets=FACETS
        )
    figures = {
        "index_seconds": round(cold, 2),
        "index_seconds_warm": round(warm, 2),
        **meaning,
        "analysis": analyser_name(),
    }
    return _Ready(rank, ways, figures)


def _baseline(plan: Plan, given: Set, folder: Path) -> _Ready:
    if plan.engine == "fts5-raw":
        engine: Fts5 | Postgres | StemmedTantivy = Fts5(folder)
    elif plan.engine == "tantivy-stem":
        engine = StemmedTantivy(folder)
    else:
        engine = Postgres(plan.server)
    seconds = _seconds(lambda: engine.index(given.corpus))
    ways = {"": lambda text, language: engine.search(text, language, PAGE)}
    figures = {"index_seconds": round(seconds, 2), "analysis": plan.engine}
    return _Ready(engine.search, ways, figures)


def _timed(ways: Ways, asked: Sequence[Query]) -> dict[str, list[tuple[float, float]]]:
    """Time each way for each query: by the clock, and what the processor spent on it, in ms.

    The ways take turns to be the first to see a query's words.
    """
    order = list(ways)
    for query in asked[:WARM_UP]:
        for ask in ways.values():
            ask(query.text, query.language)
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for number, query in enumerate(asked):
        turn = number % len(order)
        for way in order[turn:] + order[:turn]:
            ask = ways[way]
            clock, spent = time.perf_counter(), time.process_time()
            ask(query.text, query.language)
            ended = time.perf_counter(), time.process_time()
            times[way].append((1000 * (ended[0] - clock), 1000 * (ended[1] - spent)))
    return times


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _quality(
    ranked: Sequence[Sequence[str]], grades: Sequence[Mapping[str, int]]
) -> dict[str, float]:
    runs = list(zip(ranked, grades, strict=True))
    means = {
        "ndcg@10": [ndcg(*run, 10) for run in runs],
        "mrr@10": [reciprocal_rank(*run, 10) for run in runs],
        "recall@10": [recall(*run, 10) for run in runs],
        "recall@100": [recall(*run, DEPTH) for run in runs],
    }
    return {name: round(statistics.fmean(values), 4) for name, values in means.items()}


def _latency(
    times: Mapping[str, Sequence[tuple[float, float]]], *, in_process: bool
) -> dict[str, float]:
    figures = {
        f"p{percent}{way}_ms": percentile([clock for clock, _spent in values], percent)
        for way, values in times.items()
        for percent in (50, 95)
    }
    if in_process:
        # What other work on the machine does not disturb.
        figures |= {
            f"p95{way}_cpu_ms": percentile([spent for _clock, spent in values], 95)
            for way, values in times.items()
        }
    return {name: round(value, 3) for name, value in figures.items()}
