"""From an inflected Swedish or English word to the words of which it may be a form.

A bilingual word list has base forms only. Most forms are in simplemma's list; for the others there
are rules, which say more than is true: only what a word list has as a headword is taken.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kenno.search.analysis.word_list import forms_of, listed_base_form
from kenno.search.analysis.words import same_letters

SHORTEST: Final = 2
CACHED_FORMS: Final = 16_384

# Endings of inflected forms, and what their base forms have instead; the longest ones first.
ENDINGS: Final[dict[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "sv": (
        ("ernas", ("", "a", "e")),
        ("arnas", ("", "e", "a")),
        ("ornas", ("a",)),
        ("ades", ("a",)),
        ("andet", ("a",)),
        ("aste", ("",)),
        ("erna", ("", "a", "e")),
        ("arna", ("", "e", "a")),
        ("orna", ("a",)),
        ("ande", ("a",)),
        ("ende", ("", "a")),
        ("ade", ("a",)),
        ("ats", ("a",)),
        ("des", ("a", "")),
        ("tes", ("a",)),
        ("are", ("",)),
        ("ast", ("",)),
        ("ens", ("",)),
        ("ets", ("",)),
        ("or", ("a",)),
        ("ar", ("a", "", "e")),
        ("er", ("", "a", "e")),
        ("en", ("", "e")),
        ("et", ("", "e")),
        ("an", ("a",)),
        ("na", ("",)),
        ("at", ("a",)),
        ("de", ("a", "")),
        ("te", ("a",)),
        ("ts", ("", "a")),
        ("as", ("a",)),
        ("es", ("a", "e", "")),
        ("r", ("", "a")),
        ("n", ("",)),
        ("t", ("", "a")),
        ("s", ("", "a")),
        ("a", ("",)),
        ("e", ("",)),
    ),
    "en": (
        ("iest", ("y",)),
        ("ies", ("y",)),
        ("ied", ("y",)),
        ("ier", ("y",)),
        ("ying", ("ie", "y")),
        ("ing", ("", "e")),
        ("est", ("", "e")),
        ("ed", ("", "e")),
        ("er", ("", "e")),
        ("es", ("", "e")),
        ("'s", ("",)),
        ("s", ("",)),
        ("d", ("",)),
    ),
}
# English doubles a last consonant before an ending, and Swedish loses one of two or a vowel.
DOUBLED: Final = frozenset("bdgklmnprt")
# What a form of a verb may be listed as: "delad" is of "dela".
PARTICIPLE: Final = ("d", "t")
# Endings that go together in the forms of a noun, by declension; the genitive adds an s.
NOUN_ENDINGS: Final[dict[str, tuple[frozenset[str], ...]]] = {
    "sv": (
        frozenset({"a", "an", "or", "orna"}),
        frozenset({"", "en", "n", "ar", "arna"}),
        frozenset({"e", "en", "ar", "arna"}),
        frozenset({"", "en", "n", "et", "er", "erna"}),
        frozenset({"", "n", "r", "rna"}),
        frozenset({"", "t", "n", "na"}),
        frozenset({"", "et", "en", "na"}),
    ),
    "en": (frozenset({"", "s", "es"}), frozenset({"y", "ies"})),
}
GENITIVE: Final = {"sv": ("s",), "en": ("'s", "'")}
# Forms of which the list has one base form of two.
ALSO_OF: Final[dict[str, dict[str, str]]] = {
    "sv": forms_of("""
        gå gången
        ge given
        finna finns
        stiga steg
        bita bet
        rida red
        lida led
        ligga låg
        äta åt
        binda band bands
        fara for
        skjuta sköts
        sluta slöt
        känna kända
        hand händer
        god bättre bäst bästa
        gammal äldre
        liten mindre minst
        lång längre längst
    """),
    "en": forms_of("""
        drink drunk
        leave left
        life lives
        leaf leaves
        person people
    """),
}


@lru_cache(maxsize=CACHED_FORMS)
def base_forms(word: str, language: str) -> tuple[str, ...]:
    """Return what a lower-case word may be a form of, likeliest first, without itself.

    Nothing for other languages than Swedish and English.
    """
    if language not in ENDINGS:
        return ()
    found = dict.fromkeys([*_listed(word, language), *_by_rules(word, language)])
    found.pop(word, None)
    return tuple(found)


def are_forms_of_a_noun(one: str, other: str, language: str) -> bool:
    """Tell whether two lower-case words are alike but for endings of one declension.

    False for other languages than Swedish and English.
    """
    return any(
        {first[shared:], second[shared:]} <= endings
        for first in _without_genitive(one, language)
        for second in _without_genitive(other, language)
        for shared in [same_letters(first, second)]
        for endings in NOUN_ENDINGS.get(language, ())
        if shared >= SHORTEST
    )


def _without_genitive(word: str, language: str) -> set[str]:
    return {word, *(word.removesuffix(ending) for ending in GENITIVE.get(language, ()))}


def _listed(word: str, language: str) -> Iterator[str]:
    base = listed_base_form(word, language)
    if base is not None and base != word:
        yield base
        if language == "sv" and base.endswith(PARTICIPLE):
            yield from _by_rules(base, language)
    if word in ALSO_OF[language]:
        yield ALSO_OF[language][word]


def _by_rules(word: str, language: str) -> Iterator[str]:
    for ending, instead in ENDINGS[language]:
        body = word[: -len(ending)]
        if not word.endswith(ending) or len(body) < SHORTEST:
            continue
        for last in instead:
            yield body + last
        if len(body) > SHORTEST and body[-1] == body[-2] and body[-1] in DOUBLED:
            yield body[:-1]
