"""Files of a round's answers: made by a task, forgotten after a day."""

import os
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Final

from django.db import transaction
from django.utils import timezone

from kenno.people.models import User
from kenno.people.spreadsheets import put_csv, put_workbook
from kenno.surveys.enums import ExportKind, ExportState
from kenno.surveys.models import AnswersFile
from kenno.surveys.models.exports import KEPT, exports_folder
from kenno.surveys.queries.export import Exported, exported


def make_answers_file(pk: int) -> bool:
    """Make a file that was asked for; tell whether it was made now. Runs twice without harm.

    Reads without a transaction: nobody who answers waits for it, and what is sent meanwhile may be
    in the file or not.
    """
    asked = AnswersFile.objects.select_related("round").filter(pk=pk, made_at=None).first()
    if asked is None or asked.state == ExportState.GONE:
        return False
    try:
        found = exported(asked.round, unfinished=asked.unfinished, personal=asked.personal)
        size = _write(asked.path, lambda file: WRITERS[ExportKind(asked.kind)](found, file))
    except Exception:
        AnswersFile.objects.filter(pk=pk, made_at=None).update(failed_at=timezone.now())
        raise
    made = AnswersFile.objects.filter(pk=pk, made_at=None).update(
        made_at=timezone.now(), failed_at=None, size=size, responses=len(found.responses)
    )
    return bool(made)


def _write(path: Path, put: Callable[[IO[bytes]], None]) -> int:
    """Write a file, there under its name only when it is whole, and return its size in bytes."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            put(file)
        Path(unfinished).replace(path)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return path.stat().st_size


def _put_json(found: Exported, file: IO[bytes]) -> None:
    file.writelines(text.encode() for text in found.document())


def _put_sheets(found: Exported, file: IO[bytes]) -> None:
    put_workbook(found.tables(), file)


def _put_archive(found: Exported, file: IO[bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in found.tables().items():
            with archive.open(f"{name}.csv", "w", force_zip64=True) as table:
                put_csv(rows, table)


WRITERS: Final[dict[ExportKind, Callable[[Exported, IO[bytes]], None]]] = {
    ExportKind.JSON: _put_json,
    ExportKind.XLSX: _put_sheets,
    ExportKind.CSV: _put_archive,
}


def forget_answers_files(now: datetime, rehearse: bool) -> int:
    """Delete files after KEPT, and such as nobody knows of; return how many; for retention."""
    old = AnswersFile.objects.filter(asked_at__lte=now - KEPT)
    known = set(AnswersFile.objects.filter(asked_at__gt=now - KEPT).values_list("name", flat=True))
    folder = exports_folder()
    too_old = (now - KEPT).timestamp()
    stray = [
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.name not in known and path.stat().st_mtime <= too_old
    ]
    count = old.count()
    if not rehearse:
        for path in [*stray, *(file.path for file in old.order_by("pk"))]:
            path.unlink(missing_ok=True)
        old.delete()
    return count


def forget_person_files(person: User) -> None:
    """Delete the files that a person asked for; call in the removal's transaction."""
    files = AnswersFile.objects.filter(person=person)
    paths = [file.path for file in files.order_by("pk")]
    files.delete()
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True))
