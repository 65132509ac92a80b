from datetime import timedelta

from django.core import mail
from django.utils import timezone

from kenno.core import outbox, tasks
from kenno.core.enums import LinkPurpose
from kenno.core.links import create_link
from kenno.core.models import SignedLink
from tests.factories.mails import plain_mail


def queue() -> int:
    return outbox.queue_message(
        kind="test",
        recipient="reader@kenno.example",
        mail=plain_mail("Terveisiä", "Tervetuloa"),
    ).pk


def test_task_sends_one_message_however_often_it_runs(db):
    message_id = queue()
    tasks.send_outbox_message.enqueue(message_id)
    tasks.send_outbox_message.enqueue(message_id)
    assert len(mail.outbox) == 1


def test_task_for_a_message_that_is_gone_does_nothing(db):
    tasks.send_outbox_message.enqueue(0)
    assert mail.outbox == []


def test_task_sends_what_waits(db):
    queue()
    queue()
    tasks.send_waiting_messages.enqueue()
    assert len(mail.outbox) == 2


def test_task_prunes_what_has_served_its_time(db, person):
    create_link(purpose=LinkPurpose.SIGN_IN, subject=person, lifetime=timedelta(days=1))
    SignedLink.objects.update(expires_at=timezone.now() - timedelta(days=31))
    tasks.prune.enqueue()
    assert SignedLink.objects.count() == 0
