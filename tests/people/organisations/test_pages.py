"""The public pages of organisations, and their part of a municipality's page."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from tests.factories.people import CoordinatorFactory, OrganisationFactory
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.people.conftest import signed_in, text_of

pytestmark = pytest.mark.django_db


def titles(html: str) -> list[str]:
    return re.findall(r'result__title"><a[^>]*>([^<]+)</a>', html)


def found(client: Client, **query: str) -> list[str]:
    return titles(client.get("/organisaatiot/", query).content.decode())


def test_list_shows_active_organisations_by_name(client: Client) -> None:
    OrganisationFactory(name_fi="Ääni")
    OrganisationFactory(name_fi="Aalto", kind="theatre")
    OrganisationFactory(name_fi="Lopettanut", is_active=False)
    response = client.get("/organisaatiot/")
    assert titles(response.content.decode()) == ["Aalto", "Ääni"]
    assert "2 organisaatiota" in text_of(response)
    assert "<li>teatteri</li><li>koko maa</li>" in text_of(response)
    assert "noindex" not in response.content.decode()


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("ÄÄNEKOSKEN", ["Äänekosken teatteri"]),
        ("ääne", ["Äänekosken teatteri"]),
        ("  teatteri ", ["Teatteriyhdistys", "Äänekosken teatteri"]),
        ("theatre", ["Teatteriyhdistys"]),
        ("zzz", []),
        ("<script>", []),
        ("%", []),
    ],
)
def test_list_finds_by_name_in_any_language(client: Client, search: str, names: list[str]) -> None:
    OrganisationFactory(name_fi="Äänekosken teatteri")
    OrganisationFactory(name_fi="Teatteriyhdistys", name_en="Theatre association")
    response = client.get("/organisaatiot/", {"q": search})
    assert titles(response.content.decode()) == names
    assert "<script>" not in response.content.decode().split("</head>")[1]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_list_narrows_by_kind_region_and_municipality(client: Client) -> None:
    place = MunicipalityFactory(code="009", region=RegionFactory(code="17"))
    OrganisationFactory(name_fi="Museo", kind="museum", municipality=place)
    OrganisationFactory(name_fi="Seura", municipality=place)
    OrganisationFactory(name_fi="Liitto", kind="regional-council", region=place.region)
    OrganisationFactory(name_fi="Muualla", kind="museum")
    assert found(client, kind="museum") == ["Museo", "Muualla"]
    assert found(client, region="17") == ["Liitto", "Museo", "Seura"]
    assert found(client, municipality="009") == ["Museo", "Seura"]
    assert found(client, region="17", kind="museum", q="mus") == ["Museo"]


@pytest.mark.parametrize(
    ("query", "opened"),
    [("", False), ("q=museo", False), ("kind=museum", True), ("region=", False)],
)
def test_list_folds_filters_of_which_none_is_chosen(
    client: Client, query: str, opened: bool
) -> None:
    page = client.get(f"/organisaatiot/?{query}").content.decode()
    assert ('<details class="fold" id="organisation-filters" open>' in page) is opened
    assert ('<details class="fold" id="organisation-filters">' in page) is not opened


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"kind": "kingdom"}, "kingdom ei ole vaihtoehtojen joukossa."),
        ({"region": "99"}, "Maakuntaa ei ole. Valitse maakunta luettelosta."),
        ({"municipality": "x"}, "Kuntaa ei ole. Valitse kunta luettelosta."),
    ],
)
def test_list_says_what_is_wrong_with_a_filter_and_shows_the_rest(
    client: Client, query: dict[str, str], message: str
) -> None:
    OrganisationFactory(name_fi="Museo")
    response = client.get("/organisaatiot/", query)
    assert message in text_of(response)
    assert titles(response.content.decode()) == ["Museo"]


def test_list_without_any_leads_on(client: Client) -> None:
    page = text_of(client.get("/organisaatiot/?q=zzz"))
    assert "Yhtään organisaatiota ei löytynyt" in page
    assert '<a class="button" href="/organisaatiot/">Näytä kaikki organisaatiot</a>' in page


def test_list_is_in_pages_that_keep_the_filters(client: Client) -> None:
    OrganisationFactory.create_batch(51, kind="museum")
    first = client.get("/organisaatiot/?kind=museum").content.decode()
    assert len(titles(first)) == 50
    assert 'href="?kind=museum&amp;page=2"' in first
    assert len(titles(client.get("/organisaatiot/?kind=museum&page=2").content.decode())) == 1
    assert len(titles(client.get("/organisaatiot/?kind=museum&page=x").content.decode())) == 50


@pytest.mark.parametrize("rows", [1, 3])
def test_list_makes_four_queries(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        OrganisationFactory(municipality=MunicipalityFactory())
        OrganisationFactory(region=RegionFactory())
    # The regions and municipalities to choose from; the count and the organisations.
    with django_assert_num_queries(4):
        client.get("/organisaatiot/")


def test_page_tells_what_is_known_and_leads_to_the_municipality(client: Client) -> None:
    place = MunicipalityFactory(name_fi="Alavieska", slug_fi="alavieska")
    organisation = OrganisationFactory(
        name_fi="Museo",
        name_sv="Museet",
        kind="museum",
        municipality=place,
        business_id="0112038-9",
        website="https://museo.example/",
    )
    response = client.get(organisation.get_absolute_url())
    page = text_of(response)
    assert "<h1>Museo</h1>" in page
    assert '<dd><a href="/kunnat/alavieska/">Alavieska</a></dd>' in page
    assert '<a href="https://museo.example/" rel="external nofollow">' in page
    assert "<dt>Ruotsiksi</dt> <dd>Museet</dd>" in page
    assert "<dd>0112038-9</dd>" in page
    assert "Muuta organisaation tietoja" not in page
    assert "lopettanut" not in page


def test_page_of_a_region_leads_to_it_and_a_national_one_says_so(client: Client) -> None:
    region = RegionFactory(name_fi="Lappi")
    council = OrganisationFactory(kind="regional-council", region=region)
    page = text_of(client.get(council.get_absolute_url()))
    assert f'<a href="{region.get_absolute_url()}">Lappi</a>' in page
    national = OrganisationFactory()
    assert "<dd>koko maa</dd>" in text_of(client.get(national.get_absolute_url()))


def test_page_of_a_wellbeing_county_names_it(client: Client) -> None:
    county = MunicipalityFactory().wellbeing_county
    organisation = OrganisationFactory(kind="wellbeing-county", wellbeing_county=county)
    assert f"<dd>{county.name_fi}</dd>" in text_of(client.get(organisation.get_absolute_url()))


def test_page_escapes_a_name(client: Client) -> None:
    organisation = OrganisationFactory(name_fi="<b>Museo</b>")
    assert "<b>Museo" not in client.get(organisation.get_absolute_url()).content.decode()


def test_page_of_one_that_works_no_more_says_so(client: Client) -> None:
    organisation = OrganisationFactory(is_active=False)
    response = client.get(organisation.get_absolute_url())
    assert response.status_code == 200
    assert "Tämä organisaatio on lopettanut" in text_of(response)
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_page_of_an_unknown_organisation_is_not_found(client: Client) -> None:
    assert client.get("/organisaatiot/0/").status_code == 404


@pytest.mark.parametrize("path", ["", "{pk}/"])
def test_public_pages_refuse_other_methods(client: Client, path: str) -> None:
    address = f"/organisaatiot/{path.format(pk=OrganisationFactory().pk)}"
    assert client.post(address).status_code == 405


def test_page_leads_a_coordinator_to_the_form() -> None:
    organisation = OrganisationFactory()
    page = text_of(signed_in(CoordinatorFactory()).get(organisation.get_absolute_url()))
    assert f'href="/tyopoyta/organisaatiot/{organisation.pk}/"' in page


def test_page_makes_three_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    organisation = OrganisationFactory(municipality=MunicipalityFactory())
    OrganisationFactory.create_batch(3)
    with django_assert_num_queries(3):
        client.get(organisation.get_absolute_url())


def test_municipality_page_lists_its_active_organisations(client: Client) -> None:
    place = MunicipalityFactory()
    museum = OrganisationFactory(name_fi="Museo", kind="museum", municipality=place)
    OrganisationFactory(name_fi="Lopettanut", municipality=place, is_active=False)
    OrganisationFactory(name_fi="Muualla")
    page = text_of(client.get(place.get_absolute_url()))
    assert f'<a href="{museum.get_absolute_url()}">Museo</a>' in page
    assert "Lopettanut" not in page
    assert "Muualla" not in page


def test_municipality_page_with_many_leads_to_the_list(client: Client) -> None:
    place = MunicipalityFactory(code="009")
    OrganisationFactory.create_batch(13, municipality=place)
    page = text_of(client.get(place.get_absolute_url()))
    link = '<a href="/organisaatiot/?municipality=009">Kaikki kunnan organisaatiot</a>'
    assert link in page
    assert page.count('href="/organisaatiot/') - page.count('href="/organisaatiot/"') == 13


def test_municipality_page_without_organisations_has_no_part_for_them(client: Client) -> None:
    page = text_of(client.get(MunicipalityFactory().get_absolute_url()))
    assert 'id="organisations-heading"' not in page


@pytest.mark.parametrize(
    ("language", "start", "shown"),
    [("fi", "/", "Museo"), ("sv", "/sv/", "Museet"), ("en", "/en/", "Museum")],
)
def test_pages_are_in_the_language_of_their_address(
    client: Client, language: str, start: str, shown: str
) -> None:
    organisation = OrganisationFactory(name_fi="Museo", name_sv="Museet", name_en="Museum")
    with translation.override(language):
        addresses = [reverse("people:organisations"), organisation.get_absolute_url()]
    for address in addresses:
        assert address.startswith(start)
        page = client.get(address).content.decode()
        assert f'<html lang="{language}">' in page
        assert f">{shown}</" in page
