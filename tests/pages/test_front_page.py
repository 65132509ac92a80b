from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from kenno.moderation import actions as moderation
from kenno.pages import queries
from kenno.pages.models import ArticlePage, HomePage
from tests.factories.people import ContributorFactory, CoordinatorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory
from tests.factories.vocabulary import ArtFormFactory, StatutoryTaskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

MakeArticle = Callable[..., ArticlePage]
SCRIPT = '<script>alert("x")</script>'


def text_of(response: Any) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("address", "language", "lead"),
    [
        ("/", "fi", "Löydä, mitä muut kunnat ovat kulttuuripalveluissaan oivaltaneet"),
        ("/sv/", "sv", "Hitta det som andra kommuner har kommit på i sin kulturservice"),
        (
            "/en/",
            "en",
            "Find what other municipalities have worked out in their culture services",
        ),
    ],
)
def test_front_page_is_public_in_each_language(
    client: Client, address: str, language: str, lead: str
) -> None:
    response = client.get(address)
    page = text_of(response)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1
    assert lead in page
    assert response.context["alternates"] == {"fi": "/", "sv": "/sv/", "en": "/en/"}


def test_front_page_without_translation_says_so(client: Client) -> None:
    HomePage.objects.get(locale__language_code="sv").unpublish()
    page = text_of(client.get("/sv/"))
    assert "Löydä, mitä muut kunnat" in page
    with translation.override("sv"):
        assert translation.gettext("Toistaiseksi vain suomeksi") in page


def test_front_page_shows_script_of_writers_as_text(client: Client) -> None:
    PublishedPracticeFactory(title=SCRIPT, summary=SCRIPT)
    page = text_of(client.get("/"))
    assert SCRIPT not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in page


def test_front_page_searches_practices(client: Client) -> None:
    page = text_of(client.get("/"))
    assert f'action="{reverse("practices:list")}"' in page
    assert 'id="front-search"' in page


def test_front_page_leads_to_practices_of_each_task(client: Client) -> None:
    access = StatutoryTaskFactory(code="access", position=1)
    StatutoryTaskFactory(code="artists", position=2)
    PublishedPracticeFactory(statutory_tasks=[access])
    PublishedPracticeFactory(statutory_tasks=[access])
    PracticeFactory(statutory_tasks=[access])
    front = queries.front_page("fi")
    assert [(entry.task.code, entry.practices) for entry in front.tasks] == [
        ("access", 2),
        ("artists", 0),
    ]
    page = text_of(client.get("/"))
    assert f'href="{reverse("practices:list")}?task=access"' in page
    assert "2 käytännettä" in page


def test_front_page_shows_newest_published_practices_first(client: Client) -> None:
    now = timezone.now()
    published = [
        PublishedPracticeFactory(first_published_at=now - timedelta(days=age)) for age in range(8)
    ]
    PracticeFactory()
    assert queries.front_page("fi").newest == published[: queries.NEWEST_PRACTICES]


def test_front_page_map_follows_publication_and_archiving(client: Client) -> None:
    municipality = MunicipalityFactory(name_fi="Kuhmo")
    practice = PublishedPracticeFactory(municipality=municipality)
    assert "<title>Kuhmo: 1 käytänne</title>" in text_of(client.get("/"))
    PublishedPracticeFactory(municipality=municipality)
    assert "<title>Kuhmo: 2 käytännettä</title>" in text_of(client.get("/"))
    moderation.archive(record=practice, by=CoordinatorFactory(), message="Vanhentunut")
    assert "<title>Kuhmo: 1 käytänne</title>" in text_of(client.get("/"))


def test_front_page_map_follows_practice_that_moves(client: Client) -> None:
    first, second = MunicipalityFactory(name_fi="Kuhmo"), MunicipalityFactory(name_fi="Raahe")
    practice = PublishedPracticeFactory(municipality=first)
    assert "<title>Raahe: ei vielä käytänteitä</title>" in text_of(client.get("/"))
    practice.municipality = second
    practice.last_published_at = timezone.now()
    practice.save()
    assert "<title>Raahe: 1 käytänne</title>" in text_of(client.get("/"))


def test_front_page_map_speaks_readers_language(client: Client) -> None:
    MunicipalityFactory(name_fi="Raahe", name_sv="Brahestad")
    assert "<title>Raahe:" in text_of(client.get("/"))
    assert "<title>Brahestad:" in text_of(client.get("/sv/"))


def test_front_page_shows_two_newest_articles(client: Client, make_article: MakeArticle) -> None:
    later = timezone.localdate() + timedelta(days=3)
    make_article("uusin", title="Uusin artikkeli", date=later)
    make_article("senaste", "sv", title="Bara på svenska", date=later - timedelta(days=1))
    titles = [article.title for article in queries.front_page("fi").articles]
    assert titles == ["Uusin artikkeli", "Bara på svenska"]


def test_front_page_invites_contributors(client: Client) -> None:
    page = text_of(client.get("/"))
    assert f'href="{reverse("practices:start")}"' in page
    assert 'href="/nain-kirjoitat-hyvan-kaytanteen/"' in page


def test_empty_front_page_says_what_comes(client: Client) -> None:
    ArticlePage.objects.all().delete()
    page = text_of(client.get("/"))
    assert "Ensimmäistä käytännettä odotellaan" in page
    assert 'id="front-articles"' not in page


@pytest.mark.parametrize("maker", [ContributorFactory, CoordinatorFactory])
def test_front_page_is_same_for_who_signed_in(client: Client, maker: Callable[[], Any]) -> None:
    client.force_login(maker())
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_front_page_costs_the_same_with_many(
    client: Client,
    make_article: MakeArticle,
    django_assert_num_queries: Callable[..., Any],
    rows: int,
) -> None:
    for number in range(rows):
        practice = PublishedPracticeFactory(statutory_tasks=[StatutoryTaskFactory()])
        practice.art_forms.set([ArtFormFactory()])
        practice.save()
        make_article(f"artikkeli-{number}")
    with django_assert_num_queries(16):
        client.get("/")
    with django_assert_num_queries(12):
        client.get("/")
