"""What the pages on messages read: the outbox, and the addresses that are not mailed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from kenno.core import delivery, outbox
from kenno.core.audit import HistoryEntry
from kenno.core.enums import MessageEventKind, MessageState
from kenno.core.models import MessageEvent, OutboxMessage, SuppressedAddress

# Days beyond these are nobody's wish, and near the ends of the calendar no time zone can be told.
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True)
class MessageFilter:
    """Which messages a page shows: all that fit what is given.

    `recipient` is any part of an address; `since` and `until` are the first and the last day on
    which a message was made, in the site's time.
    """

    state: str = ""
    kind: str = ""
    recipient: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class StateCount:
    """How many of the chosen messages are in a state."""

    state: MessageState
    count: int


def in_days(field: str, since: date | None, until: date | None) -> Q:
    """Return the condition that a time is on these days of the site's time, both ends included."""
    found = Q()
    if since:
        found &= Q((f"{field}__gte", _midnight(since)))
    if until:
        found &= Q((f"{field}__lt", _midnight(min(until, LAST_DAY) + timedelta(days=1))))
    return found


def _midnight(day: date) -> datetime:
    day = min(max(day, FIRST_DAY), LAST_DAY)
    return timezone.make_aware(datetime.combine(day, time.min))


def _chosen(chosen: MessageFilter) -> Q:
    """Return the condition for everything but the state."""
    found = in_days("created_at", chosen.since, chosen.until)
    if chosen.kind:
        found &= Q(kind=chosen.kind)
    if words := chosen.recipient.strip():
        found &= Q(recipient__icontains=words)
    return found


def outbox_messages(chosen: MessageFilter = MessageFilter()) -> QuerySet[OutboxMessage]:
    """Return the messages that a filter finds, newest first.

    With `shown_body`, and `suppressed_id` where their address is not mailed any more.
    """
    suppressed = Subquery(_suppression().values("pk")[:1])
    found = outbox.messages().annotate(suppressed_id=suppressed)
    found = found.filter(_chosen(chosen))
    return found.filter(state=chosen.state) if chosen.state else found


def _suppression() -> QuerySet[SuppressedAddress]:
    """Return the suppression of the address of a message in the query outside."""
    return SuppressedAddress.objects.filter(address=Lower(OuterRef("recipient"))).order_by("pk")


def state_counts(chosen: MessageFilter) -> list[StateCount]:
    """Return how many messages of each state fit a filter without its state, in states' order."""
    counted = OutboxMessage.objects.filter(_chosen(chosen)).order_by().values_list("state")
    counts: dict[str, int] = dict(counted.annotate(Count("pk")))
    return [StateCount(state, counts[state]) for state in MessageState if state in counts]


def message_kinds() -> list[str]:
    """Return the kinds of messages that there are, in order."""
    return list(OutboxMessage.objects.order_by("kind").values_list("kind", flat=True).distinct())


def message_entries(message: OutboxMessage) -> list[HistoryEntry]:
    """Return what has happened to a message for a timeline, newest first."""
    return [
        HistoryEntry(
            event.at,
            (event.by.get_full_name() or _("nimetön")) if event.by else "",
            event.get_kind_display(),
            _explained(event),
        )
        for event in message.events.select_related("by").order_by("-at", "-pk")
    ]


def _explained(event: MessageEvent) -> str:
    if event.kind == MessageEventKind.INTERRUPTED:
        return _(
            "Emme tiedä, ehtikö viesti lähteä. Se lähetetään uudelleen, joten vastaanottaja voi "
            "saada sen kahdesti."
        )
    return event.detail


def retriable(chosen: MessageFilter) -> QuerySet[OutboxMessage]:
    """Return the refused messages of a filter whose address may be mailed, newest first."""
    return outbox_messages(chosen).filter(~Exists(_suppression()), state=MessageState.REFUSED)


def suppressed_addresses(search: str = "") -> QuerySet[SuppressedAddress]:
    """Return the addresses that are not mailed, newest first; `search` is a part of one."""
    found = SuppressedAddress.objects.select_related("message").order_by("-since", "-pk")
    words = search.strip()
    return found.filter(address__icontains=words) if words else found


def undelivered() -> tuple[int, int]:
    """Return how many messages are refused, and how many wait because there is no mail server."""
    refused = OutboxMessage.objects.filter(state=MessageState.REFUSED).count()
    stuck = 0 if delivery.mail_is_configured() else OutboxMessage.objects.waiting().count()
    return refused, stuck
