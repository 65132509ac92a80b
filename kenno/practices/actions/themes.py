"""Themes that are read from the text of a practice whose author chose none."""

from django.db import transaction

from kenno.core import audit
from kenno.practices.models import AutomaticTheme, Practice
from kenno.practices.queries.documents import KIND
from kenno.practices.queries.themes import automatic_concepts
from kenno.search import actions as search


@transaction.atomic
def refresh_automatic_themes(practice: Practice) -> bool:
    """Bring the automatic themes in step with the published text; tell whether they changed.

    A practice with chosen themes, or one that is not public, has none. The search is not told.
    """
    wanted = [] if not practice.live or practice.themes.exists() else automatic_concepts(practice)
    codes = [concept.code for concept in wanted]
    present = practice.automatic_themes.values_list("concept__code", flat=True)
    if list(present) == codes:
        return False
    practice.automatic_themes.all().delete()
    AutomaticTheme.objects.bulk_create(
        AutomaticTheme(practice=practice, concept=concept, sort_order=place)
        for place, concept in enumerate(wanted)
    )
    audit.record("practices.themes_suggested", subject=practice, by=None, data={"themes": codes})
    return True


def suggest_missing_themes() -> int:
    """Bring the automatic themes of every published practice in step; return how many changed.

    Each practice is a transaction of its own. Running it again changes nothing.
    """
    changed = 0
    for key in Practice.objects.published().order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            practice = Practice.objects.published().filter(pk=key).first()
            if practice is not None and refresh_automatic_themes(practice):
                search.index(kind=KIND, key=str(practice.pk))
                changed += 1
    return changed
