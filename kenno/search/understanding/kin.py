"""Words of texts that begin like a word which nothing knows: its kin, and loans in other spelling.

Names and learned words wander from language to language with another ending and other letters:
Swedish *statocysten* is Finnish *statokysta*. The endings differ, the beginning tells.
"""

import math
from collections.abc import Sequence
from typing import Final

from kenno.search.analysis.words import same_letters
from kenno.search.understanding.terms import Terms

# So many letters at the least, and so much of the word, must be alike.
SHORTEST_BEGINNING: Final = 5
ALIKE: Final = 0.7
# Longer ones are compounds of it rather than the word in another form.
LONGEST_ENDING: Final = 5
MOST_KIN: Final = 3
MOST_LOOKED_AT: Final = 50

# How Finnish spells what other languages write in these ways; the longer ones first.
FINNISH_SPELLING: Final = (
    *(
        ("ation", "aatio"),
        ("sch", "s"),
        ("ck", "kk"),
        ("ch", "k"),
        ("ph", "f"),
        ("th", "t"),
        ("qu", "kv"),
    ),
    *(("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"), ("x", "ks"), ("z", "ts"), ("w", "v")),
    *(("é", "e"), ("è", "e"), ("ü", "y")),
)
# In words from Greek Finnish has k where others have c before these too.
GREEK_SPELLING: Final = (("ce", "ke"), ("ci", "ki"), ("cy", "ky"), *FINNISH_SPELLING)


def kin(token: str, language: str, index: Terms) -> tuple[str, ...]:
    """Return main tokens of texts in `language` that begin like `token`, the nearest first.

    `token` is lower-case, of any language; empty for short words.
    """
    found: dict[str, int] = {}
    for spelled in _spellings(token, language):
        length = max(SHORTEST_BEGINNING, math.ceil(ALIKE * len(spelled)))
        if len(spelled) < length or not spelled.isalpha():
            continue
        mark = f"{language}:"
        for one in index.beginning_with("body", mark + spelled[:length], MOST_LOOKED_AT):
            other = one.removeprefix(mark)
            alike = same_letters(spelled, other)
            if max(len(spelled), len(other)) - alike <= LONGEST_ENDING:
                found[other] = max(found.get(other, 0), 2 * alike - len(other))
    return tuple(sorted(found, key=lambda other: (-found[other], other))[:MOST_KIN])


def _spellings(token: str, language: str) -> list[str]:
    if language != "fi":
        return [token]
    return list(
        dict.fromkeys([token, _spelled(token, FINNISH_SPELLING), _spelled(token, GREEK_SPELLING)])
    )


def _spelled(token: str, rules: Sequence[tuple[str, str]]) -> str:
    for theirs, ours in rules:
        token = token.replace(theirs, ours)
    return token
