"""Names of filters among the words of a search: "lasten teatteri Kainuussa", "kunta:oulu"."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from kenno.core.languages import LANGUAGES
from kenno.search.analysis import place_reading, tokens, words
from kenno.search.analysis.words import normal_form
from kenno.search.documents import FilterName

LONGEST_NAME: Final = 4
CACHED_WORDS: Final = 16_384


class NamedFilter(NamedTuple):
    """Words `start` to `end` that name a filter.

    Not `certain` when they may mean something else.
    """

    start: int
    end: int
    facet: str
    value: str
    certain: bool


class FilterBook:
    """The names of the filters of one kind, for look-up in any inflected form."""

    def __init__(self, names: Iterable[FilterName]) -> None:
        self._bare: dict[tuple[str, ...], FilterName] = {}
        self._of_facet: dict[str, dict[tuple[str, ...], FilterName]] = {}
        self._reach: dict[str, int] = {}
        for name in names:
            whole, main = _forms(name)
            for form in dict.fromkeys([whole, main]):
                if not form or not all(form):
                    continue
                self._of_facet.setdefault(name.facet, {}).setdefault(form, name)
                # Swedish and English names have no endings but the genitive: "get" is not Geta.
                if name.bare and (form == whole or name.language == "fi"):
                    self._bare.setdefault(form, name)
                    self._reach[form[0]] = max(self._reach.get(form[0], 0), len(form))

    def named_in(self, surfaces: Sequence[str]) -> Iterator[NamedFilter]:
        """Yield the filters that the words name, the longest names first at each word."""
        readings = [_readings(surface) for surface in surfaces] if self._bare else []
        start = 0
        while start < len(readings):
            found = self._at(surfaces, readings, start)
            if found is not None:
                yield found
            start = found.end if found is not None else start + 1

    def value_of(self, facet: str, surfaces: Sequence[str]) -> str:
        """Return the value of `facet` that these words name, else the words as they are."""
        names = self._of_facet.get(facet, {})
        for form in product(*(_readings(surface) for surface in surfaces[:LONGEST_NAME])):
            if form in names:
                return names[form].value
        return " ".join(surfaces)

    def _at(
        self, surfaces: Sequence[str], readings: Sequence[Sequence[str]], start: int
    ) -> NamedFilter | None:
        reach = max((self._reach.get(reading, 0) for reading in readings[start]), default=0)
        for end in range(min(len(surfaces), start + reach), start, -1):
            for form in product(*readings[start:end]):
                if form in self._bare:
                    name = self._bare[form]
                    certain = end - start > 1 or len(surfaces) == 1 or _is_surely(surfaces[start])
                    return NamedFilter(start, end, name.facet, name.value, certain)
        return None


@lru_cache(maxsize=8)
def filter_book(names: tuple[FilterName, ...]) -> FilterBook:
    """Return the book of these names, made once."""
    return FilterBook(names)


def _forms(name: FilterName) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a name's words as they are, and the main token of each."""
    surfaces = words(name.name)
    whole = tuple(normal_form(word) for word in surfaces)
    return whole, tuple(_main(word, name.language) for word in surfaces)


@lru_cache(maxsize=CACHED_WORDS)
def _readings(surface: str) -> tuple[str, ...]:
    """Return the forms in which a word may stand in a name, the likeliest first."""
    form = normal_form(surface)
    forms = [form, place_reading(surface).name, form.removesuffix("s")]
    forms += [_main(surface, language) for language in LANGUAGES]
    return tuple(dict.fromkeys(filter(None, forms)))


def _main(surface: str, language: str) -> str:
    found = tokens(surface, language)
    return found[0] if found else ""


def _is_surely(surface: str) -> bool:
    """Tell whether a word can only be a place, by how it is written and inflected.

    "Salo" and "salossa" are the town; "salo" and "salon" may as well be a forest.
    """
    if surface[:1].isupper():
        return True
    reading = place_reading(surface)
    return not reading.is_common_word or reading.is_local_case
