from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kenno.practices.actions.publication import free_slug
from kenno.search import actions
from kenno.search.engine import keeping
from tests.factories.people import ContactFactory, InvitedContactFactory, ShownContactFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.search import SAVED_AT

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HOUR = timedelta(hours=1)
PATH = "/kaytanteet/syote/"


@pytest.fixture(autouse=True)
def _site(settings, time_machine):
    settings.BASE_URL = "https://kenno.example"
    time_machine.move_to(SAVED_AT, tick=False)


def feed(client: Client, **query) -> ElementTree.Element:
    response = client.get(PATH, query)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def titles(root: ElementTree.Element) -> list[str]:
    return [entry.findtext("a:title", namespaces=ATOM) for entry in root.findall("a:entry", ATOM)]


def test_feed_says_what_it_is(client):
    actions.rebuild()
    response = client.get(PATH, {"q": "teatteri", "page": "3", "unknown": "1"})
    root = ElementTree.fromstring(response.content)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert root.get(LANG) == "fi"
    assert root.findtext("a:title", namespaces=ATOM) == "Hyvät käytänteet: ”teatteri”"
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links == {
        "self": "https://kenno.example/kaytanteet/syote/?q=teatteri",
        "alternate": "https://kenno.example/kaytanteet/?q=teatteri",
    }
    assert root.findtext("a:id", namespaces=ATOM) == links["self"]
    assert root.findtext("a:updated", namespaces=ATOM) == "2026-01-01T00:00:00+00:00"


def test_feed_entry_has_what_readers_need(client):
    practice = PublishedPracticeFactory(
        title="Kulturvän & co",
        language="sv",
        summary="En vän <b>följer</b> med.",
        municipality=MunicipalityFactory(name_fi="Kokkola"),
        first_published_at=SAVED_AT - HOUR,
        last_published_at=SAVED_AT,
    )
    actions.rebuild()
    [entry] = feed(client).findall("a:entry", ATOM)
    read = {name: entry.findtext(f"a:{name}", namespaces=ATOM) for name in ("id", "title")}
    assert read == {"id": f"tag:kenno.example,2026:practice/{practice.pk}", "title": practice.title}
    assert entry.get(LANG) == "sv"
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == "Kokkola"
    assert entry.findtext("a:published", namespaces=ATOM) == "2026-05-01T11:00:00+00:00"
    assert entry.findtext("a:updated", namespaces=ATOM) == "2026-05-01T12:00:00+00:00"
    summary = entry.find("a:summary", ATOM)
    assert (summary.get("type"), summary.text) == ("html", "En vän &lt;b&gt;följer&lt;/b&gt; med.")
    assert entry.find("a:link", ATOM).get("href") == (
        f"https://kenno.example/kaytanteet/{practice.slug}/"
    )


def test_feed_lists_what_the_search_finds_newest_first(client):
    for number, title in enumerate(["Kesäteatteri", "Nukketeatteri", "Soitinlainaamo"]):
        PublishedPracticeFactory(title=title, first_published_at=SAVED_AT + number * HOUR)
    actions.rebuild()
    assert titles(feed(client, q="teatterit")) == ["Nukketeatteri", "Kesäteatteri"]
    assert titles(feed(client)) == ["Soitinlainaamo", "Nukketeatteri", "Kesäteatteri"]
    assert titles(feed(client, q="teatteri", region="99")) == []


def test_feed_has_at_most_fifty_entries(client):
    PublishedPracticeFactory.create_batch(52)
    actions.rebuild()
    assert len(titles(feed(client))) == 50


def test_feed_survives_what_xml_cannot_hold(client):
    PublishedPracticeFactory(title="Kino\x0b\x1f ]]>", summary="\ud7ff\ufffe")
    actions.rebuild()
    assert titles(feed(client, q="kino\x0b")) == ["Kino   ]]>"]


def test_feed_is_public_and_gives_no_cookie(client):
    actions.rebuild()
    response = client.get(PATH)
    assert response["Cache-Control"] == "public, no-cache"
    assert client.cookies == {}


def test_feed_answers_304_to_who_has_it(client):
    PublishedPracticeFactory(last_published_at=SAVED_AT)
    actions.rebuild()
    first = client.get(PATH)
    assert first["Last-Modified"] == "Fri, 01 May 2026 12:00:00 GMT"
    again = client.get(PATH, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_feed_is_not_judged_by_its_date_as_contacts_change_without_one(client):
    PublishedPracticeFactory(last_published_at=SAVED_AT)
    actions.rebuild()
    first = client.get(PATH)
    again = client.get(PATH, headers={"if-modified-since": first["Last-Modified"]})
    assert (again.status_code, again.content) == (200, first.content)


def test_feed_that_changed_is_sent_again(client):
    PublishedPracticeFactory()
    actions.rebuild()
    etag = client.get(PATH)["ETag"]
    PublishedPracticeFactory(last_published_at=SAVED_AT + HOUR)
    actions.rebuild()
    assert client.get(PATH, headers={"if-none-match": etag}).status_code == 200


def test_feed_has_an_address_in_each_language(client):
    actions.rebuild()
    with translation.override("en"):
        response = client.get(reverse("practices:feed"))
    assert ElementTree.fromstring(response.content).get(LANG) == "en"


def test_feed_without_an_index_asks_to_come_back(client, monkeypatch):
    def fail(**options):
        raise OSError("no room")

    monkeypatch.setattr(keeping, "bring_up_to_date", fail)
    response = client.get(PATH)
    assert response.status_code == 503
    assert response["Retry-After"] == "300"


@pytest.mark.parametrize("query", ["q=" + "a" * 10_000, "q=%00%ff", "region=<script>", "order=x"])
def test_feed_of_odd_queries_is_well_formed(client, query):
    actions.rebuild()
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 200
    ElementTree.fromstring(response.content)


@pytest.mark.parametrize(
    ("contact", "summary"),
    [
        (ShownContactFactory, "Kaveri mukaan. Yhteyshenkilö: kulttuurisihteeri, Alavieska."),
        (ContactFactory, "Kaveri mukaan."),
        (InvitedContactFactory, "Kaveri mukaan."),
    ],
)
def test_feed_entry_names_the_job_of_a_contact_who_agreed(client, contact, summary):
    place = MunicipalityFactory(name_fi="Alavieska")
    asked = contact(organisation__municipality=place)
    PublishedPracticeFactory(summary="Kaveri mukaan.", contact=asked)
    actions.rebuild()
    [entry] = feed(client).findall("a:entry", ATOM)
    assert entry.findtext("a:summary", namespaces=ATOM) == summary


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_makes_the_same_number_of_queries(client, django_assert_num_queries, rows):
    PublishedPracticeFactory.create_batch(rows)
    actions.rebuild()
    client.get(PATH)
    with django_assert_num_queries(4):
        client.get(PATH)


def test_practice_never_gets_the_address_of_the_feed():
    assert free_slug("Syöte") == "syote-2"
