"""How a practice becomes a search document."""

from collections.abc import Iterable, Sequence

from kenno.places.models import Municipality
from kenno.practices.enums import SizeClass
from kenno.practices.models import Practice
from kenno.practices.queries.pages import with_everything
from kenno.search.documents import SearchDocument
from kenno.vocabulary.models import Labelled

KIND = "practice"
FACETS = ("task", "region", "size", "art", "target", "effect", "status", "language", "municipality")

SIZE_LIMITS = (
    (2_000, SizeClass.UNDER_2000),
    (5_000, SizeClass.UNDER_5000),
    (10_000, SizeClass.UNDER_10000),
    (20_000, SizeClass.UNDER_20000),
    (40_000, SizeClass.UNDER_40000),
    (100_000, SizeClass.UNDER_100000),
)


def size_class(population: int) -> SizeClass:
    """Return the size class of a municipality with this many residents."""
    for limit, size in SIZE_LIMITS:
        if population < limit:
            return size
    return SizeClass.OVER_100000


def keys_of_published() -> Iterable[str]:
    """Return the search keys of all that should be found."""
    return (
        str(pk) for pk in Practice.objects.published().order_by("pk").values_list("pk", flat=True)
    )


def documents(keys: Sequence[str]) -> Iterable[SearchDocument]:
    """Return the search documents of those of these practices that are published."""
    practices = with_everything(Practice.objects.published().filter(pk__in=keys))
    return (document_of(practice) for practice in practices.order_by("pk"))


def _labels(items: Iterable[Labelled]) -> list[str]:
    return [
        label for item in items for label in (item.label_fi, item.label_sv, item.label_en) if label
    ]


def _places(municipalities: Sequence[Municipality]) -> list[str]:
    places = [*municipalities, *(municipality.region for municipality in municipalities)]
    return [name for place in places for name in (place.name_fi, place.name_sv, place.name_en)]


def document_of(practice: Practice) -> SearchDocument:
    """Return everything of this practice that a search may match, count or show."""
    municipalities = [practice.municipality, *practice.partner_municipalities.all()]
    steps = [part for step in practice.steps.all() for part in (step.title, step.text)]
    texts = [
        practice.need,
        practice.description,
        *steps,
        practice.smallest_version,
        *(claim.statement for claim in practice.claims.all()),
        practice.what_failed,
        practice.do_differently,
        practice.must_be_in_place,
        practice.partners,
        practice.premises,
        practice.funding_sources,
        practice.artist_contract,
        *(material.title for material in practice.materials.all()),
    ]
    terms = {
        "task": list(practice.statutory_tasks.all()),
        "art": list(practice.art_forms.all()),
        "target": list(practice.target_groups.all()),
        "effect": list(practice.effect_areas.all()),
    }
    labels = [
        *_places(municipalities),
        *(name for name in (practice.organisation, practice.contact_role) if name),
        *_labels(practice.themes.all()),
        *(label for items in terms.values() for label in _labels(items)),
    ]
    facets = {
        **{name: tuple(item.code for item in items) for name, items in terms.items()},
        "region": tuple(sorted({place.region.code for place in municipalities})),
        "municipality": tuple(place.code for place in municipalities),
        "size": (size_class(practice.municipality.population).value,),
        "status": (practice.practice_status,) if practice.practice_status else (),
        "language": (practice.language,),
    }
    return SearchDocument(
        kind=KIND,
        key=str(practice.pk),
        language=practice.language,
        title=practice.title,
        summary=practice.summary,
        texts=tuple(text for text in texts if text),
        labels=tuple(dict.fromkeys(labels)),
        facets=facets,
        newest=practice.first_published_at or practice.created_at,
    )
