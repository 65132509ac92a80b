"""How a practice becomes a search document."""

from collections.abc import Iterable, Sequence
from itertools import chain

from django.db.models import Prefetch

from kenno.people.queries.contacts import ShownContact, shown_contacts
from kenno.places.models import Municipality
from kenno.practices.enums import PracticeStatus
from kenno.practices.models import Practice
from kenno.practices.queries.boost import boost
from kenno.practices.queries.classes import cost_class, fresh_on, size_class
from kenno.practices.queries.pages import with_everything
from kenno.search.documents import SearchDocument
from kenno.vocabulary.models import Labelled

KIND = "practice"
# In the order in which the list of practices offers them.
FACETS = (
    "task",
    "region",
    "art",
    "target",
    "size",
    "urban",
    "municipal-language",
    "cost",
    "effect",
    "status",
    "language",
    "year",
    "municipality",
    "concept",
)


def keys_of_published() -> Iterable[str]:
    """Return the search keys of all that should be found."""
    return (
        str(pk) for pk in Practice.objects.published().order_by("pk").values_list("pk", flat=True)
    )


def documents(keys: Sequence[str]) -> Iterable[SearchDocument]:
    """Return the search documents of those of these practices that are published."""
    adaptations = Practice.objects.published().only("pk", "adapted_from").order_by("pk")
    practices = with_everything(Practice.objects.published().filter(pk__in=keys)).prefetch_related(
        Prefetch("adaptations", queryset=adaptations)
    )
    found = list(practices.order_by("pk"))
    contacts = shown_contacts({practice.contact_id for practice in found})
    return (document_of(practice, contacts.get(practice.contact_id)) for practice in found)


def _labels(items: Iterable[Labelled]) -> list[str]:
    return [
        label for item in items for label in (item.label_fi, item.label_sv, item.label_en) if label
    ]


def _places(municipalities: Sequence[Municipality]) -> list[str]:
    places = [*municipalities, *(municipality.region for municipality in municipalities)]
    counties = [place.wellbeing_county for place in municipalities if place.wellbeing_county]
    return [
        *(name for place in places for name in (place.name_fi, place.name_sv, place.name_en)),
        *(name for county in counties for name in (county.name_fi, county.name_sv)),
    ]


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _texts(practice: Practice) -> tuple[str, ...]:
    return _unique(
        [
            practice.description,
            practice.smallest_version,
            *(claim.statement for claim in practice.claims.all()),
            practice.what_failed,
            practice.do_differently,
            practice.must_be_in_place,
            practice.partners,
            practice.premises,
            practice.funding_sources,
            practice.artist_contract,
            practice.procurement_route,
            practice.permissions,
            practice.ended_reason,
            *(material.title for material in practice.materials.all()),
        ]
    )


def _boost(practice: Practice) -> float:
    return boost(
        completeness=practice.completeness,
        fresh_on=fresh_on(practice),
        grounded_claims=sum(bool(claim.how) for claim in practice.claims.all()),
        in_use=practice.practice_status == PracticeStatus.IN_USE,
        adaptations=len(practice.adaptations.all()),
    )


def _own_words(practice: Practice, contact: ShownContact | None) -> tuple[str, ...]:
    """Who does it and whom to ask: organisations and a title that is shown, never a name."""
    responsible = practice.responsible_organisation
    names = (responsible.name_fi, responsible.name_sv, responsible.name_en) if responsible else ()
    return _unique([practice.organisation, *names, contact.title if contact else ""])


def document_of(practice: Practice, contact: ShownContact | None) -> SearchDocument:
    """Return everything of this practice that a search may match, count or show.

    `contact` is the practice's contact if anyone may see it now.
    """
    owner = practice.municipality
    municipalities = [owner, *practice.partner_municipalities.all()]
    chosen = list(practice.themes.all())
    # Automatic ones are found by, but are no filter: nobody has said that they are right.
    themes = chosen or [automatic.concept for automatic in practice.automatic_themes.all()]
    terms: dict[str, list[Labelled]] = {
        "task": list(practice.statutory_tasks.all()),
        "art": list(practice.art_forms.all()),
        "target": list(practice.target_groups.all()),
        "effect": list(practice.effect_areas.all()),
        "concept": list(chosen),
    }
    return SearchDocument(
        kind=KIND,
        key=str(practice.pk),
        language=practice.language,
        title=practice.title,
        summary=practice.summary,
        leads=_unique([practice.need]),
        steps=_unique(part for step in practice.steps.all() for part in (step.title, step.text)),
        texts=_texts(practice),
        places=_unique(_places(municipalities)),
        labels=_unique(chain.from_iterable(map(_labels, [*terms.values(), themes]))),
        own_words=_own_words(practice, contact),
        concepts=tuple(theme.code for theme in themes),
        facets={
            **{name: _codes(items) for name, items in terms.items()},
            "region": tuple(sorted({place.region.code for place in municipalities})),
            "municipality": _codes(municipalities),
            "size": (size_class(owner.population).value,),
            "urban": (owner.urban_rural,),
            "municipal-language": (owner.language_status,),
            "cost": (cost_class(practice.cost_once_eur, practice.cost_yearly_eur).value,),
            "status": (practice.practice_status,) if practice.practice_status else (),
            "language": (practice.language,),
            "year": (str(fresh_on(practice).year),),
        },
        newest=practice.first_published_at or practice.created_at,
        boost=_boost(practice),
    )


def _codes(items: Iterable[object]) -> tuple[str, ...]:
    return tuple(item.code for item in items)  # type: ignore[attr-defined]
