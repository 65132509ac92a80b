"""The words by which people ask for a place, a task, a size: what a search takes as filters."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import override

from kenno.core.languages import LANGUAGES
from kenno.places.enums import LanguageStatus, UrbanRural
from kenno.places.models import Municipality, Place, Region
from kenno.practices.enums import CostClass, PracticeStatus, SizeClass
from kenno.search.documents import FilterName
from kenno.vocabulary.models import Term
from kenno.vocabulary.queries import terms

# What may stand before a colon, in three languages.
FIELDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("kunta", "kommun", "municipality"), "municipality"),
    **dict.fromkeys(("maakunta", "landskap", "region"), "region"),
    **dict.fromkeys(("tehtävä", "uppgift", "task"), "task"),
    **dict.fromkeys(("taide", "taiteenala", "konst", "konstform", "art"), "art"),
    **dict.fromkeys(("kohderyhmä", "målgrupp", "target"), "target"),
    **dict.fromkeys(("vaikutus", "effekt", "effect"), "effect"),
    **dict.fromkeys(("kieli", "språk", "language"), "language"),
    **dict.fromkeys(("vaihe", "skede", "status"), "status"),
    **dict.fromkeys(("koko", "storlek", "size"), "size"),
    **dict.fromkeys(("kuntatyyppi", "kommuntyp", "urban"), "urban"),
    **dict.fromkeys(("kielisyys", "språklighet"), "municipal-language"),
    **dict.fromkeys(("kustannus", "kostnad", "cost"), "cost"),
    **dict.fromkeys(("vuosi", "år", "year"), "year"),
}
# Names of regions in use beside the official ones.
ALSO_CALLED: Final = {
    "01": (("en", "Helsinki-Uusimaa"),),
    "02": (("en", "Finland Proper"),),
    "05": (("en", "Tavastia Proper"),),
    "06": (("en", "Tampere Region"),),
    "07": (("en", "Päijänne Tavastia"),),
    "10": (("en", "Southern Savonia"), ("en", "South Savonia")),
    "11": (("en", "Northern Savonia"), ("en", "North Savonia")),
    "12": (("en", "Northern Karelia"),),
    "14": (("en", "Southern Ostrobothnia"),),
    "17": (("en", "Northern Ostrobothnia"),),
    "21": (("fi", "Åland"), ("en", "Åland Islands")),
}
LANGUAGE_NAMES: Final = {
    "fi": ("suomi", "finska", "Finnish"),
    "sv": ("ruotsi", "svenska", "Swedish"),
    "en": ("englanti", "engelska", "English"),
    "se": ("pohjoissaame", "nordsamiska", "Northern Sámi"),
}
CHOICES: Final[Mapping[str, type[TextChoices]]] = {
    "status": PracticeStatus,
    "size": SizeClass,
    "urban": UrbanRural,
    "municipal-language": LanguageStatus,
    "cost": CostClass,
}


def filter_names() -> Iterable[FilterName]:
    """Return every name of a value that may be filtered by. Six queries.

    Those of places are understood anywhere among the words, others only after a field's name:
    "musiikki" alone is a word to search for, "taide:musiikki" a filter.
    """
    yield from _names_of_places("municipality", Municipality.objects.order_by("code"))
    yield from _names_of_places("region", Region.objects.order_by("code"))
    for code, names in ALSO_CALLED.items():
        for language, name in names:
            yield FilterName("region", code, name, language)
    lists = terms()
    yield from _names_of_terms("task", lists.statutory_tasks)
    yield from _names_of_terms("art", lists.art_forms)
    yield from _names_of_terms("target", lists.target_groups)
    yield from _names_of_terms("effect", lists.effect_areas)
    for code, in_languages in LANGUAGE_NAMES.items():
        yield FilterName("language", code, code, "fi", bare=False)
        for language, name in zip(LANGUAGES, in_languages, strict=True):
            yield FilterName("language", code, name, language, bare=False)
    yield from _names_of_choices()


def _names_of_places(facet: str, places: Iterable[Place]) -> Iterator[FilterName]:
    for place in places:
        code: str = place.code  # type: ignore[attr-defined]  # regions and municipalities have it
        for language in LANGUAGES:
            yield FilterName(facet, code, getattr(place, f"name_{language}"), language)


def _names_of_terms(facet: str, items: Iterable[Term]) -> Iterator[FilterName]:
    for item in items:
        for language in LANGUAGES:
            if name := getattr(item, f"label_{language}"):
                yield FilterName(facet, item.code, name, language, bare=False)


def _names_of_choices() -> Iterator[FilterName]:
    for language in LANGUAGES:
        with override(language):
            named = [
                FilterName(facet, str(value), str(label), language, bare=False)
                for facet, choices in CHOICES.items()
                for value, label in choices.choices
            ]
        yield from named
