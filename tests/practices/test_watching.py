import re
from datetime import timedelta

import pytest
from django.core import mail
from django.http import QueryDict
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from kenno.core.delivery import send_waiting_messages
from kenno.moderation import actions as moderation
from kenno.practices.queries import watching
from kenno.practices.queries.list_state import ListState
from kenno.search import actions
from kenno.search.models import SavedSearch
from kenno.search.watching import watchable_of
from tests.factories.people import CoordinatorFactory
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory
from tests.factories.search import SAVED_AT, AddressSearchFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(SAVED_AT, tick=False)


@pytest.fixture
def kajaani():
    kainuu = RegionFactory(code="18", name_fi="Kainuu", name_sv="Kajanaland")
    return MunicipalityFactory(code="205", name_fi="Kajaani", region=kainuu)


def news_of(query: str, since=SAVED_AT) -> list[str]:
    return [item.title for item in watching.news(query, "fi", since)]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "kaikki käytänteet"),
        ("q=lasten+teatteri", "”lasten teatteri”"),
        ("q=teatteri&region=18", "”teatteri”, Kainuu"),
        ("municipality=205&size=0-2000", "alle 2 000 asukasta, Kajaani"),
        ("region=18&region=99", "Kainuu, 99"),
        ("order=newest&page=4&unknown=1", "kaikki käytänteet"),
    ],
)
def test_search_is_described_in_words(kajaani, query, words):
    assert watching.describe([query], "fi") == [words]


def test_search_is_described_in_the_readers_language(kajaani):
    assert watching.describe(["region=18"], "sv") == ["Kajanaland"]


def test_searches_are_described_with_the_same_number_of_queries(kajaani, django_assert_num_queries):
    queries = [f"q=haku{number}&region=18" for number in range(3)]
    watching.describe(queries, "fi")
    for some in (queries[:1], queries):
        with django_assert_num_queries(5):
            watching.describe(some, "fi")


def test_search_has_its_address_in_each_language(settings):
    settings.BASE_URL = "https://kenno.example"
    assert watching.address("q=teatteri", "fi") == "https://kenno.example/kaytanteet/?q=teatteri"
    assert watching.address("", "en").startswith("https://kenno.example/en/")


def test_search_keeps_one_shape():
    query = "utm_source=x&region=18&page=2&q=+teatteri&region=18&order=newest&literal=teatteri"
    assert watching.clean(query) == "q=teatteri&literal=teatteri&region=18&order=newest"


def test_search_of_a_facet_that_is_gone_is_not_understood():
    watchable = watchable_of("practice")
    assert watchable.is_understood("q=teatteri&region=18")
    assert watchable.is_understood("q=teatteri&region=99")
    assert not watchable.is_understood("q=teatteri&county=18")


def test_news_are_what_was_first_published_since(time_machine):
    PublishedPracticeFactory(title="Kesäteatteri", first_published_at=SAVED_AT)
    PublishedPracticeFactory(title="Teatterikerho", first_published_at=SAVED_AT + HOUR)
    PublishedPracticeFactory(title="Nukketeatteri", first_published_at=SAVED_AT + 2 * HOUR)
    PublishedPracticeFactory(title="Kyläkino", first_published_at=SAVED_AT + HOUR)
    PracticeFactory(title="Teatteriluonnos")
    actions.rebuild()
    assert news_of("q=teatteri") == ["Nukketeatteri", "Teatterikerho"]
    assert news_of("q=teatterit&order=relevance", SAVED_AT + HOUR) == ["Nukketeatteri"]


def test_news_of_an_old_practice_that_was_edited_are_none():
    PublishedPracticeFactory(
        title="Kesäteatteri",
        first_published_at=SAVED_AT - DAY,
        last_published_at=SAVED_AT + HOUR,
    )
    actions.rebuild()
    assert news_of("q=teatteri") == []


def test_news_from_a_named_place_are_not_from_elsewhere(kajaani):
    """A page without results shows other places; a mail must not."""
    PublishedPracticeFactory(title="Kajaanin teatteri", municipality=kajaani)
    PublishedPracticeFactory(
        title="Teatteri muualla",
        municipality__region=RegionFactory(code="19", name_fi="Lappi"),
        first_published_at=SAVED_AT + HOUR,
    )
    actions.rebuild()
    assert news_of("q=teatteri+Kainuussa") == []
    assert news_of("q=teatteri&region=18") == []


def test_news_of_a_filter_value_that_is_unknown_are_none():
    PublishedPracticeFactory(title="Teatterikerho", first_published_at=SAVED_AT + HOUR)
    actions.rebuild()
    assert news_of("q=teatteri&region=99") == []


def test_news_say_place_summary_and_address(kajaani, settings):
    settings.BASE_URL = "https://kenno.example"
    practice = PublishedPracticeFactory(municipality=kajaani, first_published_at=SAVED_AT + HOUR)
    actions.rebuild()
    [item] = watching.news("", "fi", SAVED_AT)
    assert (item.at, item.place) == (SAVED_AT + HOUR, "Kajaani")
    assert item.summary == practice.summary
    assert item.url == f"https://kenno.example/kaytanteet/{practice.slug}/"


def test_news_of_a_bank_without_anything_new_is_one_query(django_assert_num_queries):
    PublishedPracticeFactory(first_published_at=SAVED_AT)
    with django_assert_num_queries(1):
        assert news_of("q=teatteri") == []


def publish(title: str) -> None:
    coordinator = CoordinatorFactory()
    practice = PracticeFactory(title=title, created_by=coordinator)
    moderation.save_draft(record=practice, by=coordinator, based_on=0)
    moderation.submit(record=practice, by=coordinator)
    practice.refresh_from_db()
    revision_id = practice.current_workflow_task_state.revision_id
    moderation.approve(record=practice, by=coordinator, revision_id=revision_id)


def test_search_is_saved_confirmed_told_and_stopped(
    client: Client, time_machine, django_capture_on_commit_callbacks
):
    def digest_on(day: int) -> list[str]:
        time_machine.move_to(SAVED_AT.replace(day=day, hour=5), tick=False)
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            actions.send_due_digests()
        send_waiting_messages()
        return [sent.body for sent in mail.outbox[before:]]

    wish = {"kind": "practice", "query": "q=teatteri", "frequency": "daily"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/hakuvahti/", wish | {"email": "lukija@kunta.example"})
        time_machine.move_to(SAVED_AT + HOUR, tick=False)
        publish("Teatterikerho ennen vahvistusta")
    client.post(re.search(r"/hakuvahti/vahvista/[\w-]+/", mail.outbox[0].body)[0])
    with django_capture_on_commit_callbacks(execute=True):
        publish("Soitinlainaamo")

    [told] = digest_on(2)
    assert told.startswith("Lue uusi tulos haustasi: ”teatteri”\n")
    assert "Teatterikerho ennen vahvistusta" in told
    assert "Soitinlainaamo" not in told
    assert digest_on(3) == []
    with django_capture_on_commit_callbacks(execute=True):
        publish("Nukketeatteri")
    [told] = digest_on(4)
    assert "Nukketeatteri" in told
    assert "Teatterikerho" not in told

    client.post(re.search(r"/hakuvahti/lopeta/[\w-]+/", told)[0])
    with django_capture_on_commit_callbacks(execute=True):
        publish("Kesäteatteri")
    assert digest_on(5) == []
    time_machine.move_to(timezone.now() + 31 * DAY, tick=False)
    assert actions.prune_saved_searches() == 1
    assert SavedSearch.objects.count() == 0


def test_practice_archived_before_the_digest_is_not_told():
    saved = AddressSearchFactory(query="")
    practice = PublishedPracticeFactory(first_published_at=SAVED_AT + HOUR)
    moderation.archive(record=practice, by=CoordinatorFactory())
    assert actions.send_due_digests(saved.next_at) == 0


def drawn(tag: str, person=None) -> str:
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/kaytanteet/?q=teatteri")
    request.user = person or AnonymousUser()
    context = {"request": request, "state": ListState.of(QueryDict("q=teatteri&region=18&page=2"))}
    return Template("{% load following %}" + tag).render(Context(context))


def test_follow_box_has_form_and_feed(settings):
    settings.BASE_URL = "https://kenno.example"
    page = drawn("{% follow_search state %}")
    assert '<form class="flow" method="post" action="/hakuvahti/">' in page
    assert 'name="query" value="q=teatteri&amp;region=18"' in page
    assert 'name="email"' in page
    assert "csrfmiddlewaretoken" not in page
    assert 'href="https://kenno.example/kaytanteet/syote/?q=teatteri&amp;region=18"' in page


def test_follow_box_knows_who_has_signed_in():
    page = drawn("{% follow_search state %}", CoordinatorFactory(email="koordinaattori@a.example"))
    assert "koordinaattori@a.example" in page
    assert 'name="email"' not in page


def test_feed_link_names_the_feed_of_the_search(settings):
    settings.BASE_URL = "https://kenno.example"
    with translation.override("fi"):
        assert drawn("{% feed_link state %}") == (
            '<link rel="alternate" type="application/atom+xml" title="Haun uudet käytänteet" '
            'href="https://kenno.example/kaytanteet/syote/?q=teatteri&amp;region=18">'
        )
