"""From a survey that is over to an article: written from the figures, edited, published."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import AuditRecord
from kenno.pages.actions.survey_articles import write_survey_articles
from kenno.pages.models import ArticleIndexPage, ArticlePage
from kenno.pages.queries.survey_articles import articles_about, published_article_url
from kenno.practices.actions.examples import remove_examples
from kenno.surveys.models import SurveyRound
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    CoordinatorFactory,
    RegionCoordinatorFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.surveys import (
    ClosedRoundFactory,
    OpenRoundFactory,
    ResponsePracticeFactory,
    SubmittedResponseFactory,
)
from tests.factories.vocabulary import ConceptFactory, StatutoryTaskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def answered_round(**fields: Any) -> SurveyRound:
    """A round that is over, answered by one municipality of two, with one practice published."""
    survey = ClosedRoundFactory(title_fi="Kysely", title_sv="Enkät", title_en="Survey", **fields)
    response = SubmittedResponseFactory(round=survey)
    MunicipalityFactory(region=response.municipality.region)
    practice = PublishedPracticeFactory(municipality=response.municipality)
    practice.statutory_tasks.set([StatutoryTaskFactory()])
    practice.themes.set([ConceptFactory()])
    practice.save()
    ResponsePracticeFactory(response=response, practice=practice)
    return survey


def published(survey: SurveyRound) -> ArticlePage:
    articles = write_survey_articles(survey=survey, by=CoordinatorFactory())
    for article in articles:
        article.get_latest_revision().publish()
    return ArticlePage.objects.get(pk=articles[0].pk)


def test_article_is_written_in_each_language_and_not_published() -> None:
    survey = answered_round()
    articles = write_survey_articles(survey=survey, by=CoordinatorFactory())
    assert [(one.locale.language_code, one.title, one.live) for one in articles] == [
        ("fi", "Mitä kysely kertoi: Kysely", False),
        ("sv", "Vad enkäten berättade: Enkät", False),
        ("en", "What the survey told: Survey", False),
    ]
    assert articles[0].introduction == "Kyselyyn vastasi 2 kunnasta 1 eli 50 prosenttia."
    assert [block.block_type for block in articles[0].body] == [
        "paragraph",
        "survey_figures",
        "heading",
        "paragraph",
        "survey_figures",
        "heading",
        "paragraph",
        "survey_figures",
        "heading",
        "paragraph",
        "survey_figures",
        "paragraph",
    ]
    assert articles_about(survey) == articles
    assert AuditRecord.objects.filter(action="pages.survey_articles_written").count() == 1


def test_article_of_a_round_without_answers_tells_only_what_there_is() -> None:
    MunicipalityFactory()
    articles = write_survey_articles(survey=ClosedRoundFactory(), by=CoordinatorFactory())
    assert [block.block_type for block in articles[0].body] == [
        "paragraph",
        "survey_figures",
        "heading",
        "survey_figures",
        "paragraph",
    ]


def test_article_escapes_what_people_named() -> None:
    survey = answered_round(signer_unit_fi="<script>alert(1)</script>")
    article = write_survey_articles(survey=survey, by=CoordinatorFactory())[0]
    assert "<script>" not in str(article.body[0].value)


def test_article_is_written_once() -> None:
    survey = answered_round()
    write_survey_articles(survey=survey, by=CoordinatorFactory())
    with pytest.raises(Conflict, match="on jo tehty artikkeli"):
        write_survey_articles(survey=survey, by=CoordinatorFactory())
    assert len(articles_about(survey)) == 3


def test_article_needs_a_list_of_articles_in_each_language() -> None:
    survey = answered_round()
    ArticleIndexPage.objects.get(locale__language_code="en").delete()
    with pytest.raises(Refusal, match="Artikkelien luettelo puuttuu"):
        write_survey_articles(survey=survey, by=CoordinatorFactory())
    assert articles_about(survey) == []


def test_published_article_shows_the_figures_of_now(client: Client) -> None:
    survey = answered_round()
    address = published(survey).address_here
    text = client.get(address).content.decode()
    assert "Vastanneet kunnat maakunnittain" in text
    assert re.findall(r'<td class="numeric">(\d+)</td>', text)[:3] == ["2", "1", "50"]
    SubmittedResponseFactory(
        round=survey,
        municipality=MunicipalityFactory(region=SubmittedResponseFactory().municipality.region),
    )
    assert '<td class="numeric">50</td>' in client.get(address).content.decode()


def test_published_article_counts_its_survey_once(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = published(answered_round()).address_here
    client.get(address)
    with django_assert_num_queries(16):
        client.get(address)


def test_article_stays_readable_when_its_round_is_gone(client: Client) -> None:
    survey = answered_round()
    address = published(survey).address_here
    SurveyRound.objects.filter(pk=survey.pk).delete()
    response = client.get(address)
    assert response.status_code == 200
    assert "Vastanneet kunnat maakunnittain" not in response.content.decode()


def test_public_summary_leads_to_the_published_article_in_the_readers_language(
    client: Client,
) -> None:
    survey = answered_round()
    address = reverse("surveys:public_summary", args=[survey.pk])
    write_survey_articles(survey=survey, by=CoordinatorFactory())
    assert published_article_url(survey) is None
    assert "Lue artikkeli" not in client.get(address).content.decode()
    for article in articles_about(survey):
        article.get_latest_revision().publish()
    with translation.override("sv"):
        assert published_article_url(survey) == articles_about(survey)[1].address_here
    assert f'href="{published_article_url(survey)}"' in client.get(address).content.decode()


def test_coordinator_makes_the_article_on_its_page(client: Client) -> None:
    survey = answered_round()
    client.force_login(CoordinatorFactory())
    address = reverse("pages:survey_article", args=[survey.pk])
    assert (
        f'href="{address}"'
        in client.get(reverse("surveys:round", args=[survey.pk])).content.decode()
    )
    assert "Kirjoita luonnos" in client.get(address).content.decode()
    text = client.post(address, follow=True).content.decode()
    for article in articles_about(survey):
        assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in text
    assert client.post(address).status_code == 409


@pytest.mark.parametrize(
    ("maker", "status"),
    [
        (ContributorFactory, 403),
        (RegionCoordinatorFactory, 403),
        (CoordinatorFactory, 200),
        (AdministratorFactory, 200),
    ],
)
def test_article_page_opens_for_those_who_edit_pages(
    client: Client, maker: Callable[[], Any], status: int
) -> None:
    client.force_login(maker())
    address = reverse("pages:survey_article", args=[answered_round().pk])
    assert client.get(address).status_code == status


def test_round_that_goes_on_has_no_article(client: Client) -> None:
    client.force_login(CoordinatorFactory())
    survey = OpenRoundFactory()
    assert client.get(reverse("pages:survey_article", args=[survey.pk])).status_code == 404


def test_article_about_an_example_says_so_and_goes_with_the_examples() -> None:
    survey = answered_round(is_example=True)
    article = write_survey_articles(survey=survey, by=CoordinatorFactory())[0]
    assert "Tämä on esimerkki" in str(article.body[0].value)
    kept = answered_round()
    write_survey_articles(survey=kept, by=CoordinatorFactory())
    remove_examples()
    assert ArticlePage.objects.filter(pk=article.pk).count() == 0
    assert len(articles_about(kept)) == 3
