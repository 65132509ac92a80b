from django_tasks import task

from kenno.surveys.actions import export_files, invitations, reminders, rounds


@task()
def run_rounds() -> None:
    """What time brings to rounds: those over are closed, and mails leave at their pace."""
    rounds.close_those_over()
    invitations.keep_mail_states()
    invitations.send_invitations()
    reminders.send_reminders()


@task()
def make_answers_file(pk: int) -> None:
    export_files.make_answers_file(pk)
