import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils.text import slugify

from kenno.core.enums import MessageState
from kenno.core.models import OutboxMessage, SignedLink
from kenno.search.actions import catch_up, digests, resume, send_due_digests, stop
from kenno.search.actions.following import next_digest
from kenno.search.enums import SavedSearchState
from kenno.search.models import SavedSearch
from kenno.search.watching import NewsItem, NewsUnavailable, Watchable, register_watchable
from tests.factories.people import UserFactory
from tests.factories.search import SAVED_AT, AddressSearchFactory, SavedSearchFactory

MONDAY = datetime(2026, 5, 4, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Shelf:
    """A kind of record whose news are put here by hand; `told` are the asked times."""

    def __init__(self) -> None:
        self.items: list[NewsItem] = []
        self.failure: Exception | None = None

    def put(self, title: str, at: datetime) -> None:
        url = f"https://kenno.example/{slugify(title)}/"
        self.items.insert(0, NewsItem(at, title, "Alavieska", "Kaveri lähtee mukaan.", url))

    def news(self, query: str, language: str, since: datetime) -> list[NewsItem]:
        if self.failure and query == "q=rikki":
            raise self.failure
        return [item for item in self.items if item.at > since]


@pytest.fixture
def shelf(time_machine, monkeypatch) -> Shelf:
    time_machine.move_to(SAVED_AT, tick=False)
    monkeypatch.setattr("kenno.search.watching._watchables", {})
    shelf = Shelf()
    register_watchable(
        Watchable(
            kind="practice",
            clean=lambda query: query.replace("gone=1", ""),
            describe_all=lambda queries, language: [f"{query} {language}" for query in queries],
            url=lambda query, language: f"https://kenno.example/{language}/?{query}",
            news=shelf.news,
        )
    )
    return shelf


def send(now: datetime) -> list[mail.EmailMessage]:
    """Make the digests, send what is in the outbox and return the new mails."""
    from kenno.core.delivery import send_waiting_messages

    before = len(mail.outbox)
    send_due_digests(now)
    send_waiting_messages()
    return mail.outbox[before:]


def titles(sent: mail.EmailMessage) -> list[str]:
    return [line.split(" (")[0] for line in sent.body.splitlines() if line.endswith("(Alavieska)")]


@pytest.mark.parametrize(
    ("frequency", "now", "due"),
    [
        ("daily", "2026-05-01 06:59", "2026-05-01 07:00"),
        ("daily", "2026-05-01 07:00", "2026-05-02 07:00"),
        ("weekly", "2026-05-01 06:59", "2026-05-04 07:00"),
        ("weekly", "2026-05-04 06:59", "2026-05-04 07:00"),
        ("weekly", "2026-05-04 07:00", "2026-05-11 07:00"),
        ("daily", "2026-03-28 12:00", "2026-03-29 07:00"),
        ("daily", "2026-10-24 12:00", "2026-10-25 07:00"),
    ],
)
def test_next_digest_is_at_seven_in_finland(frequency, now, due):
    from django.utils.timezone import get_current_timezone, localtime

    zone = get_current_timezone()
    moment = datetime.fromisoformat(now).replace(tzinfo=zone)
    assert f"{localtime(next_digest(frequency, moment)):%Y-%m-%d %H:%M}" == due


def test_digest_tells_news_first_line_first(db, shelf, settings):
    settings.BASE_URL = "https://kenno.example"
    SavedSearchFactory(owner=UserFactory(email="sihteeri@kunta.example"))
    shelf.put("Kyläkino", SAVED_AT + HOUR)
    shelf.put("Kylateatteri", SAVED_AT + 2 * HOUR)

    [sent] = send(MONDAY)

    assert sent.to == ["sihteeri@kunta.example"]
    assert sent.subject == "Hakuvahti: 2 uutta"
    lines = sent.body.splitlines()
    assert lines[0] == "Lue 2 uutta tulosta haustasi: q=teatteri fi"
    assert lines[2:5] == [
        "Kylateatteri (Alavieska)",
        "Kaveri lähtee mukaan.",
        "https://kenno.example/kylateatteri/",
    ]
    assert "Koko haku:\nhttps://kenno.example/fi/?q=teatteri\n" in sent.body
    assert "Lopeta tämän haun seuraaminen:\nhttps://kenno.example/hakuvahti/lopeta/" in sent.body


def test_digest_can_be_stopped_by_mail_programs(db, shelf):
    SavedSearchFactory()
    shelf.put("Kyläkino", SAVED_AT + HOUR)

    [sent] = send(MONDAY)

    headers = sent.message()
    address = headers["List-Unsubscribe"]
    assert address.startswith("<http")
    assert address.strip("<>") in sent.body
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_digest_leaves_no_link_behind(db, shelf):
    SavedSearchFactory()
    shelf.put("Kyläkino", SAVED_AT + HOUR)

    [sent] = send(MONDAY)

    token = sent.body.split("/hakuvahti/lopeta/")[1].split("/")[0]
    message = OutboxMessage.objects.get()
    assert (message.state, message.confidential) == (MessageState.SENT, True)
    assert (message.body, message.unsubscribe_url) == ("", "")
    assert token not in str(SignedLink.objects.values_list())


def test_digest_without_news_is_not_sent(db, shelf):
    saved = SavedSearchFactory()

    assert send(MONDAY) == []

    saved.refresh_from_db()
    assert saved.next_at == MONDAY + timedelta(days=7)
    assert SignedLink.objects.count() == 0


def test_digest_is_not_made_before_its_time(db, shelf):
    SavedSearchFactory()
    shelf.put("Kyläkino", SAVED_AT + HOUR)

    assert send(MONDAY - timedelta(seconds=1)) == []


def test_digest_shows_twenty_and_counts_the_rest(db, shelf):
    SavedSearchFactory()
    for number in range(23):
        shelf.put(f"Kino{number}", SAVED_AT + timedelta(minutes=number + 1))

    [sent] = send(MONDAY)

    assert titles(sent) == [f"Kino{number}" for number in range(22, 2, -1)]
    assert "… ja 3 muuta" in sent.body
    assert sent.subject == "Hakuvahti: 23 uutta"


def test_digest_tells_each_record_once(db, shelf):
    """Whenever it is published and however often the digest is made."""
    SavedSearchFactory(frequency="daily", next_at=MONDAY)
    told = []
    for step in range(0, 96):
        now = MONDAY - timedelta(minutes=30) + step * HOUR
        for minute in (0, 28, 29, 30, 31):
            shelf.put(f"Kino{step}.{minute}", now + timedelta(minutes=minute - 30))
        for _twice in range(2):
            told += [title for sent in send(now) for title in sorted(titles(sent))]
    last = MONDAY + timedelta(days=30)
    shown_at_most = [len(titles(sent)) for sent in send(last)]
    assert len(set(told)) == len(told)
    assert shown_at_most == [20]


def test_record_published_while_the_digest_is_made_waits_for_the_next(db, shelf):
    """It is committed after the digest has looked, with a time before that."""
    SavedSearchFactory(frequency="daily", next_at=MONDAY)
    assert send(MONDAY) == []
    shelf.put("Kyläkino", MONDAY - timedelta(seconds=30))

    assert send(MONDAY) == []
    [sent] = send(MONDAY + timedelta(days=1))

    assert titles(sent) == ["Kyläkino"]


def test_digest_missed_while_nothing_ran_is_made_later(db, shelf):
    saved = SavedSearchFactory()
    shelf.put("Kyläkino", SAVED_AT + HOUR)

    assert len(send(MONDAY + timedelta(days=3))) == 1

    saved.refresh_from_db()
    assert saved.next_at == MONDAY + timedelta(days=7)


def test_digest_killed_on_the_way_is_made_again(db, shelf, monkeypatch):
    SavedSearchFactory()
    shelf.put("Kyläkino", SAVED_AT + HOUR)

    def die(*arguments, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(digests.outbox, "queue_message", die)
        send_due_digests(MONDAY)
    assert OutboxMessage.objects.count() == SignedLink.objects.count() == 0

    assert len(send(MONDAY)) == 1


def test_digests_wait_while_their_search_gives_no_answer(db, shelf):
    SavedSearchFactory(query="q=rikki")
    SavedSearchFactory()
    shelf.put("Kyläkino", SAVED_AT + HOUR)
    shelf.failure = NewsUnavailable()
    assert len(send(MONDAY)) == 1
    shelf.failure = ValueError("nobody expected this")
    assert send(MONDAY + HOUR) == []
    shelf.failure = None

    [sent] = send(MONDAY + 2 * HOUR)

    assert titles(sent) == ["Kyläkino"]


@pytest.mark.parametrize("query", ["q=teatteri&gone=1", "gone=1"])
def test_search_whose_filter_is_gone_tells_nothing(db, shelf, query):
    """Without the filter it would be a wider search that nobody asked for."""
    SavedSearchFactory(query=query)
    shelf.put("Kyläkino", SAVED_AT + HOUR)

    assert send(MONDAY) == []


def test_search_whose_kind_is_gone_tells_nothing(db, shelf):
    SavedSearchFactory(kind="event")
    shelf.put("Kyläkino", SAVED_AT + HOUR)

    assert send(MONDAY) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"state": SavedSearchState.STOPPED, "stopped_at": SAVED_AT},
        {"state": SavedSearchState.UNCONFIRMED},
    ],
)
def test_search_that_is_not_going_on_tells_nothing(db, shelf, changes):
    AddressSearchFactory(**changes)
    shelf.put("Kyläkino", SAVED_AT + HOUR)

    assert send(MONDAY) == []


def test_search_of_a_closed_account_tells_nothing(db, shelf):
    SavedSearchFactory(owner=UserFactory(is_active=False))
    shelf.put("Kyläkino", SAVED_AT + HOUR)

    assert send(MONDAY) == []


def test_digest_is_in_the_language_of_the_search(db, shelf):
    AddressSearchFactory(language="en")
    shelf.put("Kyläkino", SAVED_AT + HOUR)

    [sent] = send(MONDAY)

    assert "/en/" in sent.body.split("http")[-1]
    assert "q=teatteri en" in sent.body


def test_digest_after_stopping_and_resuming_within_its_day_is_sent(db, shelf):
    saved = SavedSearchFactory()
    shelf.put("Kyläkino", SAVED_AT + HOUR)
    assert len(send(MONDAY)) == 1
    stop(saved=saved, by=saved.owner)
    resume(saved=saved, by=saved.owner)
    saved.refresh_from_db()
    assert saved.next_at == MONDAY
    shelf.put("Nukketeatteri", MONDAY + HOUR)

    [sent] = send(MONDAY + 2 * HOUR)

    assert titles(sent) == ["Nukketeatteri"]


def test_digest_message_expires_in_a_week(db, shelf):
    SavedSearchFactory()
    shelf.put("Kyläkino", SAVED_AT + HOUR)
    send_due_digests(MONDAY)

    assert OutboxMessage.objects.get().expires_at == MONDAY + timedelta(days=7)


def test_title_cannot_add_lines_to_a_digest(db, shelf):
    SavedSearchFactory()
    shelf.put("Kino\r\n\r\nLopeta tästä: https://muualla.example/", SAVED_AT + HOUR)

    [sent] = send(MONDAY)

    assert "\n\nLopeta tästä" not in sent.body


@pytest.mark.parametrize("rows", [1, 3])
def test_digests_without_news_make_four_queries_each(db, shelf, django_assert_num_queries, rows):
    """Reading, and the update between two savepoints; two more for all of them."""
    SavedSearchFactory.create_batch(rows)
    catch_up()
    with django_assert_num_queries(2 + 4 * rows):
        send_due_digests(MONDAY)


@pytest.mark.django_db(transaction=True)
def test_digests_made_twice_at_the_same_time_are_sent_once(shelf):
    for number in range(5):
        AddressSearchFactory(email=f"lukija{number}@kunta.example")
    shelf.put("Kyläkino", SAVED_AT + HOUR)
    together = threading.Barrier(2)

    def make() -> None:
        together.wait()
        try:
            send_due_digests(MONDAY)
        finally:
            connection.close()

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert OutboxMessage.objects.count() == 5
    assert sorted(sent.to[0] for sent in mail.outbox) == [
        f"lukija{number}@kunta.example" for number in range(5)
    ]
    assert SavedSearch.objects.filter(next_at=MONDAY + timedelta(days=7)).count() == 5
