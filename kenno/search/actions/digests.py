"""Telling the news of saved searches by mail: each record once, however often this is run."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from filelock import Timeout

from kenno.core import outbox
from kenno.search import mails
from kenno.search.actions.following import make_link, next_digest
from kenno.search.actions.journal import catch_up
from kenno.search.engine.generation import EngineError
from kenno.search.enums import SavedSearchState
from kenno.search.models import SavedSearch
from kenno.search.watching import NewsItem, NewsUnavailable, watchable_of

logger = logging.getLogger(__name__)

# A record carries the time at which its publication began, and is seen when that is committed:
# the last moments wait for the next digest, so that none can slip in behind it.
SETTLING: Final = timedelta(minutes=2)
# A digest that has not left for so long is of no use to anybody.
DIGEST_USEFUL: Final = timedelta(days=7)


def send_due_digests(now: datetime | None = None) -> int:
    """Make the digests that are due and put them in the outbox; return how many had news.

    Each record is told once in each saved search: twice at the same time, or killed on the way,
    this tells nothing twice and loses nothing. What cannot be told now stays due, and is logged.
    """
    now = now or timezone.now()
    due = list(SavedSearch.objects.due(now).values_list("pk", flat=True))
    if not due:
        return 0
    try:
        catch_up()
    except (Timeout, OSError, EngineError):
        logger.exception("The search index cannot be brought up to date: digests wait")
        return 0
    return sum(_sent(pk, now) for pk in due)


def _sent(pk: int, now: datetime) -> bool:
    try:
        saved = SavedSearch.objects.due(now).select_related("owner").filter(pk=pk).first()
        return saved is not None and _send(saved, now)
    except NewsUnavailable:
        logger.warning("The digest of saved search %s waits: its search gives no answer", pk)
    except Exception:
        # What is wrong with one search must not keep the news of all others.
        logger.exception("The digest of saved search %s could not be made", pk)
    return False


def _send(saved: SavedSearch, now: datetime) -> bool:
    until = max(saved.told_until, now - SETTLING)
    with translation.override(saved.language):
        news = [item for item in _news(saved) if item.at <= until]
    with transaction.atomic():
        # Only one of those who read this row at the same time finds it unchanged here.
        taken = SavedSearch.objects.filter(
            pk=saved.pk,
            state=SavedSearchState.ACTIVE,
            told_until=saved.told_until,
            next_at=saved.next_at,
        ).update(told_until=until, next_at=next_digest(saved.frequency, now))
        if not taken or not news:
            return False
        token = make_link(saved)
        with translation.override(saved.language):
            mail = mails.digest(saved, news, token)
        outbox.queue_message(
            kind="search.digest",
            key=f"search-digest-{saved.pk}-{saved.told_until.isoformat()}",
            recipient=saved.address,
            mail=mail,
            confidential=True,
            expires_at=now + DIGEST_USEFUL,
        )
    return True


def _news(saved: SavedSearch) -> list[NewsItem]:
    """Return the news; none for a search of which a filter or its whole kind is gone.

    Without that filter it would be another search, whose news nobody asked for.
    """
    watchable = watchable_of(saved.kind)
    if watchable is None or not watchable.is_understood(saved.query):
        return []
    return watchable.news(saved.query, saved.language, saved.told_until)
