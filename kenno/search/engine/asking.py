"""From a visitor's words and filters to the engine's query. User text is never parsed as one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import tantivy

from kenno.search.engine.generation import Reader
from kenno.search.engine.schema import LABEL_LANGUAGES
from kenno.search.wording import neighbours, wanted_words

TITLE_WEIGHT: Final = 1.0
LABEL_WEIGHT: Final = 1.0
# Words of the query found within some words of one another, in either order.
NEAR_WEIGHT: Final = 0.4
NEAR_WORDS: Final = 5
# A word that means something in the reader's language is rather taken to mean that.
OTHER_LANGUAGE_WEIGHT: Final = 0.8
# More than Finland has municipalities.
MOST_FACET_VALUES: Final = 1_000

Filters = Mapping[str, Sequence[str]]


def text_query(reader: Reader, text: str, language: str) -> tantivy.Query:
    """Return what matches any word of `text`, best those that match most and most rarely (BM25).

    The text is taken as each language of the index in turn. Without a word it matches nothing.
    """
    clauses: list[tantivy.Query] = []
    label_tokens: dict[str, float] = {}
    for one in dict.fromkeys([language, *reader.languages, *LABEL_LANGUAGES]):
        weight = 1.0 if one == language else OTHER_LANGUAGE_WEIGHT
        wanted = wanted_words(text, one, readers=language)
        found = dict.fromkeys(token for word in wanted for token in word)
        for token in found:
            label_tokens.setdefault(token, weight * LABEL_WEIGHT)
        if one not in reader.languages:
            continue
        for token in found:
            marked = f"{one}:{token}"
            clauses.append(_term(reader, "body", marked, weight))
            clauses.append(_term(reader, "title", marked, weight * TITLE_WEIGHT))
        for pair in neighbours(wanted):
            near = tantivy.Query.phrase_query(
                reader.schema, "body", [f"{one}:{token}" for token in pair], slop=NEAR_WORDS
            )
            clauses.append(tantivy.Query.boost_query(near, weight * NEAR_WEIGHT))
    for token, weight in label_tokens.items():
        clauses.append(_term(reader, "labels", token, weight))
    if not clauses:
        return tantivy.Query.empty_query()
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])


def restricted(
    reader: Reader, query: tantivy.Query, kind: str, filters: Filters, *, but: str = ""
) -> tantivy.Query:
    """Return `query` within one kind and the filters, except the filter named `but`.

    The values of one filter are alternatives, the filters hold together; none changes a score.
    """
    conditions = [_any_of(reader, "kind", [kind])]
    conditions += [
        _any_of(reader, f"facets.{name}", values)
        for name, values in filters.items()
        if values and name != but
    ]
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, clause) for clause in (query, *conditions)]
    )


def count_request(facets: Iterable[str]) -> dict[str, object]:
    """Return the request that counts the values of these facets."""
    return {
        name: {"terms": {"field": f"facets.{name}", "size": MOST_FACET_VALUES}} for name in facets
    }


def _any_of(reader: Reader, field: str, values: Iterable[str]) -> tantivy.Query:
    # Halves of a pair of surrogates come from forged addresses only; the engine refuses them.
    writable = (value.encode(errors="replace").decode() for value in dict.fromkeys(values))
    terms = [
        tantivy.Query.term_query(reader.schema, field, value, index_option="basic")
        for value in writable
    ]
    alternatives = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
    return tantivy.Query.const_score_query(alternatives, 0.0)


def _term(reader: Reader, field: str, token: str, weight: float) -> tantivy.Query:
    term = tantivy.Query.term_query(reader.schema, field, token, index_option="freq")
    return term if weight == 1.0 else tantivy.Query.boost_query(term, weight)
