"""In which language a search is written."""

from collections.abc import Sequence
from typing import Final

from kenno.core.languages import LANGUAGES
from kenno.search.analysis import is_stop_word
from kenno.search.lexicon import Lexicon

# A function word tells more than a word that may be a name or a loan.
STOP_WORD_WORTH: Final = 2.0
KNOWN_WORTH: Final = 1.0
# Where words tell as much of two languages, the reader's own is meant.
READERS_WORTH: Final = 0.5
# A language whose words tell this share of what the likeliest one's do may be meant too.
UNSURE: Final = 0.8
OTHER_WEIGHT: Final = 0.8


def languages_of(words: Sequence[str], lexicon: Lexicon, readers: str) -> dict[str, float]:
    """Return the languages that the words may be in, likeliest first, with a weight up to 1.

    All of Finnish, Swedish and English when no word tells.
    """
    worth = {language: _worth(words, lexicon, language) for language in LANGUAGES}
    best = max(worth.values())
    if best <= 0:
        own = {readers: 1.0} if readers else {}
        return own | {one: OTHER_WEIGHT for one in LANGUAGES if one != readers}
    for language in worth:
        worth[language] += READERS_WORTH if language == readers else 0.0
    best = max(worth.values())
    likely = sorted(worth, key=lambda language: -worth[language])
    return {
        language: 1.0 if worth[language] == best else OTHER_WEIGHT
        for language in likely
        if worth[language] >= UNSURE * best and worth[language] > READERS_WORTH
    }


def _worth(words: Sequence[str], lexicon: Lexicon, language: str) -> float:
    worth = 0.0
    for word in words:
        if is_stop_word(word, language):
            worth += STOP_WORD_WORTH
        elif lexicon.knows(word, language):
            worth += KNOWN_WORTH
    return worth
