"""Plain searches to compare with: words as they are, and the stemmers of two engines.

Each takes the documents once and answers with the keys of the best ones, any word being enough.
What a person typed is never parsed as a query language.
"""

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import psycopg
import tantivy

from kenno.search.evaluation.sets import Corpus, Passage, SetError

LANGUAGE_NAMES: Final = {"fi": "finnish", "sv": "swedish", "en": "english"}
WRITER_BYTES: Final = 50_000_000
CONNECT_SECONDS: Final = 5
# PostgreSQL takes no more than 1 MB of a text's words, and no text with a zero in it.
POSTGRES_LETTERS: Final = 250_000
# Divide the rank by 1 + the logarithm of the length; by the length itself (2) was worse.
LENGTH_NORMALISATION: Final = 1
WORD = re.compile(r"\w+")

POSTGRES_TABLE: Final = """
    SET temp_buffers = '512MB';
    CREATE TEMPORARY TABLE passage (key text, words tsvector)
"""
POSTGRES_INDEX: Final = "CREATE INDEX ON passage USING gin (words)"
POSTGRES_QUERY: Final = r"""
    WITH asked AS (
        SELECT string_agg(
            '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | '
        )::tsquery AS query
        FROM unnest(to_tsvector('finnish', %s))
    )
    SELECT key FROM passage, asked WHERE words @@ query
    ORDER BY ts_rank(words, query, %s) DESC, key LIMIT %s
"""


class Fts5:
    """SQLite's FTS5: words as they are (unicode61), bm25()."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "fts5.sqlite3")

    def index(self, corpus: Corpus) -> None:
        """Take in all documents."""
        with self._database:
            self._database.execute(
                "CREATE VIRTUAL TABLE passage USING fts5(words, key UNINDEXED, tokenize=unicode61)"
            )
            self._database.executemany(
                "INSERT INTO passage (key, words) VALUES (?, ?)",
                ((passage.key, _whole(passage)) for passage in corpus),
            )

    def search(self, text: str, language: str, limit: int) -> list[str]:
        """Return the keys of the best documents."""
        words = dict.fromkeys(WORD.findall(text))
        if not words:
            return []
        rows = self._database.execute(
            "SELECT key FROM passage WHERE passage MATCH ? ORDER BY bm25(passage), rowid LIMIT ?",
            [" OR ".join(f'"{word}"' for word in words), limit],
        )
        return [key for (key,) in rows]


class Postgres:
    """PostgreSQL's `finnish`: ts_rank with length normalisation, in a table of the session."""

    def __init__(self, server: str) -> None:
        """Connect to `server`, an address without a database. Raises SetError when none answers."""
        try:
            self._connection = psycopg.connect(
                f"{server}/postgres", autocommit=True, connect_timeout=CONNECT_SECONDS
            )
        except psycopg.Error as error:
            raise SetError(
                f"No PostgreSQL answers (POSTGRESQL names its address): {str(error).strip()}"
            ) from error

    def index(self, corpus: Corpus) -> None:
        """Take in all documents."""
        for statement in POSTGRES_TABLE.split(";"):
            self._connection.execute(statement)
        self._connection.execute("CREATE TEMPORARY TABLE text (key text, content text)")
        with self._connection.cursor() as cursor:
            with cursor.copy("COPY text FROM STDIN") as copy:
                for passage in corpus:
                    content = _whole(passage).replace("\x00", " ")[:POSTGRES_LETTERS]
                    copy.write_row((passage.key, content))
            cursor.execute(
                "INSERT INTO passage SELECT key, to_tsvector('finnish', content) FROM text"
            )
            cursor.execute(POSTGRES_INDEX)
            cursor.execute("ANALYZE passage")

    def search(self, text: str, language: str, limit: int) -> list[str]:
        """Return the keys of the best documents."""
        values = (text.replace("\x00", " "), LENGTH_NORMALISATION, limit)
        return [key for (key,) in self._connection.execute(POSTGRES_QUERY, values)]


class StemmedTantivy:
    """Tantivy with its own stemmer for the language of each document, BM25."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "tantivy"

    def index(self, corpus: Corpus) -> None:
        """Take in all documents."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("key", stored=True, tokenizer_name="raw")
        for language in corpus.languages:
            builder.add_text_field(language, tokenizer_name=f"stem_{language}")
        self._schema = builder.build()
        self._path.mkdir()
        index = tantivy.Index(self._schema, path=str(self._path))
        self._analysers = {language: _analyser(language) for language in corpus.languages}
        for language, analyser in self._analysers.items():
            index.register_tokenizer(f"stem_{language}", analyser)
        writer = index.writer(WRITER_BYTES, 1)
        for passage in corpus:
            document = tantivy.Document(key=passage.key)
            document.add_text(passage.language, _whole(passage))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def search(self, text: str, language: str, limit: int) -> list[str]:
        """Return the keys of the best documents; the text is taken as each of their languages."""
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, of_text, token))
            for of_text, analyser in self._analysers.items()
            for token in dict.fromkeys(analyser.analyze(text))
        ]
        found = self._searcher.search(tantivy.Query.boolean_query(terms), limit)
        return [self._searcher.doc(address)["key"][0] for _score, address in found.hits]


def _analyser(language: str) -> tantivy.TextAnalyzer:
    filters: Iterable[tantivy.Filter] = [tantivy.Filter.remove_long(40), tantivy.Filter.lowercase()]
    if language in LANGUAGE_NAMES:
        filters = [*filters, tantivy.Filter.stemmer(LANGUAGE_NAMES[language])]
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in filters:
        builder = builder.filter(one)
    return builder.build()


def _whole(passage: Passage) -> str:
    return f"{passage.title}\n{passage.text}" if passage.title else passage.text
