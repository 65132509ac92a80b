from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from kenno.pages.actions import LoadedPages
from kenno.pages.models import ArticleIndexPage, ArticlePage, StatementPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

MakeArticle = Callable[..., ArticlePage]
SCRIPT = '<script>alert("x")</script>'

IN_THREE_LANGUAGES = [
    ("/tietoa-palvelusta/", "/sv/om-tjansten/", "/en/about/"),
    (
        "/saavutettavuusseloste/",
        "/sv/tillganglighetsutlatande/",
        "/en/accessibility-statement/",
    ),
    ("/tietosuojaseloste/", "/sv/dataskyddsbeskrivning/", "/en/privacy-notice/"),
    ("/lahteet-ja-lisenssit/", "/sv/kallor-och-licenser/", "/en/credits/"),
    (
        "/nain-kirjoitat-hyvan-kaytanteen/",
        "/sv/skriv-en-god-praxis/",
        "/en/how-to-write-a-good-practice/",
    ),
    ("/artikkelit/", "/sv/artiklar/", "/en/articles/"),
    (
        "/artikkelit/kulttuuria-yhteistuumin/",
        "/sv/artiklar/kulttuuria-yhteistuumin/",
        "/en/articles/kulttuuria-yhteistuumin/",
    ),
]


def text_of(response: Any) -> str:
    return response.content.decode()


@pytest.mark.parametrize("addresses", IN_THREE_LANGUAGES)
def test_page_is_public_and_links_its_languages(
    client: Client, addresses: tuple[str, str, str]
) -> None:
    for language, address in zip(("fi", "sv", "en"), addresses, strict=True):
        response = client.get(address)
        assert response.status_code == 200
        page = text_of(response)
        assert f'<html lang="{language}">' in page
        assert f'<link rel="canonical" href="http://testserver{address}">' in page
        assert response.context["alternates"] == dict(
            zip(("fi", "sv", "en"), addresses, strict=True)
        )
        assert "Toistaiseksi vain" not in page


def test_page_without_translation_is_shown_in_its_own_language(
    client: Client, make_article: MakeArticle
) -> None:
    make_article("kuntavierailu", title="Kuntavierailu")
    response = client.get("/sv/artikkelit/kuntavierailu/")
    page = text_of(response)
    assert response.status_code == 200
    with translation.override("sv"):
        assert translation.gettext("Toistaiseksi vain suomeksi") in page
    assert '<html lang="sv">' in page
    assert '<article class="prose flow" lang="fi">' in page
    assert '<link rel="canonical" href="http://testserver/artikkelit/kuntavierailu/">' in page
    assert response.context["alternates"] == {
        "fi": "/artikkelit/kuntavierailu/",
        "sv": "/sv/artikkelit/kuntavierailu/",
        "en": "/en/artikkelit/kuntavierailu/",
    }


def test_path_of_another_language_leads_to_the_translation(client: Client) -> None:
    response = client.get("/sv/artikkelit/kulttuuria-yhteistuumin/")
    assert (response.status_code, response.url) == (302, "/sv/artiklar/kulttuuria-yhteistuumin/")
    response = client.get("/om-tjansten/")
    assert (response.status_code, response.url) == (302, "/tietoa-palvelusta/")


def test_path_with_letters_beyond_ascii_is_served_where_it_is(
    client: Client, make_article: MakeArticle
) -> None:
    make_article("käytänne-äänessä")
    assert client.get("/artikkelit/käytänne-äänessä/").status_code == 200


def test_unknown_path_is_not_found_in_any_language(client: Client) -> None:
    for address in ("/ei-ole/", "/sv/finns-inte/", "/en/artikkelit/ei-ole/"):
        assert client.get(address).status_code == 404


def test_old_address_of_renamed_article_leads_to_the_new(
    client: Client,
    make_article: MakeArticle,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    article = make_article("vanha")
    article.slug = "uusi"
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish()
    response = client.get("/artikkelit/vanha/")
    assert (response.status_code, response.url) == (301, "/artikkelit/uusi/")


def test_unpublished_page_is_not_found(client: Client) -> None:
    StatementPage.objects.get(slug="tietoa-palvelusta").unpublish()
    assert client.get("/tietoa-palvelusta/").status_code == 404


def test_unpublished_translation_gives_way_to_the_original(client: Client) -> None:
    StatementPage.objects.get(slug="om-tjansten").unpublish()
    response = client.get("/sv/tietoa-palvelusta/")
    assert response.status_code == 200
    assert 'lang="fi"' in text_of(response)


def test_page_accepts_reading_only(client: Client) -> None:
    assert client.post("/tietoa-palvelusta/").status_code == 405
    assert client.head("/tietoa-palvelusta/").status_code == 200


def test_site_without_pages_says_not_found(client: Client) -> None:
    ArticleIndexPage.objects.all().delete()
    assert client.get("/artikkelit/").status_code == 404


def test_links_of_a_text_lead_to_readers_language(client: Client) -> None:
    with translation.override("sv"):
        form = reverse("pages:feedback")
    page = text_of(client.get("/sv/om-tjansten/"))
    assert f'<a href="{form}">responsformuläret</a>' in page


def test_article_shows_its_blocks_and_no_markup_of_writers(
    client: Client, make_article: MakeArticle
) -> None:
    make_article(
        "kaikki",
        title=SCRIPT,
        body=[
            ("heading", SCRIPT),
            ("paragraph", f"<p>Kappale {SCRIPT.replace('<', '&lt;')}</p>"),
            ("list", ["<p>Ensimmäinen</p>", "<p>Toinen</p>"]),
        ],
    )
    page = text_of(client.get("/artikkelit/kaikki/"))
    assert SCRIPT not in page
    assert "<h2>&lt;script&gt;" in page
    assert "<ul><li><p>Ensimmäinen</p></li><li><p>Toinen</p></li></ul>" in page


def test_article_shows_picture_with_alternative_and_photographer(
    client: Client, make_article: MakeArticle
) -> None:
    image = get_image_model().objects.create(
        title="tanssi.jpg", file=get_test_image_file("tanssi.png", size=(1600, 900))
    )
    figure = {
        "image": {"image": image, "alt_text": "Tanssija rannalla", "decorative": False},
        "caption": "Kesän ensimmäinen tanssi",
        "photographer": "Kuvaajan nimi",
    }
    article = make_article(
        "kuva",
        lead_image=image,
        lead_image_alt="Tanssija laiturilla",
        lead_image_photographer="Toinen nimi",
    )
    article.body = [
        (
            "figure",
            article.body.stream_block.child_blocks["figure"].to_python(
                {**figure, "image": {**figure["image"], "image": image.pk}}
            ),
        )
    ]
    article.save()
    page = text_of(client.get("/artikkelit/kuva/"))
    assert 'alt="Tanssija rannalla" width="1200" height="675" loading="lazy"' in page
    assert "Kesän ensimmäinen tanssi" in page
    assert "Kuva: Kuvaajan nimi" in page
    assert 'alt="Tanssija laiturilla"' in page
    assert "Kuva: Toinen nimi" in page
    assert '<meta property="og:image" content="http://testserver/media/images/' in page


def test_article_with_picture_needs_its_alternative() -> None:
    image = get_image_model().objects.create(
        title="tanssi.jpg", file=get_test_image_file("tanssi.png")
    )
    article = ArticlePage.objects.get(slug="kulttuuria-yhteistuumin", locale__language_code="fi")
    article.lead_image = image
    with pytest.raises(ValidationError, match="Kerro, mitä kuvassa näkyy"):
        article.full_clean()


def test_article_list_shows_each_article_once(client: Client, make_article: MakeArticle) -> None:
    make_article("vain-suomeksi", title="Vain suomeksi kirjoitettu")
    make_article("pa-svenska", "sv", title="Bara på svenska")
    make_article("bada", "sv", key="molemmat", title="På båda språken")
    make_article("molemmat", title="Molemmilla kielillä")
    finnish = text_of(client.get("/artikkelit/"))
    for title, times in [
        ("Vain suomeksi kirjoitettu", 1),
        ("Bara på svenska", 1),
        ("Molemmilla kielillä", 1),
        ("På båda språken", 0),
        ("Toistaiseksi vain ruotsiksi", 1),
    ]:
        assert finnish.count(title) == times
    assert 'href="/artikkelit/pa-svenska/"' not in finnish
    assert 'href="/artiklar/pa-svenska/"' in finnish
    assert client.get("/artiklar/pa-svenska/").status_code == 200


def test_article_list_without_articles_says_what_comes(client: Client) -> None:
    ArticlePage.objects.all().delete()
    assert "Artikkeleita ei ole vielä" in text_of(client.get("/artikkelit/"))


@pytest.mark.parametrize("extra", [0, 3])
def test_article_list_costs_the_same_with_many(
    client: Client,
    make_article: MakeArticle,
    django_assert_num_queries: Callable[..., Any],
    extra: int,
) -> None:
    for number in range(extra):
        make_article(f"artikkeli-{number}")
    client.get("/artikkelit/")
    with django_assert_num_queries(7):
        client.get("/artikkelit/")


def test_statement_costs_few_queries(
    client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    client.get("/tietoa-palvelusta/")
    with django_assert_num_queries(6):
        client.get("/tietoa-palvelusta/")


@pytest.mark.usefixtures("site")
def test_every_page_links_statements_articles_and_feedback(
    client: Client, site: LoadedPages
) -> None:
    page = text_of(client.get("/tietosuojaseloste/"))
    for address in [
        *(fi for fi, _sv, _en in IN_THREE_LANGUAGES[:6]),
        reverse("pages:feedback"),
    ]:
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
