from django_tasks import task

from kenno.practices.actions import confirmations


@task()
def ask_about_practices() -> None:
    confirmations.ask_about_practices()
