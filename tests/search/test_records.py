from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kenno.search import records
from kenno.search.records import earlier_searches
from tests.factories.people import ContributorFactory, CoordinatorFactory
from tests.factories.search import SAVED_AT, SearchRecordFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(SAVED_AT, tick=False)


@pytest.fixture
def coordinator(client: Client) -> Client:
    client.force_login(CoordinatorFactory())
    return client


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def test_not_found_lists_the_most_frequent_first():
    SearchRecordFactory(text="sirkus", total=0, times=2)
    SearchRecordFactory(text="sirkus", total=0, times=3, day=ago(1))
    SearchRecordFactory(text="tanssi", total=0, times=4)
    SearchRecordFactory(text="teatteri", total=1, times=9)
    SearchRecordFactory(text="vanha", total=0, times=9, day=ago(7))
    found = [(row["text"], row["count"], row["last"]) for row in records.not_found(ago(6))]
    assert found == [("sirkus", 5, DAY), ("tanssi", 4, DAY)]


def test_slow_lists_the_slowest_first():
    SearchRecordFactory(text="nopea", slowest_ms=99)
    SearchRecordFactory(text="hidas", slowest_ms=100)
    SearchRecordFactory(text="hitain", slowest_ms=250, day=ago(1))
    SearchRecordFactory(text="hitain", slowest_ms=120)
    found = [(row["text"], row["slowest"]) for row in records.slow(ago(6))]
    assert found == [("hitain", 250), ("hidas", 100)]


def test_unknown_words_are_counted_over_searches():
    SearchRecordFactory(text="a", unknown="kohnu sirkuspaja", times=2)
    SearchRecordFactory(text="b", unknown="sirkuspaja")
    SearchRecordFactory(text="c", unknown="sirkuspaja", language="sv")
    SearchRecordFactory(text="d")
    found = [(one.word, one.language, one.times) for one in records.unknown_words(ago(6))]
    assert found == [("sirkuspaja", "fi", 3), ("kohnu", "fi", 2), ("sirkuspaja", "sv", 1)]


def test_earlier_searches_are_those_of_three_days_or_five_times():
    for days in range(3):
        SearchRecordFactory(text="teatteri lapsille", day=ago(days))
    SearchRecordFactory(text="teatterikerho", times=5)
    SearchRecordFactory(text="teatteri matille", times=4)
    for days in range(2):
        SearchRecordFactory(text="teatteri liisalle", times=2, day=ago(days))
    assert earlier_searches("teatteri", language="fi", limit=5) == [
        "teatterikerho",
        "teatteri lapsille",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"total": 0},
        {"language": "sv"},
        {"text": "lasten teatteri"},
        {"text": "teatteri •••"},
    ],
)
def test_earlier_searches_leave_out(changes):
    SearchRecordFactory(**({"text": "teatteri", "times": 50} | changes))
    assert earlier_searches("teatteri", language="fi", limit=5) == []


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("", []),
        ("  TEA  ", ["teatteri_100%"]),
        ("tea%", []),
        ("teatteri_1", ["teatteri_100%"]),
        ("te_tteri", []),
        ("teatteri_100%", ["teatteri_100%"]),
        ("ö", ["ööki"]),
    ],
)
def test_earlier_searches_take_the_prefix_as_it_stands(prefix, found):
    SearchRecordFactory(text="teatteri_100%", times=5)
    SearchRecordFactory(text="ööki", times=5)
    assert earlier_searches(prefix, language="fi", limit=5) == found


def test_earlier_searches_keep_to_a_kind_and_a_limit():
    for number in range(3):
        SearchRecordFactory(text=f"teatteri {number}", times=5 + number)
    SearchRecordFactory(text="teatteriklinikka", times=50, kind="event")
    assert earlier_searches("tea", language="fi", limit=2, kind="practice") == [
        "teatteri 2",
        "teatteri 1",
    ]


def test_page_is_for_coordinators(client):
    client.force_login(ContributorFactory())
    assert client.get(reverse("search:searches")).status_code == 403


@pytest.mark.parametrize(
    ("show", "shown", "hidden"),
    [
        ("", "ei-löydy", "löytyy"),
        ("not-found", "ei-löydy", "löytyy"),
        ("unknown", "kohnu", "ei-löydy"),
        ("slow", "löytyy", "ei-löydy"),
        ("most", "löytyy", "kohnu"),
        ("nonsense", "ei-löydy", "löytyy"),
    ],
)
def test_page_shows_one_side_of_the_searches(coordinator, show, shown, hidden):
    SearchRecordFactory(text="ei-löydy", total=0, unknown="kohnu")
    SearchRecordFactory(text="löytyy", slowest_ms=300)
    page = coordinator.get(reverse("search:searches"), {"show": show}).content.decode()
    assert f">{shown}</th>" in page
    assert f">{hidden}</th>" not in page


@pytest.mark.parametrize(
    ("days", "shown"),
    [("7", ["six"]), ("30", ["six", "29"]), ("90", ["six", "29", "89"]), ("x", ["six", "29"])],
)
def test_page_keeps_to_its_period(coordinator, days, shown):
    for text, day in (("six", 6), ("29", 29), ("89", 89), ("90", 90)):
        SearchRecordFactory(text=text, day=ago(day), total=0)
    page = coordinator.get(reverse("search:searches"), {"days": days}).content.decode()
    assert [text for text in ("six", "29", "89", "90") if f">{text}</th>" in page] == shown


@pytest.mark.parametrize("show", ["not-found", "unknown", "slow", "most"])
def test_page_says_when_there_is_nothing(coordinator, show):
    page = coordinator.get(reverse("search:searches"), {"show": show}).content.decode()
    assert "Tältä ajalta ei ole mitään näytettävää." in page


def test_page_keeps_side_and_period_when_turned(coordinator):
    for number in range(51):
        SearchRecordFactory(text=f"haku {number:02}", total=0)
    address = reverse("search:searches")
    page = coordinator.get(address, {"days": "7", "show": "not-found"}).content.decode()
    assert 'href="?show=not-found&amp;days=7&amp;page=2"' in page
    last = coordinator.get(address, {"days": "7", "page": "2"}).content.decode()
    assert last.count('<th scope="row"') == 1


def test_page_shows_script_as_text(coordinator):
    SearchRecordFactory(text="<script>alert(1)</script>", total=0)
    page = coordinator.get(reverse("search:searches")).content.decode()
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("show", "queries"), [("not-found", 5), ("unknown", 4), ("most", 5)])
def test_page_makes_the_same_number_of_queries(
    coordinator, django_assert_num_queries, show, queries, rows
):
    SearchRecordFactory.create_batch(rows, total=0, unknown="kohnu")
    address = reverse("search:searches")
    coordinator.get(address)
    with django_assert_num_queries(queries):
        coordinator.get(address, {"show": show})
