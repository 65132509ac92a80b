"""What follows when a practice becomes public, changes, or leaves."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify

from kenno.practices.actions.themes import refresh_automatic_themes
from kenno.practices.enums import ConfirmationAnswer
from kenno.practices.models import Practice, PracticeConfirmation
from kenno.practices.queries.completeness import completeness
from kenno.practices.queries.documents import KIND
from kenno.search import actions as search

SLUG_LENGTH = 100


def free_slug(title: str) -> str:
    """Return an address part made of the title that no other practice or page has."""
    base = slugify(title)[:SLUG_LENGTH].strip("-") or "kaytanne"
    taken = set(Practice.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= _parts_of_pages()
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _parts_of_pages() -> set[str]:
    """Return what stands in the address of the feed where practices have their slug."""
    parts = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            parts.add(reverse("practices:feed").rstrip("/").rpartition("/")[2])
    return parts


def prepare_publication(practice: Practice) -> None:
    """Give the practice its lasting address, and note that it holds on the day it is published."""
    _give_address(practice)
    practice.last_confirmed_on = timezone.localdate()
    Practice.objects.filter(pk=practice.pk).update(last_confirmed_on=practice.last_confirmed_on)


def _give_address(practice: Practice) -> None:
    if practice.slug is None:
        practice.slug = free_slug(practice.get_latest_revision_as_object().title)
        Practice.objects.filter(pk=practice.pk).update(slug=practice.slug)


def after_change(practice: Practice) -> None:
    """Let completeness, automatic themes and search follow, in the transaction of the change.

    What this practice was adapted from is ranked by being taken into use, so it follows too.
    """
    if practice.live:
        refresh_completeness(practice)
    settle(practice)
    refresh_automatic_themes(practice)
    if practice.adapted_from_id is not None:
        search.index(kind=KIND, key=str(practice.adapted_from_id))
    search.index(kind=KIND, key=str(practice.pk))


def refresh_completeness(practice: Practice) -> None:
    """Count anew how much of what a reader wants to know the practice tells."""
    percent = completeness(practice).percent
    Practice.objects.filter(pk=practice.pk).update(completeness=percent)


def follow_in_search(practices: Iterable[Practice]) -> None:
    """Note for the search that these published practices changed; call last in a transaction."""
    for key in sorted(practice.pk for practice in practices):
        search.index(kind=KIND, key=str(key))


def settle(practice: Practice) -> None:
    """Ask no more whether a practice holds that was just published or archived.

    What was asked to be archived is done once it is.
    """
    answer = ConfirmationAnswer.EDITED if practice.live else ConfirmationAnswer.ENDED
    asked = PracticeConfirmation.objects.filter(practice=practice)
    now = timezone.now()
    asked.open().update(answered_at=now, answer=answer)
    asked.filter(answer=ConfirmationAnswer.ARCHIVE, handled_at=None).update(handled_at=now)
