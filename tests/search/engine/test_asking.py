from datetime import UTC, datetime
from pathlib import Path

import pytest
import tantivy

from kenno.search.engine.asking import restricted, text_query
from kenno.search.engine.generation import Generation, Reader
from kenno.search.engine.schema import Applied
from tests.factories.search import SearchDocumentFactory


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """An index of a Finnish and a Swedish record with the same text."""
    generation = Generation.create(tmp_path / "index")
    with generation.writing() as writer:
        for language in ("fi", "sv"):
            writer.put(
                SearchDocumentFactory.build(
                    key=language,
                    language=language,
                    title="Titanic",
                    facets={"region": ("01",)},
                    newest=datetime(2026, 1, 1, tzinfo=UTC),
                )
            )
        writer.commit(Applied(1, ""))
    return generation.reader()


@pytest.mark.parametrize(("language", "other"), [("fi", "sv"), ("sv", "fi")])
def test_text_query_prefers_the_language_of_the_reader(
    reader: Reader, language: str, other: str
) -> None:
    query = text_query(reader, "Titanic", language)
    scores = {
        one: reader.searcher.search(restricted_to(reader, query, one), limit=1).hits[0][0]
        for one in (language, other)
    }
    assert scores[language] > scores[other] > 0


def restricted_to(reader: Reader, query: object, language: str) -> object:
    term = tantivy.Query.term_query(reader.schema, "language", language, index_option="basic")
    return tantivy.Query.boolean_query(
        [
            (tantivy.Occur.Must, query),
            (tantivy.Occur.Must, tantivy.Query.const_score_query(term, 0.0)),
        ]
    )


def test_text_query_without_words_matches_nothing(reader: Reader) -> None:
    assert reader.searcher.search(text_query(reader, "!?", "fi")).count == 0


def test_restricted_leaves_out_other_kinds_and_the_entry_about_the_index(reader: Reader) -> None:
    everything = tantivy.Query.all_query()
    assert reader.searcher.search(everything).count == 3
    assert reader.searcher.search(restricted(reader, everything, "record", {})).count == 2
    assert reader.searcher.search(restricted(reader, everything, "article", {})).count == 0


def test_restricted_can_leave_one_filter_out(reader: Reader) -> None:
    everything = tantivy.Query.all_query()
    filters = {"region": ["02"]}
    assert reader.searcher.search(restricted(reader, everything, "record", filters)).count == 0
    without = restricted(reader, everything, "record", filters, but="region")
    assert reader.searcher.search(without).count == 2
