"""More like this: the records whose texts and concepts are nearest to those of one record."""

import math
from collections import Counter
from collections.abc import Iterable
from typing import Final

import tantivy
from django.utils.html import escape

from kenno.search.analysis import is_stop_word
from kenno.search.engine.asking import restricted
from kenno.search.engine.clauses import any_clause, term
from kenno.search.engine.generation import Reader, engine_errors
from kenno.search.engine.schema import StoredDocument, document_id, label_tokens
from kenno.search.lexicon import lexicon
from kenno.search.results import Hit, Reason

# The words that tell a record from others best.
TELLING_WORDS: Final = 25
TELLING_NAMES: Final = 15
NAME_WEIGHT: Final = 0.5
CONCEPT_WEIGHT: Final = 2.0
# How fast the worth of a word that comes again fades; as in BM25.
SATURATION: Final = 1.2
MOST_REASONS: Final = 3


def most_like(reader: Reader, kind: str, key: str, *, language: str, limit: int) -> list[Hit]:
    """Return the records of the same kind most like one, best first; none when it is not known.

    Like is what shares its rarest words (weighted by frequency and rarity, tf-idf), its concepts
    and the names of its terms, so that texts in other languages count too. `language` is that of
    the reasons. Raises EngineError.
    """
    own = any_clause([tantivy.Query.term_query(reader.schema, "id", document_id(kind, key))])
    with engine_errors():
        found = reader.searcher.search(own, limit=1).hits
    if not found:
        return []
    stored = reader.stored(found[0][1])
    others = tantivy.Query.boolean_query(
        [
            (tantivy.Occur.Must, any_clause(_clauses(reader, stored))),
            (tantivy.Occur.MustNot, own),
        ]
    )
    with engine_errors():
        hits = reader.searcher.search(
            restricted(reader, others, kind, {}), limit=limit, weight_by_field="boost"
        ).hits
    return [_hit(stored, reader.stored(address), score, language) for score, address in hits]


def _clauses(reader: Reader, stored: StoredDocument) -> Iterable[tantivy.Query]:
    language = stored.language
    mains = Counter(
        line.partition("\t")[0]
        for trace in stored.traces
        for line in trace.split("\n")
        if line and not is_stop_word(line.partition("\t")[0], language)
    )
    for token, worth in _telling(reader, "body", mains, TELLING_WORDS, prefix=f"{language}:"):
        yield term(reader, "body", f"{language}:{token}", worth)
    names = Counter(
        word[0] for label in stored.labels for word in label_tokens(label) if word and word[0]
    )
    for token, worth in _telling(reader, "labels", names, TELLING_NAMES):
        yield term(reader, "labels", token, worth * NAME_WEIGHT)
    for code in stored.concepts:
        yield term(reader, "concepts", code, CONCEPT_WEIGHT)


def _telling(
    reader: Reader, field: str, counts: Counter[str], most: int, *, prefix: str = ""
) -> list[tuple[str, float]]:
    """Return the tokens that tell most and that other records have too, with what they tell."""
    documents = max(2, reader.searcher.num_docs)
    worth = []
    for token, count in counts.items():
        frequency = reader.frequency(field, prefix + token)
        if frequency > 1:
            rarity = math.log(documents / frequency) / math.log(documents)
            worth.append((rarity * count / (count + SATURATION), token))
    best = sorted(worth, reverse=True)[:most]
    return [(token, value) for value, token in best if value > 0]


def _hit(one: StoredDocument, other: StoredDocument, score: float, language: str) -> Hit:
    shared = [code for code in one.concepts if code in other.concepts]
    known = lexicon()
    names = [name for code in shared for name in known.labels(code, language)[:1]]
    title, summary = other.texts[:2]
    return Hit(
        other.key,
        other.language,
        escape(title),
        escape(summary),
        score,
        tuple(Reason("label", name) for name in names[:MOST_REASONS]),
    )
