"""Showing what was found: words of a text marked in any inflected form, and its best passage."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kenno.search.analysis import analysed, placed_words, places_of, trace_of

PASSAGE_LETTERS: Final = 260
# What surely fits in a passage; it is then filled up to its length.
PASSAGE_WORDS: Final = 22
# A passage begins at the beginning of its sentence when that is no further away than this.
SENTENCE_LETTERS: Final = 120
SENTENCE_END = re.compile(r"[.!?]\s+|\n\s*")
ELLIPSIS: Final = "…"

# Numbers of a text's words that meet the query, each with the words of the query it meets.
Met = Mapping[int, set[int]]


class Marker:
    """Finds what a search wants in texts of one language; made once for many texts."""

    def __init__(self, wanted: Iterable[Iterable[str]], language: str) -> None:
        """`wanted` holds the tokens of each word of the search, as texts of `language` say it."""
        self._language = language
        self._words_of_token: dict[str, set[int]] = {}
        for number, word in enumerate(wanted):
            for token in word:
                self._words_of_token.setdefault(token, set()).add(number)

    def marked(self, text: str, trace: str | None = None) -> SafeString:
        """Return plain `text` as HTML with the words that meet the query in <mark>.

        `trace` is the text's analysis where it is known.
        """
        if not self._words_of_token:
            return escape(text)
        met = self._met(trace_of(analysed(text, self._language)) if trace is None else trace)
        return _with_marks(text, _spans(text, met), 0, len(text)) if met else escape(text)

    def best_passage(self, texts: Sequence[str], traces: Sequence[str]) -> SafeString | None:
        """Return, marked, the stretch of some 260 letters that meets most words of the query.

        The first one when several meet as many; None when none meets any.
        """
        best: tuple[str, Met, range] | None = None
        best_worth = (0, 0)
        for text, trace in zip(texts, traces, strict=True):
            met = self._met(trace)
            for numbers, worth in _stretches(met):
                if worth > best_worth:
                    best, best_worth = (text, met, numbers), worth
        return _passage(*best) if best else None

    def _met(self, trace: str) -> Met:
        met: dict[int, set[int]] = {}
        for token, wanted in self._words_of_token.items():
            for number in places_of(token, trace):
                met.setdefault(number, set()).update(wanted)
        return met


def _stretches(met: Met) -> Iterator[tuple[range, tuple[int, int]]]:
    """Yield the words of each possible passage and its worth: different words met, words met."""
    numbers = sorted(met)
    for place, first in enumerate(numbers):
        inside = [number for number in numbers[place:] if number < first + PASSAGE_WORDS]
        different = set().union(*(met[number] for number in inside))
        yield range(first, inside[-1] + 1), (len(different), len(inside))


def _spans(text: str, met: Met) -> list[tuple[int, int]]:
    places = enumerate(placed_words(text))
    return [place.span() for number, place in places if number in met]


def _with_marks(text: str, spans: Iterable[tuple[int, int]], begin: int, end: int) -> SafeString:
    pieces: list[str] = []
    written = begin
    for first, last in spans:
        if written <= first and last <= end:
            pieces.append(escape(text[written:first]))
            pieces.append(f"<mark>{escape(text[first:last])}</mark>")
            written = last
    pieces.append(escape(text[written:end]))
    return mark_safe("".join(pieces))  # every piece of text was escaped above


def _passage(text: str, met: Met, numbers: range) -> SafeString:
    """Return the passage around these words: from its sentence's beginning, in whole words."""
    places = [place.span() for place in placed_words(text)]
    first, last = places[numbers[0]][0], places[numbers[-1]][1]
    begin, opening = _beginning(text, first, last)
    end, closing = _ending(text, max(last, begin + PASSAGE_LETTERS), last)
    spans = [places[number] for number in sorted(met)]
    marked = _with_marks(text, spans, begin, end)
    return mark_safe(f"{opening}{marked}{closing}")  # two signs of ours around escaped text


def _beginning(text: str, first: int, last: int) -> tuple[int, str]:
    earliest = max(0, min(first, last - PASSAGE_LETTERS), first - SENTENCE_LETTERS)
    sentences = [match.end() for match in SENTENCE_END.finditer(text, earliest, first)]
    if sentences:
        return sentences[-1], ""
    if earliest == 0:
        return len(text) - len(text.lstrip()), ""
    space = text.find(" ", earliest, first)
    return (space + 1 if space >= 0 else first), ELLIPSIS


def _ending(text: str, latest: int, last: int) -> tuple[int, str]:
    length = len(text.rstrip())
    if latest >= length:
        return length, ""
    sentences = [match.start() + 1 for match in SENTENCE_END.finditer(text, last, latest)]
    if sentences and sentences[-1] >= latest - SENTENCE_LETTERS:
        return sentences[-1], ""
    space = text.rfind(" ", last, latest + 1)
    return (space if space >= 0 else last), ELLIPSIS
