"""Time, size and memory of the search at scale, beside two plain searches over the same documents.

    .venv/bin/python bench/search_scale.py [--documents 100000] [--texts FOLDER] [--queries 200]
        [--without-baselines] [--keep FOLDER]

Makes documents of 100 to 350 words from sentences of the example practices and, with --texts, from
the lines of its files *_fi.tsv.gz, *_sv.tsv.gz and *_en.tsv.gz (text, tab, anything), with twelve
facets, places and labels; indexes them as the site does, in a temporary folder and processes of
their own; and prints JSON. PostgreSQL is looked for where POSTGRESQL says. Never fails by a clock.
"""

import argparse
import gzip
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from measured import megabytes, resident, seconds, times

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SHARES = {"fi": 0.7, "sv": 0.2, "en": 0.1}
FACETS = {
    "region": 19,
    "municipality": 308,
    "size": 6,
    "language": 3,
    "urban": 7,
    "task": 7,
    "target": 13,
    "art": 14,
    "effect": 6,
    "status": 4,
    "cost": 5,
    "year": 5,
}
PLACES = ROOT / "kenno/places/data"
FIRST_DAY = datetime(2021, 1, 1, tzinfo=UTC)
PUBLICATIONS = 20
KIND = "scale"
SENTENCE = re.compile(r"(?<=[.!?])\s+")
QUERIES_FILE = "queries.json"
CORPUS_FILE = "corpus.jsonl"


def sentences(texts: Path | None) -> dict[str, list[str]]:
    """Return sentences of each language, each once, in the order of the files."""
    found: dict[str, dict[str, None]] = {language: {} for language in SHARES}
    for path in sorted((ROOT / "kenno/practices/data/examples").glob("*.json")):
        for row in json.loads(path.read_text()):
            for name in ("title", "summary", "need", "description"):
                for sentence in SENTENCE.split(row.get(name) or ""):
                    found[row["language"]][sentence] = None
    for language in SHARES if texts else ():
        for path in sorted(texts.glob(f"*_{language}.tsv.gz")):
            with gzip.open(path, "rt") as file:
                for line in file:
                    found[language][line.split("\t")[0].strip()] = None
    return {language: [one for one in lines if one] for language, lines in found.items()}


def write_documents(path: Path, count: int, known: dict[str, list[str]]) -> None:
    """Write documents in the BEIR layout, always the same ones for the same sentences."""
    chance = random.Random(1)
    languages, weights = list(SHARES), list(SHARES.values())
    with path.open("w") as file:
        for number in range(count):
            language = chance.choices(languages, weights)[0]
            length, words, parts = chance.randint(100, 350), 0, []
            while words < length:
                parts.append(chance.choice(known[language]))
                words += len(parts[-1].split())
            text = " ".join(" ".join(parts).split()[:length])
            title = chance.choice(known[language])[:100]
            row = {"_id": str(number), "title": title, "text": text, "language": language}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_queries(path: Path, count: int, known: dict[str, list[str]]) -> None:
    """Write three-word searches, long questions and beginnings of words, each with a language."""
    from kenno.search.analysis import is_stop_word, words

    chance = random.Random(2)
    languages, weights = list(SHARES), list(SHARES.values())
    asked: dict[str, list[tuple[str, str]]] = {"short": [], "long": [], "begun": []}
    for _ in range(count):
        language = chance.choices(languages, weights)[0]
        content: list[str] = []
        running: list[str] = []
        length = chance.randint(10, 15)
        while len(content) < 3 or len(running) < length:
            found = words(chance.choice(known[language]))
            running += found
            content += [one for one in found if len(one) > 3 and not is_stop_word(one, language)]
        asked["short"].append((" ".join(chance.sample(content, 3)), language))
        asked["long"].append((" ".join(running[:length]) + "?", language))
        asked["begun"].append((chance.choice(content)[: chance.randint(2, 6)], language))
    path.write_text(json.dumps(asked, ensure_ascii=False))


class Records:
    """The written documents as a room would give them, with facets, places and labels."""

    def __init__(self, folder: Path) -> None:
        from kenno.search.documents import SearchSource, register_source
        from kenno.search.evaluation.sets import Corpus
        from kenno.vocabulary.models import Concept

        self.corpus = Corpus([folder / CORPUS_FILE])
        self._published: list[str] = []
        self._concepts = list(
            Concept.objects.filter(is_cultural=True)
            .order_by("code")
            .values_list("code", "label_fi", "label_sv", "label_en")[:2_000]
        )
        rows = (PLACES / "municipalities.csv").read_text().splitlines()[1:]
        self._places = [tuple(row.split(",")[1:3]) for row in rows]
        register_source(SearchSource(KIND, self.keys, self.documents, tuple(FACETS)))

    def keys(self) -> list[str]:
        return self.corpus.keys()

    def publish(self, key: str, word: str) -> None:
        """Let a copy of the first document have another key and a word of its own."""
        self._published = [key, word]

    def documents(self, keys: Sequence[str]) -> Iterator[Any]:
        if self._published and list(keys) == self._published[:1]:
            (copy,) = self.documents(self.corpus.keys()[:1])
            yield replace(copy, key=self._published[0], summary=self._published[1])
            return
        for passage in self.corpus.passages(keys):
            yield self._document(passage)

    def _document(self, passage: Any) -> Any:
        from kenno.search.documents import SearchDocument

        chance = random.Random(passage.key)
        concepts = chance.sample(self._concepts, 4)
        first, *rest = SENTENCE.split(passage.text)
        third = max(1, len(rest) // 3)
        return SearchDocument(
            kind=KIND,
            key=passage.key,
            language=passage.language,
            title=passage.title,
            summary=first,
            leads=tuple(rest[:third]),
            steps=tuple(rest[third : 2 * third]),
            texts=tuple(rest[2 * third :]),
            places=chance.choice(self._places),
            labels=tuple(label for _, *names in concepts for label in names if label),
            concepts=tuple(code for code, *_ in concepts),
            facets={
                # The lower a value the more documents have it, as with real ones.
                name: (str(int(values * chance.random() ** 2)),)
                for name, values in FACETS.items()
            },
            newest=FIRST_DAY + timedelta(minutes=chance.randrange(2_000_000)),
            boost=1 + chance.random() / 5,
        )


def measure_indexing(folder: Path) -> dict[str, Any]:
    """Index twice in one process: the second time the words' analysis is known."""
    from django.conf import settings

    from kenno.search.actions import rebuild
    from kenno.search.evaluation.measuring import peak_mb

    records = Records(folder)
    count = len(records.corpus)
    described = seconds(lambda: [list(records.documents([key])) for key in records.keys()[:2_000]])
    cold, warm = seconds(rebuild), seconds(rebuild)
    return {
        "documents_per_second_cold": round(count / cold),
        "documents_per_second_warm": round(count / warm),
        "of_it_seconds_making_documents": round(described * count / min(2_000, count), 1),
        "index_mb": megabytes(Path(settings.SEARCH_INDEX_DIR)),
        "indexing_peak_mb": peak_mb(),
    }


def measure_searching(folder: Path) -> dict[str, Any]:
    """Search in a fresh process, as a web server's is, and publish some records."""
    from django.db import transaction

    from kenno.search.actions import index
    from kenno.search.answering import Answer, Request
    from kenno.search.documents import source_of
    from kenno.search.engine.keeping import reader_in_step
    from kenno.search.evaluation.metrics import percentile
    from kenno.search.lexicon import lexicon
    from kenno.search.queries import find
    from kenno.search.suggesting import suggest
    from kenno.search.understanding import filter_book, understand

    records = Records(folder)
    asked = json.loads((folder / QUERIES_FILE).read_text())
    lexicon()
    memory = {"before": resident()}

    def page(text: str, language: str, **more: Any) -> object:
        return find(text, kind=KIND, language=language, **more)

    def analysis_and_engine(text: str, language: str) -> object:
        """Everything but the look at the journal in the database, with the best document."""
        assert reader is not None
        meaning = understand(
            text, readers=language, source=source, book=book, index=reader, literal=()
        )
        request = Request(KIND, {}, (), "relevance", {}, None, 0, 0)
        return Answer(reader, request, meaning).hits()

    page("kulttuuri", "fi")
    reader, source = reader_in_step(), source_of(KIND)
    book = filter_book(reader.names.get(KIND, ()) if reader else ())
    memory["after_first_search"] = resident()
    every = tuple(FACETS)
    filters = {"region": ["0", "1"], "task": ["0"]}
    ways: dict[str, Callable[[str, str], object]] = {
        # The first to see the words, which are then known to the process.
        "engine_with_new_words": lambda text, language: page(text, language, limit=0),
        "engine": lambda text, language: page(text, language, limit=0),
        "analysis_and_engine": analysis_and_engine,
        "engine_and_facets": lambda text, language: page(text, language, limit=0, facets=every),
        "page": page,
        "page_and_facets": lambda text, language: page(text, language, facets=every),
        "page_and_filters": lambda text, language: page(
            text, language, filters=filters, facets=every
        ),
        "newest_first": lambda text, language: page(text, language, order="newest"),
    }
    answer: dict[str, Any] = {
        length: {name: times(ask, asked[length]) for name, ask in ways.items()}
        for length in ("short", "long")
    }
    answer["suggestions"] = times(
        lambda text, language: suggest(text, kind=KIND, language=language, limit=8), asked["begun"]
    )
    memory["after_all_searches"] = resident()
    until_found = []
    for number in range(PUBLICATIONS):
        key, word = f"new {number}", f"uutukainen{number}x"
        records.publish(key, word)
        with transaction.atomic():
            index(kind=KIND, key=key)
            started = time.perf_counter()
        while page(word, "fi", literal=[word]).total == 0:
            pass
        until_found.append(time.perf_counter() - started)
    answer["commit_to_found_seconds"] = {
        "p50": round(percentile(until_found, 50), 3),
        "longest": round(max(until_found), 3),
    }
    answer["memory"] = memory
    return answer


def measure_baselines(folder: Path) -> dict[str, Any]:
    """Index the same documents and ask the same for pages of twenty, without marks and counts."""
    from kenno.search.evaluation.apart import DEFAULT_SERVER
    from kenno.search.evaluation.baselines import Fts5, Postgres
    from kenno.search.evaluation.sets import Corpus

    corpus = Corpus([folder / CORPUS_FILE])
    asked = json.loads((folder / QUERIES_FILE).read_text())
    engines = {
        "fts5-raw": Fts5(folder),
        "postgres-finnish": Postgres(os.environ.get("POSTGRESQL", DEFAULT_SERVER)),
    }
    answer: dict[str, Any] = {}
    for name, engine in engines.items():
        taken = seconds(lambda engine=engine: engine.index(corpus))
        answer[name] = {"documents_per_second": round(len(corpus) / taken)}
        for length in ("short", "long"):
            answer[name][length] = times(
                lambda text, language, engine=engine: engine.search(text, language, 20),
                asked[length],
            )
    answer["fts5-raw"]["index_mb"] = round((folder / "fts5.sqlite3").stat().st_size / 1e6, 1)
    return answer


STEPS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "indexing": measure_indexing,
    "searching": measure_searching,
    "baselines": measure_baselines,
}


def do_step(step: str, folder: Path) -> None:
    import django

    django.setup()
    print(json.dumps(STEPS[step](folder)))


def run_steps(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Do each step in a process of its own and put their figures together."""
    os.environ["KENNO_VAR"] = str(folder / "var")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from kenno.search.evaluation.apart import environment

    known = sentences(options.texts)
    forms = len(
        set(itertools.chain.from_iterable(map(str.split, itertools.chain(*known.values()))))
    )
    write_documents(folder / CORPUS_FILE, options.documents, known)
    write_queries(folder / QUERIES_FILE, options.queries, known)

    def child(*arguments: str) -> bytes:
        command = [sys.executable, *arguments]
        print(f"{arguments[-2]} ...", file=sys.stderr)
        return subprocess.run(
            command, cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE, check=True
        ).stdout

    child("-m", "kenno.search.evaluation", "prepare", str(folder / "none"))
    answer: dict[str, Any] = {"documents": options.documents, "forms_of_words": forms}
    for step in ["indexing", "searching", *([] if options.without_baselines else ["baselines"])]:
        answer[step] = json.loads(child(str(Path(__file__).resolve()), "--step", step, str(folder)))
    if "baselines" in answer:
        answer["times_as_fast_as"] = {
            name: {
                f"{length} {part}": round(
                    figures[length]["p95_ms"] / answer["searching"][length][part]["p95_ms"], 1
                )
                for length in ("short", "long")
                for part in ("engine", "page")
            }
            for name, figures in answer["baselines"].items()
        }
    return answer


def main() -> None:
    if sys.argv[1:2] == ["--step"]:
        do_step(sys.argv[2], Path(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--texts", type=Path, help="folder with files of lines by language")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--without-baselines", action="store_true")
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, which then stays")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        print(json.dumps(run_steps(options, options.keep.resolve()), indent=1))
        return
    with tempfile.TemporaryDirectory(prefix="kenno-scale-") as name:
        print(json.dumps(run_steps(options, Path(name)), indent=1))


if __name__ == "__main__":
    main()
