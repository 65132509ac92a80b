"""What the clock of `kenno serve` throws away, so that nothing personal is kept without need."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kenno.core import retention
from kenno.core.models import LEFT, OutboxMessage, SignedLink

# The rooms' own pruning; core calls them by name, since it uses no room.
PRUNING_COMMANDS = (
    "clearsessions",
    "prune_search_journal",
    "prune_searches",
    "prune_feedback",
    "prune_joinings",
)
TASKS_KEPT = timedelta(days=7)
LINKS_KEPT = timedelta(days=30)
MESSAGES_KEPT = timedelta(days=180)
# A sign-in code is good for a quarter of an hour; later nobody needs what its message says.
CONFIDENTIAL_KEPT = timedelta(days=1)


def prune() -> dict[str, int]:
    """Delete what has served its time and return how many of each, the rooms' rules among them.

    Sessions that have ended, finished tasks after TASKS_KEPT, links after LINKS_KEPT from their
    last day, messages that left after MESSAGES_KEPT with their history, confidential ones that
    never left after their last moment, or CONFIDENTIAL_KEPT where they have none. Other waiting
    and refused messages are kept.
    """
    now = timezone.now()
    for command in PRUNING_COMMANDS:
        call_command(command, stdout=StringIO())
    tasks, _ = DBTaskResult.objects.finished().filter(finished_at__lt=now - TASKS_KEPT).delete()
    links, _ = SignedLink.objects.filter(expires_at__lt=now - LINKS_KEPT).delete()
    left = Q(state__in=LEFT, sent_at__lt=now - MESSAGES_KEPT)
    no_use = Q(expires_at__lt=now) | Q(
        expires_at__isnull=True, created_at__lt=now - CONFIDENTIAL_KEPT
    )
    too_late = Q(confidential=True) & no_use & ~Q(state__in=LEFT)
    _, deleted = OutboxMessage.objects.filter(left | too_late).delete()
    return {
        "tasks": tasks,
        "links": links,
        "messages": deleted.get(OutboxMessage._meta.label, 0),
        **retention.forget_expired(),
    }
