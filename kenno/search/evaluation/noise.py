"""What people do to words when they type: one error in a word, or letters without their dots."""

import random
import unicodedata
from collections.abc import Callable
from typing import Final

from kenno.search.analysis import is_stop_word
from kenno.search.analysis.words import placed_words

NOISES: Final = ("none", "typo", "folded")
SHORTEST_WORD: Final = 4
LETTERS: Final = {
    "fi": "abcdefghijklmnopqrstuvwxyzåäö",
    "sv": "abcdefghijklmnopqrstuvwxyzåäö",
    "en": "abcdefghijklmnopqrstuvwxyz",
}
# Rows of the keyboard, and by how many keys each stands to the right of the one above it.
KEY_ROWS: Final = (("qwertyuiopå", 0.0), ("asdfghjklöä", 0.25), ("zxcvbnm", 0.75))
REACH: Final = 1.3
# Letters that Unicode does not take apart into a letter and a mark.
STROKED: Final = str.maketrans("øØđĐłŁ", "oOdDlL")
FIRST_MARK, LAST_MARK = "\u0300", "\u036f"


def noisy(text: str, language: str, noise: str, *, seed: str) -> str:
    """Return a query with one of NOISES, always the same for one `seed`.

    A query without a content word has no typing error. Raises KeyError for another noise.
    """
    made: dict[str, Callable[[], str]] = {
        "none": lambda: text,
        "typo": lambda: typo(text, language, random.Random(seed)),  # noqa: S311 - no secret
        "folded": lambda: folded(text),
    }
    return made[noise]()


def folded(text: str) -> str:
    """Return `text` with a for å and ä, o for ö, e for é and so on; composed."""
    apart = unicodedata.normalize("NFD", text.translate(STROKED))
    bare = "".join(sign for sign in apart if not FIRST_MARK <= sign <= LAST_MARK)
    return unicodedata.normalize("NFC", bare)


def typo(text: str, language: str, chance: random.Random) -> str:
    """Return `text` with one edit in one of its content words.

    The edit is a neighbouring or any other letter, one left out, one too many, or two that changed
    places. A content word has four letters or more, no digit, and is no stop word.
    """
    places = [
        place
        for place in placed_words(text)
        if len(place[0]) >= SHORTEST_WORD
        and place[0].isalpha()
        and not is_stop_word(place[0], language)
    ]
    if not places:
        return text
    place = chance.choice(places)
    wrong = _misspelt(place[0], LETTERS.get(language, LETTERS["fi"]), chance)
    return text[: place.start()] + wrong + text[place.end() :]


def _misspelt(word: str, letters: str, chance: random.Random) -> str:
    edit = chance.choice((_substituted, _left_out, _one_too_many, _changed_places))
    return edit(word, letters, chance)


def _substituted(word: str, letters: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    right = word[place]
    near = [letter for letter in NEIGHBOURS.get(right.lower(), "") if letter in letters]
    others = [letter for letter in letters if letter != right.lower()]
    wrong = chance.choice(near if near and chance.random() < 0.5 else others)
    return word[:place] + _in_case_of(right, wrong) + word[place + 1 :]


def _left_out(word: str, letters: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place + 1 :]


def _one_too_many(word: str, letters: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    twice = chance.random() < 0.5
    extra = word[place].lower() if twice else chance.choice(letters)
    return word[: place + 1] + (extra.upper() if word.isupper() else extra) + word[place + 1 :]


def _changed_places(word: str, letters: str, chance: random.Random) -> str:
    places = [
        place for place in range(len(word) - 1) if word[place].lower() != word[place + 1].lower()
    ]
    if not places:
        return _left_out(word, letters, chance)
    place = chance.choice(places)
    first, second = word[place], word[place + 1]
    pair = _in_case_of(first, second) + _in_case_of(second, first)
    return word[:place] + pair + word[place + 2 :]


def _in_case_of(model: str, letter: str) -> str:
    return letter.upper() if model.isupper() else letter.lower()


def _neighbours() -> dict[str, str]:
    keys = {
        letter: (column + shift, float(row))
        for row, (letters, shift) in enumerate(KEY_ROWS)
        for column, letter in enumerate(letters)
    }
    return {
        letter: "".join(
            other
            for other, (across, down) in keys.items()
            if other != letter and (across - x) ** 2 + (down - y) ** 2 < REACH**2
        )
        for letter, (x, y) in keys.items()
    }


NEIGHBOURS: Final = _neighbours()
