from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from kenno.search.documents import SearchDocument
from kenno.search.enums import Frequency, SavedSearchState
from kenno.search.models import SavedSearch, SearchRecord

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
SAVED_AT = datetime(2026, 5, 1, 12, tzinfo=UTC)


class SearchDocumentFactory(factory.Factory):
    """A Finnish record; each is a day newer than the one before it."""

    class Meta:
        model = SearchDocument

    class Params:
        number = factory.Sequence(int)

    kind = "record"
    key = factory.LazyAttribute(lambda document: str(document.number))
    language = "fi"
    title = factory.LazyAttribute(lambda document: f"Tietue {document.number}")
    summary = ""
    texts = ()
    labels = ()
    facets = factory.LazyFunction(dict)
    newest = factory.LazyAttribute(lambda document: FIRST_DAY + timedelta(days=document.number))


class SavedSearchFactory(DjangoModelFactory):
    """A weekly search of a signed-in person, saved on Friday 1 May 2026 at noon (UTC)."""

    class Meta:
        model = SavedSearch

    owner = factory.SubFactory("tests.factories.people.UserFactory")
    kind = "practice"
    query = "q=teatteri"
    language = "fi"
    frequency = Frequency.WEEKLY
    state = SavedSearchState.ACTIVE
    created_at = SAVED_AT
    told_until = SAVED_AT
    next_at = datetime(2026, 5, 4, 4, tzinfo=UTC)


class AddressSearchFactory(SavedSearchFactory):
    """The same for an address whose owner has confirmed it."""

    owner = None
    email = "lukija@kunta.example"


class SearchRecordFactory(DjangoModelFactory):
    """A search that found something, made once on 1 May 2026."""

    class Meta:
        model = SearchRecord

    day = date(2026, 5, 1)
    kind = "practice"
    language = "fi"
    text = factory.Sequence(lambda number: f"teatteri {number}")
    times = 1
    total = 3
    slowest_ms = 4
