import json
import os
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from kenno.search.evaluation.apart import DEFAULT_SERVER
from kenno.search.evaluation.baselines import Fts5, Postgres, StemmedTantivy
from kenno.search.evaluation.sets import Corpus, SetError, distinct_ids

ROWS = [
    ("koulu", "Koululaisten teatteriretket", "Lapset käyvät teatterissa bussilla.", "fi"),
    ("kuoro", "", "Kuoro laulaa kirjastossa ja kirjaston pihalla.", "fi"),
    ("skola", "Teaterresor", "Skolornas elever åker till teatern.", "sv"),
    ("odd", "", "Don't \\ 'quote' : & | ! <-> * \x00 ()", "en"),
]
TRICKS = [
    "' OR 1=1 --",
    'kirjasto" OR "a',
    "NEAR(a b) AND NOT c*",
    "\\' & | ! : <-> 'x",
    "words:kirjasto ^2 [a TO b]",
    "\x00",
    "%s %(name)s",
    "?",
    "kirjasto " * 2_000,
]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    path = tmp_path / "corpus.jsonl"
    keys = ("_id", "title", "text", "language")
    path.write_text("".join(json.dumps(dict(zip(keys, row, strict=True))) + "\n" for row in ROWS))
    return Corpus([path])


def server() -> str:
    return os.environ.get("POSTGRESQL", DEFAULT_SERVER)


def answers() -> bool:
    try:
        psycopg.connect(f"{server()}/postgres", connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


# In the run on PostgreSQL a server must answer; there a missing one is a failure.
needs_server = pytest.mark.skipif(
    not answers() and "postgres" not in os.environ.get("DATABASE_URL", ""),
    reason="no PostgreSQL server answers",
)
ENGINES = [
    pytest.param(Fts5, id="fts5-raw"),
    pytest.param(StemmedTantivy, id="tantivy-stem"),
    pytest.param(lambda folder: Postgres(server()), id="postgres-finnish", marks=needs_server),
]
Make = Callable[[Path], Fts5 | StemmedTantivy | Postgres]


@pytest.mark.parametrize("make", ENGINES)
def test_baseline_needs_only_one_of_the_words(make: Make, corpus: Corpus, tmp_path: Path):
    engine = make(tmp_path)
    engine.index(corpus)
    found = engine.search("laulaa avaruudessa", "fi", 10)
    assert distinct_ids(found) == ["kuoro"]
    assert engine.search("avaruus", "fi", 10) == []


@pytest.mark.parametrize("make", ENGINES)
def test_baseline_finds_by_the_title_too(make: Make, corpus: Corpus, tmp_path: Path):
    engine = make(tmp_path)
    engine.index(corpus)
    assert distinct_ids(engine.search("teatteriretket", "fi", 10)) == ["koulu"]


@pytest.mark.parametrize("make", ENGINES)
@pytest.mark.parametrize("text", TRICKS)
def test_baseline_takes_no_query_language(make: Make, text: str, corpus: Corpus, tmp_path: Path):
    engine = make(tmp_path)
    engine.index(corpus)
    found = distinct_ids(engine.search(text, "fi", 10))
    assert set(found) <= {"koulu", "kuoro", "skola", "odd"}
    if text.startswith("kirjasto "):
        assert ("kuoro" in found) is not isinstance(engine, Fts5)


@pytest.mark.parametrize("make", ENGINES)
def test_baseline_gives_no_more_than_asked(make: Make, corpus: Corpus, tmp_path: Path):
    engine = make(tmp_path)
    engine.index(corpus)
    assert len(engine.search("laulaa lapset teatern quote", "fi", 2)) == 2


def test_fts5_knows_words_only_as_they_are(corpus: Corpus, tmp_path: Path):
    engine = Fts5(tmp_path)
    engine.index(corpus)
    assert distinct_ids(engine.search("kirjastossa", "fi", 10)) == ["kuoro"]
    assert engine.search("kirjastoihin", "fi", 10) == []


def test_stemmed_tantivy_stems_in_the_language_of_the_document(corpus: Corpus, tmp_path: Path):
    engine = StemmedTantivy(tmp_path)
    engine.index(corpus)
    assert distinct_ids(engine.search("kirjastoa", "fi", 10)) == ["kuoro"]
    assert distinct_ids(engine.search("elev", "fi", 10)) == ["skola"]


@needs_server
def test_postgres_stems_finnish_and_prefers_what_says_it_more_often(corpus: Corpus):
    engine = Postgres(server())
    engine.index(corpus)
    assert distinct_ids(engine.search("kirjastoa lapset", "fi", 10)) == ["kuoro", "koulu"]


def test_postgres_says_when_no_server_answers():
    with pytest.raises(SetError, match="No PostgreSQL answers"):
        Postgres("postgres://nobody@127.0.0.1:1")
