"""Keeping the index in step with the journal, and making it anew when it cannot be."""

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from django.db import DatabaseError
from filelock import Timeout

from kenno.search.documents import FilterName, SearchDocument, SearchSource, source_of, sources
from kenno.search.engine.folder import IndexFolder, index_folder
from kenno.search.engine.generation import EngineError, Generation, Reader, Writer
from kenno.search.engine.schema import Applied
from kenno.search.models import IndexChange

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]

BATCH: Final = 200
WRITE_WAIT_SECONDS: Final = 10.0
REBUILD_WAIT_SECONDS: Final = 20.0
REST_SECONDS: Final = 30.0
NOTHING_APPLIED: Final = Applied(0, "")


def newest_change() -> Applied:
    """Return the last row of the journal. One query."""
    row = IndexChange.objects.order_by("-id").values_list("id", "at").first()
    return Applied(row[0], row[1].isoformat()) if row else NOTHING_APPLIED


def reader_in_step() -> Reader | None:
    """Return an index that holds every committed change, mended or made first if need be.

    One query when nothing changed. Never raises for the index's sake: when it cannot be brought
    up to date the answer is the old one, or None when there is none to answer from.
    """
    folder = index_folder()
    newest = newest_change()
    reader = folder.reader()
    if reader is not None and reader.applied != newest:
        reader = folder.reader(fresh=True)
    if (reader is not None and reader.applied == newest) or folder.is_resting:
        return reader
    try:
        bring_up_to_date(patient=reader is None)
    except Timeout:
        logger.warning("Another process has been writing the search index for long")
    except Exception:
        folder.rest(REST_SECONDS)
        logger.exception("The search index could not be brought up to date")
    return folder.reader(fresh=True)


def bring_up_to_date(*, patient: bool = True) -> int:
    """Apply what the journal holds beyond the index; rebuild an index that this cannot mend.

    Returns the number of journal rows applied, or of documents when it was rebuilt. When another
    process is rebuilding, waits for it only if `patient`. Raises filelock.Timeout, OSError,
    EngineError.
    """
    folder = index_folder()
    applied = _catch_up(folder)
    if applied is not None:
        return applied
    with folder.locked_for_rebuilding(wait=REBUILD_WAIT_SECONDS if patient else 0):
        # Another process may have rebuilt it while this one waited.
        applied = _catch_up(folder)
        return applied if applied is not None else _rebuild(folder, None)


def rebuild(progress: Progress | None = None) -> int:
    """Make a new index from the sources and put it in use; return the number of documents.

    Searches go on in the old one meanwhile and changes are caught up before the swap. Raises
    filelock.Timeout, OSError, EngineError; the old index then stays.
    """
    folder = index_folder()
    with folder.locked_for_rebuilding(wait=REBUILD_WAIT_SECONDS):
        return _rebuild(folder, progress)


def _catch_up(folder: IndexFolder) -> int | None:
    """Apply the journal to the index in use; None when there is no index that it would mend."""
    with folder.locked_for_writing(wait=WRITE_WAIT_SECONDS):
        in_use = folder.in_use()
        if in_use is None:
            return None
        generation, reader = in_use
        rows = _rows_after(reader.applied)
        if rows:
            try:
                _apply(generation, rows)
            except EngineError:
                # What a failed commit leaves behind can make every later one fail too.
                logger.exception("The search index %s cannot be written", reader.name)
                return None
        return len(rows) if rows is not None else None


def _rows_after(applied: Applied) -> list[IndexChange] | None:
    """Return the rows to apply; None when the journal does not continue where the index ended.

    That is so when it was pruned further, or belongs to another (restored, emptied) database.
    """
    rows = list(IndexChange.objects.filter(id__gte=applied.id).order_by("id"))
    if applied == NOTHING_APPLIED:
        return rows if not rows or rows[0].id == 1 else None
    if not rows or (rows[0].id, rows[0].at.isoformat()) != applied:
        return None
    return rows[1:]


def _apply(generation: Generation, rows: Sequence[IndexChange]) -> None:
    keys_of_kind: dict[str, dict[str, None]] = {}
    for row in rows:
        keys_of_kind.setdefault(row.kind, {})[row.key] = None
    with generation.writing() as writer:
        for kind, keys in keys_of_kind.items():
            for batch in _batches(keys):
                for key in batch:
                    writer.remove(kind, key)
                _put(writer, source_of(kind), batch)
        writer.commit(Applied(rows[-1].id, rows[-1].at.isoformat()), _names())


def _rebuild(folder: IndexFolder, progress: Progress | None) -> int:
    generation = folder.new_generation()
    try:
        # Read before the documents: what changes while they are read is then caught up.
        applied = newest_change()
        count = _fill(generation, applied, progress)
        with folder.locked_for_writing(wait=WRITE_WAIT_SECONDS):
            if rows := _rows_after(applied):
                _apply(generation, rows)
            folder.put_in_use(generation)
    except BaseException:
        shutil.rmtree(generation.path, ignore_errors=True)
        raise
    folder.sweep()
    return count


def _fill(generation: Generation, applied: Applied, progress: Progress | None) -> int:
    work = [(source, list(dict.fromkeys(source.keys()))) for source in sources()]
    total = sum(len(keys) for _, keys in work)
    done = count = 0
    with generation.writing(much=True) as writer:
        for source, keys in work:
            for batch in _batches(keys):
                count += _put(writer, source, batch)
                done += len(batch)
                if progress is not None:
                    progress(done, total)
        writer.commit(applied, _names())
    return count


def _names() -> dict[str, list[FilterName]]:
    return {source.kind: list(source.names()) for source in sources()}


def _put(writer: Writer, source: SearchSource | None, keys: Sequence[str]) -> int:
    """Write the documents of `keys` that should be found; return how many there were."""
    if source is None:
        return 0
    documents = describable_documents(source, keys)
    for document in documents:
        writer.put(document)
    return len(documents)


def describable_documents(source: SearchSource, keys: Sequence[str]) -> list[SearchDocument]:
    """Return the documents of `keys` that should be found; one that fails is logged and left out.

    Raises DatabaseError.
    """
    try:
        found = list(source.documents(keys))
    except DatabaseError:
        raise
    except Exception:
        # One record that its room cannot describe must not keep all others from being found.
        if len(keys) == 1:
            logger.exception("%s %s is left out of the search index", source.kind, keys[0])
            return []
        return [document for key in keys for document in describable_documents(source, [key])]
    asked = set(keys)
    return list({document.key: document for document in found if document.key in asked}.values())


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(keys)
    while batch := list(islice(remaining, BATCH)):
        yield batch
