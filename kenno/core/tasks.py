from django_tasks import task

from kenno.core import housekeeping, outbox


@task()
def send_outbox_message(message_id: int) -> None:
    outbox.send_message(message_id)


@task()
def send_waiting_messages() -> None:
    outbox.send_waiting_messages()


@task()
def prune() -> None:
    housekeeping.prune()
