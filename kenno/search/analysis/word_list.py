"""Base forms of Finnish, Swedish and English words as simplemma lists them."""

from functools import lru_cache
from typing import Final

from simplemma.strategies import DictionaryLookupStrategy
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

CACHED_FORMS: Final = 16_384


def forms_of(text: str) -> dict[str, str]:
    """Return from each form to its base form; `text` has lines of a base form and its forms."""
    lines = (line.split() for line in text.strip().splitlines())
    return {form: base for base, *forms in lines for form in forms}


# What the list gives another base form, or one that means something else: old people are not old.
MISLISTED: Final[dict[str, dict[str, str]]] = {
    "fi": {},
    "sv": forms_of("""
        ge given givna givet
        ta togs tagen taget tagna
        skriva skrevs
        driva drevs driven
        vinna vann vanns
        hinna hann
        slå slogs slagen
        dra drogs dragen dragna
        bära bars buren
        skära skar
        bryta bröts
        dö dött
        vända vänt
        tand tänder tänderna
        bror bröder bröderna
        dålig värre värst
        modern modern modernt moderna
        äldre äldre äldres
    """),
    "en": forms_of("""
        break broke
        feel felt
        go gone
        rise rose
        shake shook
        shoot shot
        think thought
        win won
        half halves
        bad worse
        old eldest
        far further
    """),
}


@lru_cache(maxsize=1)
def _word_list() -> DictionaryLookupStrategy:
    # The low-memory dictionary: the faster one takes 700 MB for a moment when it is first built.
    return DictionaryLookupStrategy(LOW_MEMORY_DICTIONARY_FACTORY)


@lru_cache(maxsize=CACHED_FORMS)
def listed_base_form(word: str, language: str) -> str | None:
    """Return the base form of a lower-case word, lower-case; None when the list has no such form.

    "städerna" is of "stad", "gick" of "gå". None for every word of other languages.
    """
    # Half a pair of surrogates is nothing that the list could be asked for.
    if language not in MISLISTED or not word.isprintable():
        return None
    found = _listed(word, language)
    if found is None or found == word or language != "sv":
        return found
    return _last_base_form(found)


def _last_base_form(word: str) -> str:
    """Return the base form of a Swedish base form: "sålda" is of "såld", which is of "sälja".

    Else a base form would not be met by its own forms. Of two that are each other's ("engelsk",
    "engelska") the shorter one.
    """
    seen = [word]
    while (found := _listed(seen[-1], "sv")) is not None and found not in seen:
        seen.append(found)
    if found is None:
        return seen[-1]
    return min(seen[seen.index(found) :], key=lambda base: (len(base), base))


def _listed(word: str, language: str) -> str | None:
    if word in MISLISTED[language]:
        return MISLISTED[language][word]
    found = _word_list().get_lemma(word, language)
    return None if found is None else found.lower()
