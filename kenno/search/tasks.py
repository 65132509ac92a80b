from django_tasks import task
from django_tasks_db.models import DBTaskResult
from filelock import Timeout

from kenno.search import actions
from kenno.search.semantic.working import embed_waiting


@task()
def send_due_digests() -> None:
    actions.send_due_digests()


# Mails and everything else go first: a record without a vector is found by its words.
@task(priority=-50)
def embed_waiting_records() -> None:
    try:
        progress = embed_waiting()
    except Timeout:
        # Another process is at it.
        return
    if progress.more:
        start_embedding()


def start_embedding() -> None:
    """Enqueue the making of vectors, unless it is waiting already."""
    waiting = DBTaskResult.objects.ready().filter(task_path=embed_waiting_records.module_path)
    if not waiting.exists():
        embed_waiting_records.enqueue()
