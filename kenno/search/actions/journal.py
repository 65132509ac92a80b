"""What other rooms and commands ask of the index: note a change, catch up, rebuild, prune."""

from typing import Final

from django.db import connection, transaction

from kenno.search import semantic
from kenno.search.engine import keeping
from kenno.search.lexicon import build_lexicon
from kenno.search.models import IndexChange

JOURNAL_ROWS_KEPT: Final = 10_000
# Any number that no other advisory lock of this product uses.
JOURNAL_LOCK: Final = 7_166_2019


def index(*, kind: str, key: str) -> None:
    """Note in the caller's transaction that a record changed, appeared or went.

    Once that is committed the index is caught up; should this fail or the process die, the next
    search does it. Call it last in a transaction: on PostgreSQL changes wait for one another from
    here to their commit.
    """
    with transaction.atomic():
        _take_turns()
        IndexChange.objects.create(kind=kind, key=key)
        transaction.on_commit(_after_commit, robust=True)


def catch_up() -> int:
    """Bring the index up to date now, making it first if it is missing or of no use.

    Returns the number of journal rows applied, or of documents when it had to be rebuilt. Raises
    filelock.Timeout, OSError or kenno.search.engine.generation.EngineError.
    """
    return keeping.bring_up_to_date()


def rebuild(progress: keeping.Progress | None = None) -> int:
    """Make the whole index anew while searches go on in the old one; return its documents.

    Brings the lexicon in step with the vocabulary first.

    `progress` is told (records read, records in all) after every 200. Raises as catch_up does;
    the old index then stays in use.
    """
    build_lexicon()
    count = keeping.rebuild(progress)
    semantic.after_index_change()
    return count


def prune_journal(*, keep: int = JOURNAL_ROWS_KEPT) -> int:
    """Delete all but the newest `keep` rows of the journal (at least one stays); return how many.

    An index that was not caught up with the deleted rows is rebuilt by the next search.
    """
    newest = IndexChange.objects.order_by("-id").values_list("id", flat=True)
    last_kept = newest[max(keep, 1) - 1 : max(keep, 1)].first()
    if last_kept is None:
        return 0
    deleted, _ = IndexChange.objects.filter(id__lt=last_kept).delete()
    return deleted


def _after_commit() -> None:
    keeping.bring_up_to_date()
    semantic.after_index_change()


def _take_turns() -> None:
    """Let rows get their ids in the order of their commits, else an index could miss one.

    SQLite has one writer at a time; PostgreSQL hands out ids before it knows who commits first.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [JOURNAL_LOCK])
