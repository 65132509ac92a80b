"""Help while typing in the search of practices, as the browser gets it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from kenno.moderation.enums import ReviewState
from kenno.places.actions import load_places
from kenno.places.models import Municipality
from kenno.practices.models import Practice
from kenno.search import actions as search
from kenno.search.models import SearchRecord
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.vocabulary import ConceptFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/kaytanteet/haku/ehdotukset/"


@pytest.fixture(autouse=True)
def country() -> None:
    load_places()


def published(title: str) -> Practice:
    practice: Practice = PublishedPracticeFactory(
        title=title, municipality=Municipality.objects.get(code="091")
    )
    return practice


def rows(client: Client, query: str) -> list[tuple[str, str]]:
    """Return the text and the address of each suggestion."""
    page = client.get(f"{ADDRESS}?{query}").content.decode()
    found = re.findall(r'data-url="([^"]*)">\s*<span lang="..">(.*?)</span>', page, re.S)
    return [(text, url) for url, text in found]


def test_suggestions_lead_to_practice_filter_and_search(client: Client) -> None:
    ConceptFactory(label_fi="kaiku")
    practice = published("Kaikuja kylältä")
    search.rebuild()

    assert rows(client, "q=teatteri+kai") == [
        ("Kainuu", "/kaytanteet/?q=teatteri&amp;region=18"),
        ("kaiku", "/kaytanteet/?q=teatteri+kaiku"),
    ]
    assert rows(client, "q=kaik") == [
        ("kaiku", "/kaytanteet/?q=kaiku"),
        ("Kaikuja kylältä", practice.get_absolute_url()),
    ]


def test_suggestions_keep_filters_and_order(client: Client) -> None:
    published("Ei tästä")
    search.rebuild()

    query = "q=kainu&size=0-2000&order=newest&literal=x&page=3"
    kept = "/kaytanteet/?size=0-2000&amp;region=18&amp;order=newest"
    assert rows(client, query) == [("Kainuu", kept)]
    assert rows(client, "q=kainu&region=18") == [("Kainuu", "/kaytanteet/?region=18")]


def test_suggestions_say_how_many_and_what_kind(client: Client) -> None:
    published("Ei tästä")
    search.rebuild()

    page = client.get(f"{ADDRESS}?q=kainu").content.decode()

    assert 'role="group" aria-label="Rajaa paikkaan" data-said="1 ehdotus"' in page
    assert "<small>Maakunta</small>" in page
    assert 'id="suggestion-filter-1"' in page


def test_suggestions_are_in_readers_language(client: Client) -> None:
    published("Ei tästä")
    search.rebuild()

    page = client.get("/sv/praxis/", {"q": "kajana"})
    address = re.search(r'hx-get="([^"]*)"', page.content.decode())
    assert address is not None
    answer = client.get(address[1], {"q": "kajanal"}).content.decode()
    assert '<span lang="sv">Kajanaland</span>' in answer
    assert 'data-url="/sv/praxis/?region=18"' in answer


def test_suggestion_of_archived_practice_is_left_out(client: Client) -> None:
    practice = published("Kaikuja")
    search.rebuild()
    Practice.objects.filter(pk=practice.pk).update(live=False, review_state=ReviewState.ARCHIVED)

    assert rows(client, "q=kaiku") == []


@pytest.mark.parametrize("query", ["", "q=", "q=k", "q=%00", "q=" + "x" * 9000, "page=x", "q=%E2"])
def test_suggestions_of_nothing_are_an_empty_answer(client: Client, query: str) -> None:
    response = client.get(f"{ADDRESS}?{query}")

    assert response.status_code == 200
    assert response.content.strip() == b""


def test_suggestions_show_markup_of_titles_as_text(client: Client) -> None:
    published("<b>Kaiku</b>")
    search.rebuild()

    assert b"<b>" not in client.get(f"{ADDRESS}?q=kaiku").content


def test_suggestions_are_only_asked_for(client: Client) -> None:
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_suggestions_make_same_number_of_queries(
    client: Client, django_assert_num_queries: Callable[..., object], number: int
) -> None:
    for _ in range(number):
        published("Kaikuja")
    search.rebuild()
    rows(client, "q=kaiku")

    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        rows(client, "q=kaiku")


@pytest.mark.parametrize(
    ("query", "headers", "counted"),
    [
        ({"q": "Kaiku"}, {}, ["kaiku"]),
        ({"q": "kaiku", "page": "2"}, {}, []),
        ({"q": ""}, {}, []),
        ({"q": "kaiku"}, {"hx-request": "true"}, []),
        ({"q": "kaiku"}, {"user-agent": "Googlebot/2.1"}, []),
    ],
)
def test_list_counts_searches_of_people_once(
    client: Client, query: dict[str, str], headers: dict[str, str], counted: list[str]
) -> None:
    for _ in range(21):
        published("Kaiku")
    search.rebuild()

    client.get("/kaytanteet/", query, headers=headers)

    assert [record.text for record in SearchRecord.objects.order_by("pk")] == counted
