"""What a word may have been meant to be: missing dots, typing errors, names of places."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from typing import Final

from kenno.search.analysis.voikko import Voikko, voikko

ALPHABET: Final = "abcdefghijklmnopqrstuvwxyzåäö-"
KEYBOARD: Final = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
SHORTEST_MENDED: Final = 4
LONGEST_MENDED: Final = 40
CACHED_WORDS: Final = 16_384
FRONT: Final = str.maketrans("ao", "äö")
# A compound rarely changes between back and front vowels more often than this.
MOST_CHANGES: Final = 2
MOST_DOTTED: Final = 120
LOCAL_CASES: Final = frozenset(
    {"sisaolento", "sisaeronto", "sisatulento", "ulkoolento", "ulkoeronto", "ulkotulento"}
)


@dataclass(frozen=True)
class PlaceReading:
    """What Voikko says of a word that may name a place.

    `name` is the base form of the name in lower case, empty when it knows none; `is_common_word`
    tells whether the word as typed in lower case means something else too, `is_local_case` whether
    it stands in a case that answers where, where from or where to.
    """

    name: str = ""
    is_common_word: bool = False
    is_local_case: bool = False


@lru_cache(maxsize=CACHED_WORDS)
def place_reading(word: str) -> PlaceReading:
    """Return how a word can be read as the name of a place; nothing is known without Voikko."""
    library = voikko()
    if library is None:
        return PlaceReading()
    places = [r for r in library.readings(word.capitalize()) if r.word_class == "paikannimi"]
    common = [
        r
        for r in library.readings(word.lower())
        if r.word_class not in {"paikannimi", "etunimi", "sukunimi", "nimi"}
    ]
    name = places[0].base_form.lower() if places else ""
    is_local = any(reading.case in LOCAL_CASES for reading in (places or common))
    return PlaceReading(name, bool(common), is_local)


@lru_cache(maxsize=CACHED_WORDS)
def dotted_forms(word: str) -> tuple[str, ...]:
    """Return what a lower-case Finnish word typed without its dots may be, likeliest first.

    Vowel harmony makes the candidates few: within each part of a compound all of a and o are front
    vowels, or none is. Forms that Voikko spells; empty when it spells none or is missing.
    """
    library = voikko()
    spots = [place for place, letter in enumerate(word) if letter in "ao"]
    if library is None or not spots or len(word) > LONGEST_MENDED or len(word) < 2:
        return ()
    found = [
        form for form in _harmonies(word, spots) if library.spells(form) or _is_name(library, form)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda form: _parts(library, form)))


def near_words(word: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the words that `is_known` accepts one typing error away, the likeliest error first.

    An error is a letter too many, missing or wrong, or two that changed places; in a lower-case
    word of four letters or more.
    """
    if not SHORTEST_MENDED <= len(word) <= LONGEST_MENDED:
        return ()
    return tuple(form for form in _one_edit_away(word) if is_known(form))


@lru_cache(maxsize=CACHED_WORDS)
def near_spellings(word: str) -> tuple[str, ...]:
    """Return the Finnish words one typing error away that Voikko spells, likeliest error first."""
    library = voikko()
    return near_words(word, library.spells) if library is not None else ()


def _harmonies(word: str, spots: list[int]) -> Iterator[str]:
    """Yield the word with its a and o changed from back to front at most MOST_CHANGES times."""
    made = 0
    for changes in range(MOST_CHANGES + 1):
        for borders in combinations(spots[1:], changes):
            edges = [0, *borders, len(word)]
            for first_is_front in (True, False):
                pieces = []
                for number in range(changes + 1):
                    piece = word[edges[number] : edges[number + 1]]
                    is_front = first_is_front == (number % 2 == 0)
                    pieces.append(piece.translate(FRONT) if is_front else piece)
                form = "".join(pieces)
                if form != word:
                    made += 1
                    yield form
                if made >= MOST_DOTTED:
                    return


def _is_name(library: Voikko, form: str) -> bool:
    return library.spells(form.capitalize())


def _parts(library: Voikko, form: str) -> tuple[int, int]:
    reading = library.first_reading(form) or library.first_reading(form.capitalize())
    structure = reading.structure if reading else ""
    return structure.count("="), int(reading is not None and reading.word_class != "nimisana")


@lru_cache(maxsize=256)
def _one_edit_away(word: str) -> tuple[str, ...]:
    return tuple(form for form in dict.fromkeys(_edits(word)) if form != word and form)


def _edits(word: str) -> Iterator[str]:
    """Yield all forms one edit away: swapped, doubled, neighbouring key, dropped, others."""
    places = range(len(word))
    later = [*places[1:], 0]
    for at in later:
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in later:
        yield word[: at + 1] + word[at:]
        if at and word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]
    for at in later:
        for letter in _beside(word[at]):
            yield word[:at] + letter + word[at + 1 :]
    for at, letter in product([*range(1, len(word) + 1), 0], ALPHABET):
        yield word[:at] + letter + word[at:]
    for at in later:
        yield word[:at] + word[at + 1 :]
    for at, letter in product(later, ALPHABET):
        yield word[:at] + letter + word[at + 1 :]


@lru_cache(maxsize=64)
def _beside(letter: str) -> tuple[str, ...]:
    found: list[str] = []
    for number, row in enumerate(KEYBOARD):
        at = row.find(letter)
        if at >= 0:
            rows: Iterable[str] = KEYBOARD[max(0, number - 1) : number + 2]
            found += [c for other in rows for c in other[max(0, at - 1) : at + 2] if c != letter]
    twins = {"a": "ä", "ä": "a", "o": "ö", "ö": "o", "å": "a"}
    return tuple(dict.fromkeys([*([twins[letter]] if letter in twins else []), *found]))
