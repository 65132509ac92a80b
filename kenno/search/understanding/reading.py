"""Reading a visitor's text: filters, language, concepts, mended words, and what is wanted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from kenno.search.analysis import is_stop_word, tokens
from kenno.search.analysis.words import normal_form
from kenno.search.documents import SearchSource
from kenno.search.lexicon import Lexicon, lexicon
from kenno.search.meaning import Meaning, Phrase, Wanted
from kenno.search.results import Understanding, UnderstoodConcept, UnderstoodFilter
from kenno.search.understanding.expanding import WORDS_OF_A_QUESTION, Expansion
from kenno.search.understanding.filters import FilterBook
from kenno.search.understanding.languages import languages_of
from kenno.search.understanding.mending import Mender
from kenno.search.understanding.terms import Terms
from kenno.search.wording import TITLE_FIELDS, Piece, pieces_of

MOST_NAMES: Final = 3
# What Finnish hangs on a name of several words with a hyphen: "Kulttuuria kaikille -palvelu".
HEADS_AFTER_NAMES: Final = frozenset(
    {
        *("hanke", "projekti", "palvelu", "ohjelma", "toiminta", "niminen", "tapahtuma"),
        *("verkosto", "malli", "konsepti", "festivaali", "näyttely", "kampanja", "päivä"),
        *("viikko", "luku", "teos", "sarja", "ryhmä", "yhdistys", "säätiö", "kunta"),
    }
)


def understand(
    text: str,
    *,
    readers: str,
    source: SearchSource,
    book: FilterBook,
    index: Terms,
    literal: Collection[str] = (),
    with_filters: bool = True,
    with_phrases: bool = True,
) -> Meaning:
    """Return what `text` asks of an index; `readers` is the reader's language.

    Words in `literal` are searched just as they are. Without `with_filters` names are only
    offered as filters; without `with_phrases` the words of phrases are words like others. No query
    when the lexicon is loaded.
    """
    reading = _Reading(
        readers, source, book, index, lexicon(), frozenset(literal), with_filters, with_phrases
    )
    return reading.of(pieces_of(text, fields=source.fields))


@dataclass
class _Reading:
    readers: str
    source: SearchSource
    book: FilterBook
    index: Terms
    lexicon: Lexicon
    literal: frozenset[str]
    with_filters: bool
    with_phrases: bool
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    understood: list[UnderstoodFilter] = field(default_factory=list)

    def of(self, pieces: list[Piece]) -> Meaning:
        """Return what the pieces of a text mean together."""
        if not pieces:
            return Meaning(says_nothing=True)
        pieces = _with_joined_heads(pieces, self.literal)
        loosened: list[str] = []
        if not self.with_phrases:
            loosened = [p.text for p in pieces if p.is_phrase and not p.is_excluded]
            pieces = [
                Piece((word,)) if p.is_phrase and not p.is_excluded else p
                for p in pieces
                for word in (p.words if p.is_phrase and not p.is_excluded else p.words[:1])
            ]
        loose = [p.text for p in pieces if not (p.is_phrase or p.is_excluded or p.field)]
        for piece in pieces:
            if piece.field and piece.field not in TITLE_FIELDS and not piece.is_excluded:
                facet = self.source.fields[piece.field]
                self._add_filter(facet, self.book.value_of(facet, piece.words))
        loose = self._without_filters(loose)
        titled = [w for p in pieces if p.field in TITLE_FIELDS for w in p.words]
        phrased = [p for p in pieces if p.is_phrase and not p.is_excluded]
        excluded = [p for p in pieces if p.is_excluded]
        every = [*loose, *titled, *(w for p in phrased for w in p.words)]
        written_in = languages_of(every, self.lexicon, self.readers) if every else {}
        mender = Mender(self.index, self.lexicon, tuple(written_in), self.literal)
        telling = self._telling(loose, written_in, mender)
        is_question = len(telling) >= WORDS_OF_A_QUESTION
        expansion = Expansion(self.lexicon, written_in, self.index, self.literal, is_question)
        wanted, concepts = self._wanted(telling, expansion, mender)
        understanding = Understanding(
            language=next(iter(written_in), ""),
            filters=tuple(self.understood),
            concepts=tuple(concepts),
            mended=tuple(mender.mended),
            phrases=tuple(piece.text for piece in phrased),
            loosened=tuple(loosened),
            excluded=tuple(piece.text for piece in excluded),
            unknown=tuple(mender.unknown),
        )
        return Meaning(
            wanted=tuple(wanted),
            phrases=tuple(self._phrase(piece) for piece in phrased),
            excluded=tuple(self._phrase(piece) for piece in excluded),
            title_only=tuple(expansion.wanted([word]) for word in titled),
            filters=self.filters,
            understanding=understanding,
        )

    def _add_filter(self, facet: str, value: str) -> None:
        self.filters[facet] = tuple(dict.fromkeys([*self.filters.get(facet, ()), value]))

    def _without_filters(self, loose: list[str]) -> list[str]:
        """Take the names of filters out of the words, where they surely are meant as such."""
        left = list(loose)
        for found in reversed(list(self.book.named_in(loose))):
            typed = " ".join(loose[found.start : found.end])
            if typed in self.literal:
                continue
            applied = found.certain and self.with_filters
            aside = found.certain and not self.with_filters
            self.understood.insert(
                0, UnderstoodFilter(found.facet, found.value, typed, not applied, aside)
            )
            if applied:
                self._add_filter(found.facet, found.value)
                del left[found.start : found.end]
        return left

    def _telling(self, loose: list[str], written_in: dict[str, float], mender: Mender) -> list[str]:
        """Leave out function words unless there are no others; each word is listed once."""
        distinct = list({normal_form(word): word for word in loose}.values())
        languages = [*written_in, self.readers]
        telling = [
            word
            for word in distinct
            if not any(is_stop_word(word, language) for language in languages)
            and not mender.is_dotless_stop_word(word)
        ]
        return telling or distinct

    def _wanted(
        self, surfaces: list[str], expansion: Expansion, mender: Mender
    ) -> tuple[list[Wanted], list[UnderstoodConcept]]:
        searched = [mender.mend(word) for word in surfaces]
        plain = {number for number, word in enumerate(surfaces) if word in self.literal}
        concepts = {
            match.start: (match, language)
            for match, language in expansion.concepts_in(searched)
            if not plain & set(range(match.start, match.end))
        }
        wanted: list[Wanted] = []
        told: list[UnderstoodConcept] = []
        number = 0
        while number < len(searched):
            concept = concepts.get(number)
            end = concept[0].end if concept else number + 1
            one = expansion.wanted(searched[number:end], concept)
            wanted.append(mender.with_dots(one, expansion))
            if concept:
                told += self._told(searched[number:end], concept[0].codes, concept[1], expansion)
            number = end
        return wanted, told

    def _told(
        self, surfaces: Sequence[str], codes: Sequence[str], language: str, expansion: Expansion
    ) -> list[UnderstoodConcept]:
        """Tell what a concept was also searched by, where texts are in other languages."""
        others = [one for one in expansion.index.languages if one != language]
        told = []
        for code in codes[: MOST_NAMES if len(codes) > 1 else 1]:
            names = [
                name
                for other in others
                for name in self.lexicon.labels(code, other)[:1]
                if name.lower() != " ".join(surfaces).lower()
            ]
            own = self.lexicon.labels(code, self.readers)
            label = own[0] if own else next(iter(self.lexicon.labels(code, "fi")), "")
            if label:
                told.append(
                    UnderstoodConcept(
                        words=" ".join(surfaces),
                        code=code,
                        label=label,
                        label_language=self.readers if own else "fi",
                        names=tuple(dict.fromkeys(names)),
                    )
                )
        return told

    def _phrase(self, piece: Piece) -> Phrase:
        return Phrase(
            {
                language: tuple(
                    found for word in piece.words if (found := tokens(word, language)[:1])
                )
                for language in self.index.languages
            }
        )


def _with_joined_heads(pieces: list[Piece], literal: Collection[str]) -> list[Piece]:
    """Take "-hanke" after a name as a word of the name, and what the reader wants as a word.

    Finnish hangs a word on a name of several words by a space and a hyphen: "Sky HD -kanava".
    """
    joined: list[Piece] = []
    for piece in pieces:
        is_word = piece.is_excluded and not piece.is_phrase and not piece.field
        hangs = is_word and bool(joined) and _is_head(piece, joined[0], joined[-1])
        taken = hangs or (is_word and piece.text in literal)
        joined.append(Piece(piece.words) if taken else piece)
    return joined


def _is_head(piece: Piece, first: Piece, before: Piece) -> bool:
    if before.is_phrase or not before.words[-1][:1].islower():
        return True
    head = tokens(piece.words[0], "fi")[:1]
    return first.words[0][:1].isupper() and bool(head) and head[0] in HEADS_AFTER_NAMES
