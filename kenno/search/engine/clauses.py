"""The small parts of which the engine's queries are made."""

from collections.abc import Iterable

import tantivy

from kenno.search.engine.generation import Reader


def any_clause(clauses: Iterable[tantivy.Query]) -> tantivy.Query:
    """Return what matches any of the clauses, scores added up; nothing without clauses."""
    several = [(tantivy.Occur.Should, clause) for clause in clauses]
    return tantivy.Query.boolean_query(several) if several else tantivy.Query.empty_query()


def term(reader: Reader, field: str, token: str, weight: float) -> tantivy.Query:
    """Return what has a token in a field, its score multiplied by `weight`."""
    plain = tantivy.Query.term_query(reader.schema, field, token, index_option="freq")
    return plain if weight == 1.0 else tantivy.Query.boost_query(plain, weight)


def presence(reader: Reader, field: str, token: str, score: float) -> tantivy.Query:
    """Return what has a token in a field, with the same score however often it is there."""
    plain = tantivy.Query.term_query(reader.schema, field, token, index_option="basic")
    return tantivy.Query.const_score_query(plain, score)
