from datetime import UTC, datetime, timedelta

import factory

from kenno.search.documents import SearchDocument

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


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
