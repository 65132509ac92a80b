"""How well and how fast the search finds: BEIR-layout sets, run through the code the site uses.

    python bench/search_quality.py --corpus corpus.fi.jsonl --queries queries.fi.jsonl \
        --qrels qrels.fi.tsv [--analysis raw] [--copies 9]

Prints one line of JSON; analysis begins cold, the index is then made with its words known.
`--analysis raw` takes words as they are (the baseline), `--copies` adds each document so many
times more under other keys and with its words in another order, for a measurement of time.
KENNO_VOIKKO=0 measures simplemma.
"""

import argparse
import json
import math
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
KIND = "passage"
RAW = "und"  # a language without an analysis: words stay as they are


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def judgements(path: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for line in path.read_text().splitlines()[1:]:
        query, document, score = line.split("\t")
        judged.setdefault(query, {})[document] = int(score)
    return judged


def ndcg(ranked: Sequence[str], right: dict[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten, gain 2^score - 1."""
    gains = [2 ** right.get(key, 0) - 1 for key in ranked[:10]]
    best = sorted((2**score - 1 for score in right.values()), reverse=True)[:10]
    return discounted(gains) / discounted(best)


def discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def reciprocal_rank(ranked: Sequence[str], right: dict[str, int]) -> float:
    places = (place for place, key in enumerate(ranked[:10], 1) if key in right)
    return next((1 / place for place in places), 0.0)


def recall(ranked: Sequence[str], right: dict[str, int], depth: int) -> float:
    return len(set(ranked[:depth]) & set(right)) / len(right)


def copies_of(text: str, number: int) -> str:
    words = text.split()
    random.Random(number).shuffle(words)
    return " ".join(words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, action="append")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--qrels", type=Path, required=True)
    parser.add_argument("--analysis", choices=["kenno", "raw"], default="kenno")
    parser.add_argument("--copies", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": "sqlite://:memory:",
            "KENNO_VAR": folder,
        }
        print(json.dumps(measure(options)))


def measure(options: argparse.Namespace) -> dict[str, Any]:
    import django

    django.setup()
    from django.db import connection

    from kenno.search import actions, documents, queries
    from kenno.search.analysis import analysed, analyser_name
    from kenno.search.models import IndexChange

    with connection.schema_editor() as editor:
        editor.create_model(IndexChange)
    raw = options.analysis == "raw"
    records: dict[str, documents.SearchDocument] = {}
    for path in options.corpus:
        for row in lines(path):
            for copy in range(options.copies + 1):
                key = f"{row['_id']}#{copy}" if copy else row["_id"]
                records[key] = documents.SearchDocument(
                    kind=KIND,
                    key=key,
                    language=RAW if raw else row["language"],
                    title=row["title"],
                    summary="",
                    texts=(copies_of(row["text"], copy) if copy else row["text"],),
                    labels=(),
                    facets={"length": (str(len(row["text"]) // 100),)},
                    newest=datetime(2026, 1, 1, tzinfo=UTC),
                )
    documents._sources.clear()
    documents.register_source(
        documents.SearchSource(
            kind=KIND,
            keys=lambda: records,
            documents=lambda keys: [records[key] for key in keys],
            facets=("length",),
        )
    )
    started = time.perf_counter()
    words = sum(len(analysed(text, r.language)) for r in records.values() for text in r.texts)
    analysis_seconds = time.perf_counter() - started
    started = time.perf_counter()
    count = actions.rebuild()
    index_seconds = time.perf_counter() - started

    judged = judgements(options.qrels)
    asked = [row for row in lines(options.queries) if row["_id"] in judged]
    runs, times, empty = [], [], 0
    for row in asked:
        language = RAW if raw else row["language"]
        result = queries.find(row["text"], kind=KIND, language=language, limit=100)
        page = queries.find(row["text"], kind=KIND, language=language, facets=["length"])
        times.append(page.took_ms)
        empty += not result.total
        runs.append(([hit.key for hit in result.hits], judged[row["_id"]]))
    return {
        "analysis": "raw" if raw else analyser_name(),
        "ndcg@10": round(statistics.fmean(ndcg(*run) for run in runs), 4),
        "mrr@10": round(statistics.fmean(reciprocal_rank(*run) for run in runs), 4),
        "recall@10": round(statistics.fmean(recall(*run, 10) for run in runs), 4),
        "recall@100": round(statistics.fmean(recall(*run, 100) for run in runs), 4),
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[18], 2),
        "words": words,
        "analysis_seconds": round(analysis_seconds, 2),
        "index_seconds": round(index_seconds, 2),
        "documents": count,
        "empty": empty,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    main()
