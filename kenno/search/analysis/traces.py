"""A text's analysis written down, so that found words can be marked without analysing again.

A trace has one line for each word of the text, in order: the word's tokens with tabs between.
"""

from collections.abc import Iterable, Iterator, Sequence

from kenno.search.analysis.tokenising import tokens
from kenno.search.analysis.words import words


def analysed(text: str, language: str) -> list[tuple[str, ...]]:
    """Return the tokens of each word of a text, in order."""
    return [tokens(word, language) for word in words(text)]


def trace_of(analysis: Iterable[Sequence[str]]) -> str:
    """Write down the tokens of each word. Begins and, unless empty, ends with a line break."""
    return joined_trace(map(trace_line, analysis))


def trace_line(of_word: Sequence[str]) -> str:
    """Write down the tokens of one word."""
    return "\t".join(of_word) + "\n"


def joined_trace(lines: Iterable[str]) -> str:
    """Put the lines of a text's words together, as trace_of() does."""
    return "\n" + "".join(lines)


def places_of(token: str, trace: str) -> Iterator[int]:
    """Yield the numbers of the words that have `token`, the first word of the text being 0."""
    for before in "\n\t":
        sought = before + token
        at = trace.find(sought)
        number = counted = 0
        while at >= 0:
            if trace[at + len(sought)] in "\n\t":
                number += trace.count("\n", counted, at + 1)
                counted = at + 1
                yield number - 1
            at = trace.find(sought, at + 1)
