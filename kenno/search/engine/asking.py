"""From what a search means to the engine's query. User text is never parsed as one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import tantivy

from kenno.search.engine.clauses import any_clause, term
from kenno.search.engine.generation import Reader
from kenno.search.engine.matching import WordClauses
from kenno.search.engine.schema import document_id, microseconds
from kenno.search.meaning import Meaning, Phrase, Wanted

# How much likeness counts beside relevance when alike ones are asked first.
PREFERENCE_WEIGHT: Final = 3.0
# More than Finland has municipalities.
MOST_FACET_VALUES: Final = 1_000

Filters = Mapping[str, Sequence[str]]
Preferences = Mapping[str, Mapping[str, float]]


def meaning_query(reader: Reader, meaning: Meaning, *, to_count: bool = False) -> tantivy.Query:
    """Return what matches any of the wanted words and all phrases, best by BM25.

    Excluded words match nothing. A search without words matches everything. `to_count` leaves out
    what changes only scores.
    """
    clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
    wanted = WordClauses(reader, meaning.wanted)
    words = wanted.matches() if to_count else wanted.clauses()
    if words:
        clauses.append((tantivy.Occur.Must, any_clause(words)))
    elif meaning.wanted or meaning.says_nothing:
        clauses.append((tantivy.Occur.Must, tantivy.Query.empty_query()))
    clauses += [(tantivy.Occur.Must, _phrase(reader, phrase)) for phrase in meaning.phrases]
    clauses += [
        (tantivy.Occur.Must, _in_field(reader, wanted, "title")) for wanted in meaning.title_only
    ]
    if not clauses:
        clauses.append((tantivy.Occur.Must, tantivy.Query.all_query()))
    clauses += [(tantivy.Occur.MustNot, _phrase(reader, phrase)) for phrase in meaning.excluded]
    return tantivy.Query.boolean_query(clauses)


def restricted(
    reader: Reader,
    query: tantivy.Query,
    kind: str,
    filters: Filters,
    *,
    but: str = "",
    since: datetime | None = None,
) -> tantivy.Query:
    """Return `query` within one kind and the filters, except the filter named `but`.

    The values of one filter are alternatives, the filters hold together; none changes a score.
    `since` keeps only what is newer.
    """
    conditions = [
        any_of(reader, f"facets.{name}", values)
        for name, values in filters.items()
        if values and name != but
    ]
    if since is not None:
        newer = tantivy.Query.range_query(
            reader.schema,
            "newest",
            tantivy.FieldType.Integer,
            lower_bound=microseconds(since),
            include_lower=False,
        )
        conditions.append(tantivy.Query.const_score_query(newer, 0.0))
    return tantivy.Query.boolean_query(
        [_of_kind(reader, kind), *((tantivy.Occur.Must, one) for one in (query, *conditions))]
    )


def _of_kind(reader: Reader, kind: str) -> tuple[tantivy.Occur, tantivy.Query]:
    """Return the clause that keeps one kind, by what is fewer: its documents or the others."""
    others = reader.others_than(kind)
    rest = sum(reader.frequency("kind", other) for other in others)
    if rest < reader.frequency("kind", kind):
        return tantivy.Occur.MustNot, any_of(reader, "kind", others)
    return tantivy.Occur.Must, any_of(reader, "kind", [kind])


def preferring(
    reader: Reader, query: tantivy.Query, preferences: Preferences, best: float
) -> tantivy.Query:
    """Return `query` with the preferred values of facets first.

    `best` is the best score without preference; a value preferred by 1 adds three times that.
    """
    clauses = [(tantivy.Occur.Must, query)]
    for name, values in preferences.items():
        for value, preference in values.items():
            term = tantivy.Query.term_query(
                reader.schema, f"facets.{name}", value, index_option="basic"
            )
            score = PREFERENCE_WEIGHT * best * preference
            clauses.append((tantivy.Occur.Should, tantivy.Query.const_score_query(term, score)))
    return tantivy.Query.boolean_query(clauses)


def count_request(facets: Iterable[str]) -> dict[str, object]:
    """Return the request that counts the values of these facets."""
    return {
        name: {"terms": {"field": f"facets.{name}", "size": MOST_FACET_VALUES}} for name in facets
    }


def any_of(reader: Reader, field: str, values: Iterable[str]) -> tantivy.Query:
    """Return what has one of `values` in a field, without a score."""
    # Halves of a pair of surrogates come from forged addresses only; the engine refuses them.
    writable = (value.encode(errors="replace").decode() for value in dict.fromkeys(values))
    terms = [
        tantivy.Query.term_query(reader.schema, field, value, index_option="basic")
        for value in writable
    ]
    return tantivy.Query.const_score_query(any_clause(terms), 0.0)


def keys_query(reader: Reader, kind: str, keys: Iterable[str]) -> tantivy.Query:
    """Return what has one of `keys`, without a score."""
    return any_of(reader, "id", (document_id(kind, key) for key in keys))


def _in_field(reader: Reader, wanted: Wanted, field: str) -> tantivy.Query:
    return any_clause(
        term(reader, field, f"{language}:{way.tokens[0]}", way.weight)
        for language, ways in wanted.alternatives.items()
        for way in ways
    )


def _phrase(reader: Reader, phrase: Phrase) -> tantivy.Query:
    """Return what has the words side by side, in any form, in texts of any language."""
    found = []
    for language, words in phrase.by_language.items():
        main: list[str | tuple[int, str]] = [f"{language}:{word[0]}" for word in words]
        if len(main) > 1:
            found.append(tantivy.Query.phrase_query(reader.schema, "body", main))
        elif words:
            found.append(term(reader, "body", f"{language}:{words[0][0]}", 1.0))
    return any_clause(found)
