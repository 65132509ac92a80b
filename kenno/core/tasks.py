from django_tasks import task

from kenno.core import delivery, housekeeping


@task()
def send_outbox_message(message_id: int) -> None:
    delivery.send_message(message_id)


@task()
def send_waiting_messages() -> None:
    delivery.send_waiting_messages()


@task()
def prune() -> None:
    housekeeping.prune()
