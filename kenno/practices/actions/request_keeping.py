"""How long it is kept who was asked to complete a draft; that somebody was asked stays."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kenno.core import links
from kenno.core.dates import months_before
from kenno.people.models import User
from kenno.practices.models import DraftRequest
from kenno.practices.models.requests import LINK_LIFETIME

KEPT_MONTHS: Final = 12
EMPTY: Final = {"title": "", "told_by": "", "message": "", "decline_reason": ""}


@transaction.atomic
def forget_requests(now: datetime, rehearse: bool) -> int:
    """Forget who was asked, in which words and why they declined, 12 months after the link ended.

    Returns how many requests that were.
    """
    last = months_before(timezone.localdate(now - LINK_LIFETIME), KEPT_MONTHS)
    old = DraftRequest.objects.filter(person__isnull=False, sent_at__date__lte=last)
    if rehearse:
        return old.count()
    return _forget(old)


def forget_requests_of(person: User) -> None:
    """End a person's links and empty their words; call in the removal's transaction."""
    _forget(DraftRequest.objects.filter(person=person))


def _forget(requests: QuerySet[DraftRequest]) -> int:
    found = list(requests.order_by("pk"))
    for request in found:
        links.forget_links(request)
    ids = [request.pk for request in found]
    return DraftRequest.objects.filter(pk__in=ids).update(person=None, **EMPTY)
