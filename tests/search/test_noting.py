import sqlite3
import threading
import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from kenno.search import actions
from kenno.search.actions import note_search
from kenno.search.actions.noting import masked
from kenno.search.models import SearchRecord
from kenno.search.readers import is_by_person
from kenno.search.results import SearchResult, Understanding
from tests.factories.search import SAVED_AT, SearchRecordFactory

DAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(SAVED_AT, tick=False)


def result(total: int = 3, took_ms: float = 4.4, unknown: tuple[str, ...] = ()) -> SearchResult:
    return SearchResult(total=total, took_ms=took_ms, understanding=Understanding(unknown=unknown))


def note(text: str, found: SearchResult | None = None) -> None:
    note_search(found or result(), text=text, kind="practice", language="fi")


def rows() -> list[tuple[object, ...]]:
    return list(
        SearchRecord.objects.order_by("day", "text").values_list(
            "day", "text", "times", "total", "slowest_ms", "unknown"
        )
    )


def test_note_counts_the_same_text_once_a_day(db, time_machine):
    note("Lasten  TEATTERI ", result(total=3, took_ms=4.4))
    note("lasten teatteri", result(total=5, took_ms=12.6))
    note("lasten teatteri", result(total=4, took_ms=2))
    time_machine.move_to(SAVED_AT + timedelta(days=1), tick=False)
    note("lasten teatteri")
    assert rows() == [
        (DAY, "lasten teatteri", 3, 4, 13, ""),
        (DAY + timedelta(days=1), "lasten teatteri", 1, 3, 4, ""),
    ]


def test_note_is_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        note("lasten teatteri")
    with django_assert_num_queries(1):
        note("lasten teatteri")


def test_note_keeps_languages_apart(db):
    for language in ("fi", "sv"):
        note_search(result(), text="teater", kind="practice", language=language)
    assert SearchRecord.objects.count() == 2


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u00ad", "\x00\x01", "matti@kunta.example"])
def test_note_of_nothing_is_no_row(db, text):
    note(text)
    assert rows() == []


def test_note_leaves_out_searches_that_had_no_index(db):
    note_search(SearchResult(available=False), text="teatteri", kind="practice", language="fi")
    assert rows() == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ota yhteyttä Matti.Meikalainen@kunta.example heti", "ota yhteyttä ••• heti"),
        ("soita 040 123 4567", "soita •••"),
        ("soita +358 40 123 4567 nyt", "soita ••• nyt"),
        ("soita 040-1234567", "soita •••"),
        ("(09) 310 1691 kulttuuri", "••• kulttuuri"),
        ("hetu 131052-308T", "hetu •••"),
        ("hetu 010204A123B", "hetu •••"),
        ("hetu 010204y123b", "hetu •••"),
        ("tili 12345678901234", "tili •••"),
        ("kulttuurivuosi 2020-2025", "kulttuurivuosi 2020-2025"),
        ("0-6-vuotiaat", "0-6-vuotiaat"),
        ("laki 166/2019 3 §", "laki 166/2019 3 §"),
        ("budjetti 100 000 euroa", "budjetti 100 000 euroa"),
        ("Åland\tja\nÄhtäri", "åland ja ähtäri"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a" * 10_000, "a" * 100),
    ],
)
def test_masked_text_holds_nothing_personal(typed, kept):
    assert masked(typed) == kept


def test_note_keeps_unknown_words_that_are_not_masked(db):
    unknown = ("Sirkuspaja", "matti.meikalainen", "kunta.example", "two words")
    note("sirkuspaja matti.meikalainen@kunta.example", result(unknown=unknown))
    assert rows() == [(DAY, "sirkuspaja •••", 1, 3, 4, "sirkuspaja")]


def test_note_keeps_each_unknown_word_once_and_within_the_text(db):
    note("kohnu " * 30, result(unknown=("kohnu", "Kohnu", "koh")))
    [record] = rows()
    assert record[5] == "kohnu"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite locks the whole database")
@pytest.mark.django_db(transaction=True)
def test_note_does_not_wait_for_a_locked_database(caplog):
    note("ensin")
    file = connection.settings_dict["NAME"]
    locked, done = threading.Event(), threading.Event()

    def lock() -> None:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        locked.set()
        done.wait(30)
        other.rollback()
        other.close()

    thread = threading.Thread(target=lock)
    thread.start()
    try:
        assert locked.wait(10)
        started = time.monotonic()
        note("toiseksi")
        waited = time.monotonic() - started
    finally:
        done.set()
        thread.join()
    assert waited < 5
    assert "A search was not counted" in caplog.text
    assert "toiseksi" not in caplog.text.partition("Traceback")[0]
    assert [row[1] for row in rows()] == ["ensin"]
    usual = connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]
    assert usual == 20_000


def test_records_are_deleted_after_ninety_days(db):
    for days in (89, 90, 91):
        SearchRecordFactory(day=DAY - timedelta(days=days))
    assert actions.prune_search_records() == 1
    assert SearchRecord.objects.filter(day__lt=DAY - timedelta(days=90)).count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
        {"user-agent": "Mozilla/5.0 (compatible; YandexBot/3.0)"},
        {"user-agent": "curl/8.5.0"},
        {"user-agent": "python-requests/2.32"},
        {"user-agent": "Baiduspider"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
    ],
)
def test_machines_are_not_persons(headers):
    assert not is_by_person(RequestFactory(headers=headers).get("/"))


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 14; Cubot Note) AppleWebKit/537.36",
        "",
    ],
)
def test_browsers_are_persons(agent):
    assert is_by_person(RequestFactory(headers={"user-agent": agent}).get("/"))
