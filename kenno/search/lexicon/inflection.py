"""From an inflected Swedish or English word to the words of which it may be a form.

A bilingual word list has base forms only. Most forms are in simplemma's list; for the others there
are rules, which say more than is true: only what a word list has as a headword is taken.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kenno.search.analysis.word_list import forms_of, listed_base_form

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
