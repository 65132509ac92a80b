"""What the clock of `kenno serve` throws away, so that nothing personal is kept without need."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kenno.core.enums import MessageState
from kenno.core.models import OutboxMessage, SignedLink

TASKS_KEPT = timedelta(days=7)
LINKS_KEPT = timedelta(days=30)
MESSAGES_KEPT = timedelta(days=180)


def prune() -> dict[str, int]:
    """Delete what has served its time and return how many of each.

    Sessions that have ended, finished tasks after TASKS_KEPT, links after LINKS_KEPT from their
    last day, messages that left after MESSAGES_KEPT. Waiting and failed messages are kept.
    """
    now = timezone.now()
    call_command("clearsessions", verbosity=0)
    tasks, _ = DBTaskResult.objects.finished().filter(finished_at__lt=now - TASKS_KEPT).delete()
    links, _ = SignedLink.objects.filter(expires_at__lt=now - LINKS_KEPT).delete()
    messages, _ = OutboxMessage.objects.filter(
        state=MessageState.SENT, sent_at__lt=now - MESSAGES_KEPT
    ).delete()
    return {"tasks": tasks, "links": links, "messages": messages}
