from django_tasks import task

from kenno.search import actions


@task()
def send_due_digests() -> None:
    actions.send_due_digests()
