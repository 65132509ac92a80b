"""The saved searches that are kept about a person, by account or by address."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.core import links
from kenno.core.personal_data import Entry, Fact
from kenno.people.models import User
from kenno.search.mails import descriptions
from kenno.search.models import SavedSearch, SavedSearchQuerySet


def _of(person: User) -> SavedSearchQuerySet:
    by_address = Q(owner__isnull=True, email__iexact=person.email)
    return SavedSearch.objects.filter(Q(owner=person) | by_address).order_by("-created_at", "-pk")


def collect(person: User) -> Iterator[Entry]:
    """Go through a person's saved searches, newest first."""
    found = list(_of(person))
    texts = descriptions(found, get_language() or "fi")
    for saved, text in zip(found, texts, strict=True):
        facts = (
            Fact("query", _("Haku"), saved.query),
            Fact("frequency", _("Tahti"), str(saved.get_frequency_display())),
            Fact("state", _("Tila"), str(saved.get_state_display())),
            Fact("created_at", _("Tallennettu"), saved.created_at),
        )
        yield Entry(text or saved.query, facts)


def forget(person: User) -> None:
    """Delete a person's saved searches and the links by which they are managed."""
    for saved in _of(person):
        links.forget_links(saved)
        saved.delete()
