"""Noting what is searched, for those who keep the service: never by whom."""

import logging
import re
from datetime import date, timedelta
from typing import Final

from django.db import DatabaseError, connection
from django.utils import timezone

from kenno.search.analysis import visible, words
from kenno.search.models import TEXT_LENGTH, SearchRecord
from kenno.search.results import SearchResult

logger = logging.getLogger(__name__)

RECORDS_KEPT: Final = timedelta(days=90)
# A visitor does not wait for a busy database so that we may count.
PATIENCE_MS: Final = 100
MASK: Final = "•••"
# More of a text than is ever kept, so that masking takes no time.
READ_LENGTH: Final = 4 * TEXT_LENGTH
LARGEST: Final = 2_000_000_000

PERSONAL: Final = (
    re.compile(r"\S+@\S+"),
    # Finnish personal identity code: ddmmyy, a sign of the century, a number, a check character.
    re.compile(r"(?<!\w)\d{6}[-+a-fu-y]\d{3}[0-9a-y](?!\w)"),
    # Telephone numbers begin with + or 0; a number of nine digits or more is nothing else either.
    re.compile(r"(?<![\w+])\(?(?:\+|0)[\s()/.-]*(?:\d[\s()/.-]*){6,}(?!\w)"),
    re.compile(r"\d{9,}"),
)

Row = list[str | int | date | None]

UPSERT: Final = """
    INSERT INTO search_searchrecord
        (day, kind, language, text, times, total, slowest_ms, unknown)
    VALUES (%s, %s, %s, %s, 1, %s, %s, %s)
    ON CONFLICT (day, kind, language, text) DO UPDATE SET
        times = search_searchrecord.times + 1,
        total = excluded.total,
        slowest_ms = CASE WHEN excluded.slowest_ms > search_searchrecord.slowest_ms
            THEN excluded.slowest_ms ELSE search_searchrecord.slowest_ms END,
        unknown = excluded.unknown
"""


def note_search(result: SearchResult, *, text: str, kind: str, language: str) -> None:
    """Count a search: its text, masked, with what came of it; nothing about who searched.

    For first pages with text, asked for by people (see `readers.is_by_person`). One statement; a
    database that is busy or broken is logged and the count forgotten, so that no visitor sees it.
    """
    shown = masked(text)
    if not shown or not result.available:
        return
    day = connection.ops.adapt_datefield_value(timezone.localdate())
    row: Row = [
        *(day, kind, language, shown),
        *(min(result.total, LARGEST), min(round(result.took_ms), LARGEST)),
        _unknown_words(result, shown),
    ]
    try:
        _write(row)
    except DatabaseError:
        logger.warning("A search was not counted", exc_info=True)


def masked(text: str) -> str:
    """Return a text as it is kept: small letters, single spaces, no address, number or code.

    At most TEXT_LENGTH characters.
    """
    shown = visible(text[:READ_LENGTH]).lower()
    shown = "".join(letter if letter.isprintable() else " " for letter in shown)
    for pattern in PERSONAL:
        shown = pattern.sub(f" {MASK} ", shown)
    shown = " ".join(shown.split())
    if not shown.replace(MASK, "").strip():
        return ""
    return shown[:TEXT_LENGTH].strip()


def prune_search_records() -> int:
    """Delete the records of searches older than 90 days; return how many."""
    oldest = timezone.localdate() - RECORDS_KEPT
    deleted, _by_model = SearchRecord.objects.filter(day__lt=oldest).delete()
    return deleted


def _unknown_words(result: SearchResult, shown: str) -> str:
    """Return those of the unknown words that the masked text still holds."""
    kept = set(words(shown))
    unknown = dict.fromkeys(word.lower() for word in result.understanding.unknown)
    return " ".join(word for word in unknown if word in kept)


def _write(row: Row) -> None:
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        _execute(row)
        return
    raw = connection.connection
    usual = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    raw.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    try:
        _execute(row)
    finally:
        raw.execute(f"PRAGMA busy_timeout = {usual}")


def _execute(row: Row) -> None:
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, row)
