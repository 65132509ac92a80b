"""Showing what was found: words of a text marked in any inflected form, and its best passage."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kenno.search.analysis import tokens, words
from kenno.search.wording import wanted_words

PASSAGE_LETTERS: Final = 260
# A passage begins at the beginning of its sentence when that is no further away than this.
SENTENCE_LETTERS: Final = 120
SENTENCE_ENDS: Final = (". ", "! ", "? ", "\n")
ELLIPSIS: Final = "…"


class _Found(NamedTuple):
    """A word of the text that meets the query, and which words of the query it meets."""

    start: int
    end: int
    meets: frozenset[int]


class Marker:
    """Finds the words of one query in texts of one language; made once for many texts."""

    def __init__(self, query: str | Iterable[str], language: str) -> None:
        self._language = language
        self._words_of_token: dict[str, set[int]] = {}
        for number, word in enumerate(wanted_words(query, language)):
            for token in word:
                self._words_of_token.setdefault(token, set()).add(number)
        self._seen: dict[str, frozenset[int]] = {}

    def marked(self, text: str) -> SafeString:
        """Return plain `text` as HTML with the words that meet the query in <mark>."""
        pieces: list[str] = []
        written = 0
        for found in self._found(text):
            pieces.append(escape(text[written : found.start]))
            pieces.append(f"<mark>{escape(text[found.start : found.end])}</mark>")
            written = found.end
        pieces.append(escape(text[written:]))
        return mark_safe("".join(pieces))  # every piece of text was escaped above

    def best_passage(self, texts: Sequence[str]) -> str:
        """Return the stretch of at most some 260 letters that meets most words of the query.

        The first one when several meet as many; the empty string when none meets any.
        """
        best = ("", 0, 0)
        best_worth = (0, 0)
        for text in texts:
            for start, end, worth in _stretches(list(self._found(text))):
                if worth > best_worth:
                    best, best_worth = (text, start, end), worth
        return _cut_out(*best) if best_worth > (0, 0) else ""

    def _found(self, text: str) -> Iterator[_Found]:
        if not self._words_of_token:
            return
        for word in words(text):
            meets = self._seen.get(word.surface)
            if meets is None:
                meets = self._seen[word.surface] = frozenset(
                    number
                    for token in tokens(word.surface, self._language)
                    for number in self._words_of_token.get(token, ())
                )
            if meets:
                yield _Found(word.start, word.end, meets)


def mark(text: str, query: str | Iterable[str], *, language: str = "fi") -> SafeString:
    """Return plain `text` as safe HTML with each word that meets the query in <mark>.

    `text` is in `language` and never HTML: tags in it are shown as text. A word meets the query
    when their analyses share a token: "lastenkulttuurin" is marked for "kulttuuria".
    """
    return Marker(query, language).marked(text)


def _stretches(found: Sequence[_Found]) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Yield start, end and worth (different words met, words met) of what fits in a passage."""
    for first, begin in enumerate(found):
        met: set[int] = set()
        count = 0
        end = begin.end
        for one in found[first:]:
            if one.end - begin.start > PASSAGE_LETTERS:
                break
            met |= one.meets
            count += 1
            end = one.end
        yield begin.start, end, (len(met), count)


def _cut_out(text: str, start: int, end: int) -> str:
    """Return the passage around a stretch: from the sentence's beginning, whole words only."""
    earliest = max(0, start - SENTENCE_LETTERS, end - PASSAGE_LETTERS)
    ends = [text.rfind(sign, earliest, start) + len(sign) for sign in SENTENCE_ENDS]
    sentence = max(
        [at for at, sign in zip(ends, SENTENCE_ENDS, strict=True) if at >= len(sign)]
        or [0 if earliest == 0 else -1]
    )
    if sentence >= 0:
        begin, opening = sentence, ""
    else:
        space = text.find(" ", earliest, start)
        begin, opening = (space + 1 if space >= 0 else start), ELLIPSIS
    latest = max(end, begin + PASSAGE_LETTERS)
    if latest >= len(text):
        finish, closing = len(text), ""
    else:
        finish = max(end, text.rfind(" ", end, latest + 1))
        closing = "" if text[finish - 1] in ".!?" else ELLIPSIS
    return f"{opening}{text[begin:finish].strip()}{closing}"
