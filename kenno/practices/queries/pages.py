"""What the public pages read."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, Prefetch, QuerySet

from kenno.people.models import Organisation
from kenno.people.rules import Person, contributes_for
from kenno.places.models import Municipality, Region
from kenno.practices.models import AutomaticTheme, Practice, PracticeQuerySet
from kenno.vocabulary.models import StatutoryTask

LISTS = ("steps", "hours", "claims", "materials")
CLASSIFICATIONS = ("statutory_tasks", "target_groups", "art_forms", "themes", "effect_areas")


def with_everything(practices: PracticeQuerySet) -> PracticeQuerySet:
    """Read practices with all that their pages and search documents show."""
    return practices.select_related(
        "municipality__region",
        "municipality__wellbeing_county",
        "responsible_organisation",
        "lead_image",
        "adapted_from",
    ).prefetch_related(
        *LISTS,
        *CLASSIFICATIONS,
        Prefetch(
            "automatic_themes",
            queryset=AutomaticTheme.objects.select_related("concept").order_by("sort_order"),
        ),
        Prefetch(
            "partner_municipalities",
            queryset=Municipality.objects.select_related("region", "wellbeing_county").order_by(
                "name_fi"
            ),
        ),
    )


def for_cards(practices: PracticeQuerySet) -> PracticeQuerySet:
    """Read practices with what a card in a list shows."""
    return practices.select_related("municipality__region").prefetch_related(
        "statutory_tasks", "art_forms"
    )


def published_practice(slug: str) -> Practice | None:
    """Return the published practice at this address, with everything its page shows."""
    return with_everything(Practice.objects.published().filter(slug=slug)).first()


def was_published(slug: str) -> bool:
    """Tell whether a practice that has since been taken away lived at this address."""
    return Practice.objects.filter(slug=slug, live=False, first_published_at__isnull=False).exists()


def cards_by_key(keys: Sequence[str], *, with_partners: bool = False) -> dict[str, Practice]:
    """Return published practices by their search key; three queries, or four with partners."""
    if not keys:
        return {}
    found = for_cards(Practice.objects.published().filter(pk__in=keys)).order_by("pk")
    if with_partners:
        partners = Municipality.objects.order_by("name_fi")
        found = found.prefetch_related(Prefetch("partner_municipalities", queryset=partners))
    return {str(practice.pk): practice for practice in found}


def addresses_by_key(keys: Sequence[str]) -> dict[str, str]:
    """Return the addresses of published practices by their search key."""
    found = (
        Practice.objects.published().filter(pk__in=keys).only("slug").order_by("pk") if keys else ()
    )
    return {str(practice.pk): practice.get_absolute_url() for practice in found}


def newest(limit: int) -> list[Practice]:
    """Return the practices published last, newest first."""
    return list(
        for_cards(Practice.objects.published()).order_by("-first_published_at", "-pk")[:limit]
    )


def of_municipality(municipality: Municipality, limit: int) -> list[Practice]:
    """Return the newest published practices that a municipality owns or shares."""
    practices = Practice.objects.published().of_municipality(municipality)
    return list(for_cards(practices).order_by("-first_published_at", "-pk")[:limit])


def of_region(region: Region, limit: int) -> list[Practice]:
    """Return the newest published practices of a region's municipalities."""
    practices = Practice.objects.published().of_region(region)
    return list(for_cards(practices).order_by("-first_published_at", "-pk")[:limit])


def of_organisation(organisation: Organisation, limit: int) -> list[Practice]:
    """Return the newest published practices for which an organisation is responsible."""
    practices = Practice.objects.published().filter(responsible_organisation=organisation)
    return list(for_cards(practices).order_by("-first_published_at", "-pk")[:limit])


def own_municipality_code(person: Person) -> str:
    """Return the code of the municipality for which a person writes, the first one; or nothing."""
    own = Municipality.objects.filter(pk__in=contributes_for(person)).order_by("name_fi")
    return own.values_list("code", flat=True).first() or ""


def counts_by_municipality() -> dict[int, int]:
    """Return how many published practices each municipality owns, by primary key."""
    rows = (
        Practice.objects.published()
        .values("municipality")
        .annotate(practices=Count("pk"))
        .order_by("municipality")
    )
    return {row["municipality"]: row["practices"] for row in rows}


def counts_by_task() -> dict[str, int]:
    """Return how many published practices serve each statutory task, by its code."""
    rows = (
        Practice.statutory_tasks.through.objects.filter(practice__live=True)
        .values("statutorytask__code")
        .annotate(practices=Count("pk"))
        .order_by("statutorytask__code")
    )
    counts = {row["statutorytask__code"]: row["practices"] for row in rows}
    codes = StatutoryTask.objects.order_by("position").values_list("code", flat=True)
    return {code: counts.get(code, 0) for code in codes}


def published_addresses() -> QuerySet[Practice]:
    """Return what a site map needs of each published practice; examples are left out."""
    return (
        Practice.objects.published()
        .exclude(is_example=True)
        .only("slug", "last_published_at", "title")
        .order_by("-first_published_at", "-pk")
    )


def adaptations_of(practice: Practice) -> Iterable[Practice]:
    """Return the published practices that were made after this one."""
    return (
        Practice.objects.published()
        .filter(adapted_from=practice)
        .select_related("municipality")
        .order_by("title")
    )
