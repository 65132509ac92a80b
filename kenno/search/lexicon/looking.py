"""Look-up of concepts, their labels and translations in a lexicon that has been built."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat, zip_longest
from typing import Final, NamedTuple

from kenno.core.languages import LANGUAGES
from kenno.search.analysis import is_stop_word, tokens, words
from kenno.search.analysis.snowball import stem
from kenno.search.analysis.stopwords import STOP_WORDS
from kenno.search.analysis.voikko import voikko
from kenno.search.analysis.word_list import listed_base_form
from kenno.search.analysis.words import normal_form
from kenno.search.lexicon import keys
from kenno.search.lexicon.compounds import SHORTEST_PART, split_compound
from kenno.search.lexicon.inflection import are_forms_of_a_noun, base_forms
from kenno.search.lexicon.tables import Table

# Languages that write a compound as one word.
JOINING_LANGUAGES: Final = frozenset({"fi", "sv"})
# Definite forms that the Swedish stemmer leaves as they are: skolan, barnet, museet, bageriet.
DEFINITE_ENDINGS: Final = ("an", "et", "t", "n")
CACHED_COMPOUNDS: Final = 4096
# Each search asks several times of its words, and many searches of the same ones.
CACHED_WORDS: Final = 32_768
# A form may be of a noun and of a verb.
MOST_BASE_FORMS: Final = 2


class ConceptMatch(NamedTuple):
    """Words that name concepts: `words[start:end]`; `codes` has the likeliest concept first.

    Where no label is the whole word but known labels together make it up, `parts` has the codes
    of each part in order, and `codes` the first one of each.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()


class Translations(NamedTuple):
    """What a word may be in another language, likeliest first.

    `of_headword` tells that the word or its base form has an entry, not only one with its stem.
    """

    texts: tuple[str, ...]
    of_headword: bool


NO_TRANSLATIONS: Final = Translations((), of_headword=False)


class Lexicon:
    """What is known of words, in a table that `building` made. Safe from threads."""

    def __init__(self, table: Table, name: str) -> None:
        """Look up in `table`; `name` tells from what it was built."""
        self.name = name
        self._get = lru_cache(maxsize=CACHED_WORDS)(table.get)
        self._compound = lru_cache(maxsize=CACHED_COMPOUNDS)(self._split)
        self._translated = lru_cache(maxsize=CACHED_WORDS)(self._translate)
        self._known = lru_cache(maxsize=CACHED_WORDS)(self._know)

    def concepts_in(self, words: Sequence[Sequence[str]], language: str) -> list[ConceptMatch]:
        """Return the concepts that `words` of a text in `language` name, in their order.

        `words` are the tokens of each word as tokens() gives them; a word without any may stand
        inside a label ("barn i skolan") but names nothing. The longest label that begins at a
        word is taken, all its words in order by their main tokens; matches never overlap. A word
        that no label names is taken as a compound of labels where it is one.
        """
        found = []
        main = [word[0] if word else "" for word in words]
        start = 0
        while start < len(main):
            match = self._label_at(main, start, language)
            match = match or self._compound_at(words[start], start, language)
            if match:
                found.append(match)
            start = match.end if match else start + 1
        return found

    def labels(self, code: str, language: str) -> tuple[str, ...]:
        """Return a concept's labels in `language`, the preferred one first."""
        return self._values(keys.labels_key(language, code))

    def translations(self, word: str, source: str, target: str) -> Translations:
        """Return what a word may be in another language, lower-case, likeliest first."""
        return self._translated(word, source, target)

    def _translate(self, word: str, source: str, target: str) -> Translations:
        surfaces = words(word)
        if len(surfaces) != 1:
            return NO_TRANSLATIONS
        form = normal_form(surfaces[0])
        texts = self._of_headwords(form, source, target)
        if texts:
            return Translations(texts, of_headword=True)
        main = next(iter(tokens(form, source)), "")
        # Of "pieni" the first reading is not always the base form that a list has.
        for key in (*self._forms(main, source), form):
            found = self._values(keys.translations_key(source, target, key))
            if found:
                return Translations(found, of_headword=source == "fi")
        return NO_TRANSLATIONS

    def _of_headwords(self, form: str, source: str, target: str) -> tuple[str, ...]:
        """Return the translations of a headword, or of those of which the word is a form.

        "stora" may be a headword too, but is of "stor" in the first place.
        """
        own = self._values(keys.headword_key(source, target, form))
        listed = listed_base_form(form, source)
        if own and listed in (None, form):
            return own
        entries = [
            (base, found)
            for base in base_forms(form, source)
            if (found := self._values(keys.headword_key(source, target, base)))
        ]
        if own:
            entries = [*(entry for entry in entries if entry[0] == listed), (form, own)]
        in_turn = zip_longest(*(found for _base, found in entries[:MOST_BASE_FORMS]))
        return tuple(dict.fromkeys(text for texts in in_turn for text in texts if text))

    def synonyms(self, word: str, language: str) -> tuple[str, ...]:
        """Return words of the same language that mean about the same, nearest first, at most two.

        In Finnish `word` is a base form, in Swedish and English any form.
        """
        form = normal_form(word)
        entries = (
            self._values(keys.synonyms_key(language, base))
            for base in (form, *base_forms(form, language))
        )
        return next(filter(None, entries), ())

    def is_form_of(self, surfaces: Sequence[str], label: str, language: str) -> bool:
        """Tell whether words are a label in some inflected form; what it has in brackets aside.

        The same stem is not enough: "viktig" (important) is no form of "vikt" (weight).
        """
        forms = _forms_of_label(label)
        return len(forms) == len(surfaces) and all(
            map(_are_forms_of_one, map(normal_form, surfaces), forms, repeat(language))
        )

    def is_noun_of(self, surface: str, label: str, language: str) -> bool:
        """Tell whether a word is a label of one word with another ending of nouns, or none.

        "visan" and "visorna" are of the label "visor" (songs), "visade" (showed) is not, though its
        base form looks the same. A name is not what a common word says: "police" is not of the town
        "Police". What the label has in brackets does not count.
        """
        if label[:1].isupper() and surface[:1].islower():
            return False
        forms = _forms_of_label(label)
        return len(forms) == 1 and are_forms_of_a_noun(normal_form(surface), forms[0], language)

    def knows(self, word: str, language: str) -> bool:
        """Tell whether `word` is a word of `language`, as far as anything here tells."""
        return self._known(word, language)

    def _know(self, word: str, language: str) -> bool:
        form = normal_form(word)
        if not form or language not in LANGUAGES:
            return False
        if is_stop_word(form, language):
            return True
        library = voikko() if language == "fi" else None
        if library is not None and library.first_reading(form) is not None:
            return True
        main = next(iter(tokens(form, language)), "")
        return (
            self.lists(form, language)
            or any(self._has(one, language) for one in self._forms(main, language))
            or any(self._has(base, language) for base in base_forms(form, language))
            or bool(self.parts_of(main, language))
        )

    def lists(self, form: str, language: str) -> bool:
        """Tell whether a lower-case form stands as it is in a word list or a label."""
        get = self._get
        return bool(
            get(keys.known_key(language, form))
            or any(
                get(keys.headword_key(language, other, form))
                for other in LANGUAGES
                if other != language
            )
        )

    def related(self, code: str) -> tuple[str, ...]:
        """Return the concepts that widen a search for this one, best first, at most eight."""
        return self._values(keys.related_key(code))

    def parts_of(self, main_token: str, language: str) -> tuple[str, ...]:
        """Return the main tokens of the labels that make up a compound; empty when it is none."""
        if language not in JOINING_LANGUAGES:
            return ()
        return self._compound(main_token, language)

    def _label_at(self, main: list[str], start: int, language: str) -> ConceptMatch | None:
        if not main[start]:
            return None
        reach = int(self._get(keys.reach_key(language, main[start])) or 1)
        for end in range(min(start + reach, len(main)), start + 1, -1):
            if main[end - 1]:
                key = keys.concepts_key(language, [token for token in main[start:end] if token])
                codes = self._values(key)
                if codes:
                    return ConceptMatch(start, end, codes)
        # "för" is the stem of "förare" too, but hardly ever means a driver.
        if main[start] in STOP_WORDS.get(language, ()):
            return None
        for form in self._forms(main[start], language):
            codes = self._values(keys.concepts_key(language, [form]))
            if codes:
                return ConceptMatch(start, start + 1, codes)
        return None

    def _compound_at(self, word: Sequence[str], start: int, language: str) -> ConceptMatch | None:
        if not word or word[0] in STOP_WORDS.get(language, ()):
            return None
        parts = [
            codes
            for part in self.parts_of(word[0], language) or word[1:]
            if (codes := self._values(keys.concepts_key(language, [part])))
        ]
        if not parts:
            return None
        first = dict.fromkeys(codes[0] for codes in parts)
        return ConceptMatch(start, start + 1, tuple(first), tuple(parts))

    def _forms(self, main_token: str, language: str) -> list[str]:
        """Return the main token, and in Swedish what more endings leave of it."""
        if language != "sv" or not main_token:
            return [main_token]
        shorter = [
            main_token[: -len(ending)]
            for ending in DEFINITE_ENDINGS
            if main_token.endswith(ending) and len(main_token) >= len(ending) + SHORTEST_PART
        ]
        # The stem of "analysens" is "analys", of "analys" it is "analy".
        return list(dict.fromkeys([main_token, stem(main_token, language), *shorter]))

    def _has(self, token: str, language: str) -> bool:
        """Tell whether a label or an entry of a word list has this main token."""
        get = self._get
        return bool(
            get(keys.concepts_key(language, [token]))
            or self.lists(token, language)
            or any(
                get(keys.translations_key(language, other, token))
                for other in LANGUAGES
                if other != language
            )
        )

    def _split(self, main_token: str, language: str) -> tuple[str, ...]:
        def known(part: str) -> str:
            if self._get(keys.concepts_key(language, [part])):
                return part
            return self._get(keys.part_key(language, part))

        for form in self._forms(main_token, language):
            parts = split_compound(form, language, known)
            if parts:
                return parts
        return ()

    def _values(self, key: str) -> tuple[str, ...]:
        value = self._get(key)
        return tuple(value.split("\t")) if value else ()


def _forms_of_label(label: str) -> list[str]:
    return [normal_form(word) for word in words(label.partition(" (")[0])]


def _are_forms_of_one(one: str, other: str, language: str) -> bool:
    # Finnish labels are looked up by base forms, which share no more than a word.
    if one == other or language == "fi":
        return True
    return not {one, *base_forms(one, language)}.isdisjoint({other, *base_forms(other, language)})
