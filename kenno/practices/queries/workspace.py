"""What the workspace reads: practices by who writes them, drafts included."""

from typing import Final

from django.db.models import Q, QuerySet

from kenno.moderation.enums import ReviewState
from kenno.people.models import Organisation, OrganisationQuerySet
from kenno.people.rules import Person, contributes_for, coordinated_regions, is_coordinator
from kenno.places.models import Municipality
from kenno.practices.models import Practice

WORKED_ON: Final = (ReviewState.DRAFT, ReviewState.IN_REVIEW, ReviewState.RETURNED)


def writable_by(person: Person, *, title: str = "") -> QuerySet[Practice]:
    """Return the practices that the person may write, the ones worked on last first.

    With `title`, only those whose published or drafted name has these characters.
    """
    practices = Practice.objects.select_related("municipality", "draft_saved_by")
    if not is_coordinator(person):
        practices = practices.filter(
            _own("municipality__", person) | _made_of_own(contributes_for(person))
        )
    if title:
        practices = practices.filter(
            Q(title__icontains=title) | Q(latest_revision__object_str__icontains=title)
        )
    return practices.order_by("-draft_saved_at", "-pk")


def unfinished_of(person: Person, limit: int) -> list[Practice]:
    """Return the drafts and returned texts that the person saved last."""
    return list(
        writable_by(person).filter(draft_saved_by=person.pk).unfinished()[:limit]  # type: ignore[attr-defined]
    )


def returned_to(person: Person, limit: int) -> list[Practice]:
    """Return the texts that a coordinator gave back to be mended, of the person's municipalities.

    The newest first. One query; a coordinator who writes for no municipality has none.
    """
    own = contributes_for(person)
    returned = Practice.objects.filter(
        Q(municipality__in=own) | _made_of_own(own), review_state=ReviewState.RETURNED
    )
    return list(returned.select_related("municipality").order_by("-draft_saved_at", "-pk")[:limit])


def municipalities_of(person: Person) -> QuerySet[Municipality]:
    """Return the municipalities for which the person may write."""
    municipalities = Municipality.objects.in_name_order()
    if is_coordinator(person):
        return municipalities
    return municipalities.filter(_own("", person))


def _made_of_own(municipality_ids: set[int]) -> Q:
    """Return what leaves the practices into which one of these municipalities was merged."""
    merged = Practice.objects.filter(municipality__in=municipality_ids, merged_into__isnull=False)
    return Q(pk__in=merged.order_by("pk").values("merged_into"))


def _own(prefix: str, person: Person) -> Q:
    """Return what leaves the municipalities of the person's roles; the union when several."""
    return Q((f"{prefix}pk__in", contributes_for(person))) | Q(
        (f"{prefix}region__in", coordinated_regions(person))
    )


def all_municipalities() -> QuerySet[Municipality]:
    """Return every municipality by name, to help those who type one."""
    return Municipality.objects.in_name_order()


def responsible_organisations(practice: Practice) -> OrganisationQuerySet:
    """Return the organisations that may be responsible for a practice, by name.

    Those of its municipality, region and wellbeing county, the national ones, and the one that
    was chosen before. Only such as are at work, but for the last.
    """
    place = practice.municipality
    near = (
        Q(municipality=place)
        | Q(region=place.region_id)
        | Q(wellbeing_county=place.wellbeing_county_id, wellbeing_county__isnull=False)
        | Q(municipality__isnull=True, region__isnull=True, wellbeing_county__isnull=True)
    )
    chosen = Q(pk=practice.responsible_organisation_id)
    return Organisation.objects.filter(Q(near, is_active=True) | chosen).in_name_order()


def practice_for_writing(pk: int) -> Practice | None:
    """Return a practice whatever its state."""
    return (
        Practice.objects.select_related("municipality__region", "latest_revision", "contact")
        .filter(pk=pk)
        .first()
    )


def is_worked_on(practice: Practice) -> bool:
    """Tell whether a practice is still on its way to its first publication."""
    never_public = not practice.live and practice.first_published_at is None
    return never_public and practice.review_state in WORKED_ON


def draft_of(practice: Practice) -> Practice:
    """Return the practice with its newest text, which may differ from the published one."""
    if practice.latest_revision is not None:
        # The revision would read the practice again, to put its text on.
        practice.latest_revision.content_object = practice
    draft: Practice = practice.get_latest_revision_as_object()
    return draft
