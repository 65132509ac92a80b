from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from wagtail.models import Locale

from kenno.pages.actions import LoadedPages, load_pages, translation_key
from kenno.pages.models import ArticleIndexPage, ArticlePage


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[LoadedPages]:
    """The pages that come with the product, made once for a file, as it takes a second."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_pages()
        transaction.set_rollback(True)


@pytest.fixture
def make_article(db: None, site: LoadedPages) -> Callable[..., ArticlePage]:
    """Make an article; the same `key` in two languages makes them translations of each other."""

    def make(slug: str, language: str = "fi", key: str = "", **fields: object) -> ArticlePage:
        locale = Locale.objects.get(language_code=language)
        article = ArticlePage(
            title=fields.pop("title", slug.capitalize()),
            slug=slug,
            locale=locale,
            translation_key=translation_key(key or slug),
            introduction="Mistä tässä on kyse.",
            **fields,
        )
        ArticleIndexPage.objects.get(locale=locale).add_child(instance=article)
        return article

    return make
