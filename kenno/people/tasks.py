from django_tasks import task

from kenno.people import actions


@task()
def ask_contacts() -> None:
    actions.ask_contacts()
