from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from kenno.core.enums import LinkPurpose, MessageState
from kenno.core.housekeeping import prune
from kenno.core.links import create_link
from kenno.core.models import LEFT, OutboxMessage, SignedLink

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(db, time_machine):
    time_machine.move_to(NOW, tick=False)


def message(key: str, *, days: int, state: str, confidential: bool = False) -> None:
    then = NOW - timedelta(days=days)
    OutboxMessage.objects.create(
        key=key,
        kind="test",
        recipient="reader@kenno.example",
        subject="",
        body="",
        state=state,
        refusal="rejected" if state == MessageState.REFUSED else "",
        confidential=confidential,
        created_at=then,
        sent_at=then if state in LEFT else None,
    )


def test_prune_deletes_messages_that_left_long_ago():
    message("sent long ago", days=181, state=MessageState.SENT)
    message("sent lately", days=179, state=MessageState.SENT)
    message("bounced long ago", days=181, state=MessageState.BOUNCED)
    message("waiting", days=400, state=MessageState.WAITING)
    message("refused", days=400, state=MessageState.REFUSED)
    pruned = prune()
    assert [pruned[kind] for kind in ("tasks", "links", "messages")] == [0, 0, 2]
    left = OutboxMessage.objects.order_by("key").values_list("key", flat=True)
    assert list(left) == ["refused", "sent lately", "waiting"]


def test_prune_deletes_confidential_messages_that_never_left():
    message("old code", days=2, state=MessageState.WAITING, confidential=True)
    message("refused code", days=2, state=MessageState.REFUSED, confidential=True)
    message("new code", days=0, state=MessageState.WAITING, confidential=True)
    message("sent code", days=2, state=MessageState.SENT, confidential=True)
    assert prune()["messages"] == 2
    left = OutboxMessage.objects.order_by("key").values_list("key", flat=True)
    assert list(left) == ["new code", "sent code"]


def test_prune_keeps_confidential_messages_until_their_last_moment(time_machine):
    message("news", days=0, state=MessageState.REFUSED, confidential=True)
    OutboxMessage.objects.update(expires_at=NOW + timedelta(days=7))
    time_machine.move_to(NOW + timedelta(days=7), tick=False)
    assert prune()["messages"] == 0
    time_machine.move_to(NOW + timedelta(days=7, seconds=1), tick=False)
    assert prune()["messages"] == 1


def test_prune_deletes_links_a_month_after_their_last_day(person, time_machine):
    create_link(purpose=LinkPurpose.SIGN_IN, subject=person, lifetime=timedelta(days=1))
    time_machine.move_to(NOW + timedelta(days=31), tick=False)
    assert prune()["links"] == 0
    time_machine.move_to(NOW + timedelta(days=31, seconds=1), tick=False)
    assert prune()["links"] == 1
    assert SignedLink.objects.count() == 0


def test_prune_deletes_finished_tasks_and_ended_sessions():
    for days, status in ((8, "SUCCESSFUL"), (8, "READY"), (6, "FAILED")):
        DBTaskResult.objects.create(
            status=status,
            args_kwargs={},
            task_path="kenno.core.tasks.prune",
            queue_name="default",
            backend_name="default",
            exception_class_path="",
            traceback="",
            finished_at=NOW - timedelta(days=days),
        )
    Session.objects.create(session_key="old", session_data="", expire_date=NOW - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=NOW + timedelta(days=1))
    assert prune()["tasks"] == 1
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"READY", "FAILED"}
    assert Session.objects.get().session_key == "new"
