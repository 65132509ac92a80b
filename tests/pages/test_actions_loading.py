from uuid import uuid4

import pytest
from pytest_django import Settings
from wagtail.models import Page, Site

from kenno.core.models import AuditRecord
from kenno.pages import actions
from kenno.pages.actions import LoadedPages, load_pages
from kenno.pages.enums import StatementKind
from kenno.pages.models import ArticlePage, HomePage, StatementPage

pytestmark = pytest.mark.django_db


def test_load_pages_makes_every_page_in_three_languages(site: LoadedPages) -> None:
    assert (len(site.created), len(site.kept)) == (27, 0)
    kinds = StatementPage.objects.order_by("kind", "locale__language_code")
    assert list(kinds.values_list("kind", "locale__language_code")) == [
        (kind, language) for kind in sorted(StatementKind.values) for language in ("en", "fi", "sv")
    ]
    assert Page.objects.filter(live=False).count() == 0


def test_load_pages_links_translations(site: LoadedPages) -> None:
    home = HomePage.objects.get(locale__language_code="fi")
    languages = home.get_translations(inclusive=True).values_list(
        "locale__language_code", flat=True
    )
    assert sorted(languages) == ["en", "fi", "sv"]
    article = ArticlePage.objects.get(slug="kulttuuria-yhteistuumin", locale__language_code="sv")
    assert article.get_translations().count() == 2


def test_load_pages_replaces_greeting_of_empty_installation(site: LoadedPages) -> None:
    home = HomePage.objects.get(locale__language_code="fi")
    assert Site.objects.get().root_page_id == home.pk
    assert list(Page.objects.filter(depth=2).order_by("path").values_list("slug", flat=True)) == [
        "etusivu",
        "startsida",
        "home",
    ]


def test_load_pages_serves_them_at_address_of_installation(settings: Settings) -> None:
    settings.BASE_URL = "https://kenno.example"
    load_pages()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == ("kenno.example", 443, True)


def test_load_pages_twice_makes_nothing_new(site: LoadedPages) -> None:
    again = load_pages()
    assert (again.created, sorted(again.kept)) == ([], sorted(site.created))
    assert Page.objects.filter(depth__gt=1).count() == 27
    assert AuditRecord.objects.get().data == {"created": site.created}


def test_load_pages_keeps_what_was_edited_moved_or_unpublished(site: LoadedPages) -> None:
    StatementPage.objects.filter(slug="about").update(title="What this is", slug="what-this-is")
    StatementPage.objects.filter(slug="om-tjansten").update(live=False)
    again = load_pages()
    assert again.created == []
    assert StatementPage.objects.get(slug="what-this-is").title == "What this is"
    assert StatementPage.objects.get(slug="om-tjansten").live is False


def test_load_pages_makes_only_what_is_missing(site: LoadedPages) -> None:
    StatementPage.objects.get(slug="about").delete()
    again = load_pages()
    assert again.created == ["/home/about/"]
    assert len(again.kept) == 26


def test_load_pages_leaves_page_of_same_kind_at_its_address(site: LoadedPages) -> None:
    about = StatementPage.objects.get(slug="about")
    StatementPage.objects.filter(pk=about.pk).update(translation_key=uuid4())
    again = load_pages()
    assert again.created == []
    assert again.kept.count("/home/about/") == 1


def test_load_pages_turns_links_and_markup_into_safe_text() -> None:
    assert actions._with_links('<b> [täällä](/palaute/) & "muualla"') == (
        '&lt;b&gt; <a href="/palaute/">täällä</a> &amp; &quot;muualla&quot;'
    )


def test_load_pages_refuses_unknown_block() -> None:
    with pytest.raises(ValueError, match="unknown type 'table'"):
        actions._block({"type": "table"})
