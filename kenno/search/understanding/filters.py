"""Names of filters among the words of a search: "lasten teatteri Kainuussa", "kunta:oulu"."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from kenno.search.analysis import place_reading, tokens, words
from kenno.search.analysis.words import normal_form
from kenno.search.documents import FilterName

LONGEST_NAME: Final = 4


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
        for name in names:
            for form in _forms(name):
                self._of_facet.setdefault(name.facet, {}).setdefault(form, name)
                if name.bare:
                    self._bare.setdefault(form, name)

    def named_in(self, surfaces: Sequence[str]) -> Iterator[NamedFilter]:
        """Yield the filters that the words name, the longest names first at each word."""
        start = 0
        while start < len(surfaces):
            found = next(self._at(surfaces, start), None)
            if found is not None:
                yield found
            start = found.end if found is not None else start + 1

    def value_of(self, facet: str, surfaces: Sequence[str]) -> str:
        """Return the value of `facet` that these words name, else the words as they are."""
        names = self._of_facet.get(facet, {})
        for form in _readings(surfaces):
            if form in names:
                return names[form].value
        return " ".join(surfaces)

    def _at(self, surfaces: Sequence[str], start: int) -> Iterator[NamedFilter]:
        for end in range(min(len(surfaces), start + LONGEST_NAME), start, -1):
            span = surfaces[start:end]
            for form in _readings(span):
                if form in self._bare:
                    name = self._bare[form]
                    certain = len(span) > 1 or len(surfaces) == 1 or _is_surely_a_name(span[0])
                    yield NamedFilter(start, end, name.facet, name.value, certain)
                    break


@lru_cache(maxsize=8)
def filter_book(names: tuple[FilterName, ...]) -> FilterBook:
    """Return the book of these names, made once."""
    return FilterBook(names)


def _forms(name: FilterName) -> set[tuple[str, ...]]:
    surfaces = words(name.name)
    whole = tuple(normal_form(word) for word in surfaces)
    main = tuple(_main(word, name.language) for word in surfaces)
    return {form for form in (whole, main) if form and all(form)}


def _readings(surfaces: Sequence[str]) -> Iterator[tuple[str, ...]]:
    yield tuple(normal_form(word) for word in surfaces)
    if len(surfaces) == 1:
        yield (place_reading(surfaces[0]).name,)
    for language in ("fi", "sv", "en"):
        yield tuple(_main(word, language) for word in surfaces)


def _main(surface: str, language: str) -> str:
    found = tokens(surface, language)
    return found[0] if found else ""


def _is_surely_a_name(surface: str) -> bool:
    """Tell whether a word can only be a place, by how it is written and inflected.

    "Salo" and "salossa" are the town; "salo" and "salon" may as well be a forest.
    """
    if surface[:1].isupper():
        return True
    reading = place_reading(surface)
    return not reading.is_common_word or reading.is_local_case
