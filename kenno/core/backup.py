"""The whole installation in one file: the database and what people have uploaded."""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

FORMAT = 1
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.sql"}
MANIFEST = "manifest.json"
MEDIA = "media"


class BackupError(Exception):
    """A backup cannot be made or restored; the message says why, in one line."""


def make_backup(target: Path) -> int:
    """Write a backup to `target` (a gzipped tar archive) and return its size in bytes.

    The database is copied as it stands at one moment, also while the site is in use. Raise
    BackupError when `target` exists or PostgreSQL's programs are missing.
    """
    if target.exists():
        raise BackupError(f"{target} exists already; a backup never overwrites a file.")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    with _workplace() as folder:
        dump = folder / DATABASE[connection.vendor]
        _dump_database(dump)
        manifest = folder / MANIFEST
        manifest.write_text(
            json.dumps(
                {
                    "format": FORMAT,
                    "database": connection.vendor,
                    "made_at": timezone.now().isoformat(),
                }
            )
        )
        try:
            with tarfile.open(unfinished, "w:gz", compresslevel=6) as archive:
                archive.add(manifest, MANIFEST)
                archive.add(dump, dump.name)
                if Path(settings.MEDIA_ROOT).is_dir():
                    archive.add(settings.MEDIA_ROOT, MEDIA)
            unfinished.chmod(0o600)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def restore_backup(source: Path, *, force: bool = False) -> dict[str, Any]:
    """Put back the database and the uploads of `source`, and return the manifest of the backup.

    What is there now is lost. Raise BackupError when there is something and not `force`, when
    `source` is not a backup, is damaged, or was made on the other kind of database; nothing has
    been changed then.
    """
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    if not force and _is_in_use():
        raise BackupError("The database holds data; --force replaces all of it.")
    with _workplace() as folder:
        try:
            with tarfile.open(source, "r:gz") as archive:
                archive.extractall(folder, filter="data")
            manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        except (tarfile.TarError, OSError, EOFError, ValueError) as error:
            raise BackupError(f"{source} is not a whole backup ({error}).") from error
        _check_manifest(manifest)
        _load_database(folder / DATABASE[connection.vendor])
        _replace_media(folder / MEDIA)
    return manifest


@contextmanager
def _workplace() -> Iterator[Path]:
    """Give a private folder on the disk of `var/`, where there is room for another copy."""
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.VAR_DIR) as folder:
        yield Path(folder)


def _is_in_use() -> bool:
    return bool(connection.introspection.table_names())


def _check_manifest(manifest: dict[str, Any]) -> None:
    if manifest.get("format") != FORMAT:
        raise BackupError("The backup was made by another version that this one cannot read.")
    if manifest.get("database") != connection.vendor:
        raise BackupError(
            f"The backup is of {manifest.get('database')}, this installation uses "
            f"{connection.vendor}: a backup is restored to the same kind of database."
        )


def _dump_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _run_postgresql("pg_dump", "--no-owner", "--no-privileges", f"--file={target}")


def _load_database(source: Path) -> None:
    if connection.vendor == "sqlite":
        _load_sqlite(source)
        return
    connection.close()
    _run_postgresql(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--command=DROP SCHEMA public CASCADE",
        "--command=CREATE SCHEMA public",
        f"--file={source}",
    )


def _load_sqlite(source: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()
            if found != ("ok",):
                raise BackupError("The database in the backup is damaged.")
            connection.ensure_connection()
            copy.backup(connection.connection)
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The database could not be put back ({error}).") from error
    connection.close()


def _replace_media(source: Path) -> None:
    target = Path(settings.MEDIA_ROOT)
    source.mkdir(exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    before = source.with_name("media-before")
    if target.exists():
        shutil.move(target, before)
    shutil.move(source, target)


def _run_postgresql(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's client programs on the database of the settings."""
    program = shutil.which(name)
    if program is None:
        raise BackupError(
            f"{name} is needed and was not found; it comes with PostgreSQL's client programs "
            "(Debian: sudo apt-get install postgresql-client)."
        )
    found = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    known = {variable: str(found[name]) for variable, name in names.items() if found.get(name)}
    finished = subprocess.run(  # noqa: S603 - no shell, and the arguments are this module's own
        [program, f"--dbname={found['NAME']}", *arguments],
        env={**os.environ, **known},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if finished.returncode:
        reason = finished.stderr.strip().splitlines() or ["no reason given"]
        raise BackupError(f"{name} failed: {reason[-1]}")
