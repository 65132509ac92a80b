from django_tasks import task

from kenno.surveys.actions import (
    export_files,
    invitations,
    reminders,
    reopening,
    rounds,
    tip_keeping,
)


@task()
def run_rounds() -> None:
    """What time brings to rounds: those over are closed, and mails leave at their pace."""
    rounds.close_those_over()
    reopening.close_those_reopened_in_vain()
    invitations.keep_mail_states()
    invitations.send_invitations()
    reminders.send_reminders()


@task()
def thank_tellers() -> None:
    """Tell those who told of a practice that it can be read now."""
    tip_keeping.thank_tellers()


@task()
def make_answers_file(pk: int) -> None:
    export_files.make_answers_file(pk)
