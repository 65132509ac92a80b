import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kenno.places import panels
from kenno.places.models import Municipality, Region
from tests.factories.places import MunicipalityFactory, RegionFactory

pytestmark = pytest.mark.django_db

Counted = Callable[..., Any]


def text_of(response: Any) -> str:
    return response.content.decode()


def listed(response: Any) -> list[str]:
    """The names in the lists by region."""
    lists = re.findall(r'<ul class="name-list">(.*?)</ul>', text_of(response), re.DOTALL)
    return re.findall(r">([^<>]+)</a>", "".join(lists))


@pytest.fixture
def registered() -> Iterator[None]:
    """Parts that a room above might register, and no others."""
    kept = dict(panels._municipality_panels), dict(panels._region_panels)
    panels._municipality_panels.clear()
    panels._region_panels.clear()

    def of_municipality(request: HttpRequest, place: Municipality) -> SafeString:
        return format_html("<p>Osa: {}</p>", place.name)

    def of_region(request: HttpRequest, region: Region) -> SafeString | None:
        return None

    panels.register_municipality_panel("osa", of_municipality)
    panels.register_region_panel("osa", of_region)
    yield
    panels._municipality_panels.clear()
    panels._region_panels.clear()
    panels._municipality_panels.update(kept[0])
    panels._region_panels.update(kept[1])


def test_municipalities_are_open_to_everyone_by_region(client: Client) -> None:
    lappi = RegionFactory(name_fi="Lappi")
    for name in ("Utsjoki", "Inari"):
        MunicipalityFactory(name_fi=name, region=lappi)
    MunicipalityFactory(name_fi="Paltamo", region=RegionFactory(name_fi="Kainuu"))
    response = client.get("/kunnat/")
    assert response.status_code == 200
    assert listed(response) == ["Paltamo", "Inari", "Utsjoki"]
    assert text_of(response).count("data-honeycomb>") == 1


@pytest.mark.parametrize("name", ["utsj", " Utsj ", "UTSJOKI"])
def test_municipalities_are_found_by_name_without_javascript(client: Client, name: str) -> None:
    MunicipalityFactory(name_fi="Inari")
    MunicipalityFactory(name_fi="Utsjoki")
    response = client.get("/kunnat/", {"q": name})
    page = text_of(response)
    assert listed(response) == ["Utsjoki"]
    assert re.search(r"<h2[^>]*>1 kunta</h2>", page)
    assert f'value="{name.strip()}"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert page.count('class="none chosen" transform') == 1
    assert page.count('class="none" transform') == 1


def test_municipalities_without_a_match_say_what_to_do(client: Client) -> None:
    MunicipalityFactory(name_fi="Inari")
    page = text_of(client.get("/kunnat/", {"q": "atlantis"}))
    assert "Tällä nimellä ei löytynyt kuntaa" in page
    assert '<a class="button" href="/kunnat/">Näytä kaikki kunnat</a>' in page


def test_municipalities_show_script_in_the_search_as_text(client: Client) -> None:
    page = text_of(client.get("/kunnat/", {"q": "<script>alert(1)</script>"}))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_municipalities_of_an_empty_database_are_none(client: Client) -> None:
    assert client.get("/kunnat/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_municipalities_cost_three_queries(
    client: Client, number: int, django_assert_num_queries: Counted
) -> None:
    MunicipalityFactory.create_batch(number)
    with django_assert_num_queries(3):
        client.get("/kunnat/")


def test_municipality_page_shows_facts_place_and_neighbours(client: Client) -> None:
    place = MunicipalityFactory(name_fi="Oulu", slug_fi="oulu", cell_q=500, cell_r=500)
    MunicipalityFactory(name_fi="Ii", slug_fi="ii", cell_q=501, cell_r=499)
    response = client.get("/kunnat/oulu/")
    page = text_of(response)
    assert response.status_code == 200
    assert "<h1>Oulu</h1>" in page
    assert "<dt>Väkiluku</dt>" in page
    assert 'aria-label="Sijainti kennossa: Oulu"' in page
    assert "<title>Ii: ei vielä käytänteitä</title>" in page
    assert response.context["alternates"] == place.addresses()


def test_municipality_page_leads_to_those_alike_and_says_how_they_were_found(
    client: Client,
) -> None:
    MunicipalityFactory(slug_fi="oulu", population=1000, language_status="fi")
    region = RegionFactory(name_fi="Lappi")
    MunicipalityFactory(name_fi="<Ii>", slug_fi="ii", population=2000, region=region)
    page = text_of(client.get("/kunnat/oulu/"))
    assert '<h2 id="alike-heading">Samankaltaisia kuntia</h2>' in page
    # The density of 4 and 8 residents: both parts lose a fifth.
    assert '<a href="/kunnat/ii/">&lt;Ii&gt;</a> <span class="quiet">89\xa0%</span>' in page
    assert "Lappi · hieman enemmän asukkaita (2\xa0000), molemmat suomenkielisiä, " in page
    assert "<summary>Miten samankaltaisuus lasketaan?</summary>" in page
    assert "<dt>Väkiluku 40\xa0%</dt>" in page


def test_municipality_page_lists_ten_alike(client: Client) -> None:
    MunicipalityFactory(slug_fi="oulu")
    MunicipalityFactory.create_batch(12)
    page = text_of(client.get("/kunnat/oulu/"))
    assert page.count('</a> <span class="quiet">100\xa0%</span>') == 10


def test_municipality_page_of_the_only_one_has_none_alike(client: Client) -> None:
    MunicipalityFactory(slug_fi="oulu")
    assert "Samankaltaisia kuntia" not in text_of(client.get("/kunnat/oulu/"))


def test_municipality_page_without_residents_and_land_is_shown(client: Client) -> None:
    MunicipalityFactory(slug_fi="oulu", population=0, land_area_km2=0)
    MunicipalityFactory(slug_fi="ii")
    page = text_of(client.get("/kunnat/oulu/"))
    assert "<dt>Asukastiheys</dt>" not in page
    assert '<a href="/kunnat/ii/">' in page


@pytest.mark.parametrize("slug", ["abo", "turku-en"])
def test_municipality_address_of_another_language_leads_to_the_readers(
    client: Client, slug: str
) -> None:
    MunicipalityFactory(slug_fi="turku", slug_sv="abo", slug_en="turku-en")
    response = client.get(f"/kunnat/{slug}/")
    assert (response.status_code, response["Location"]) == (301, "/kunnat/turku/")


def test_municipality_page_is_in_the_language_of_its_address(client: Client) -> None:
    place = MunicipalityFactory(name_fi="Turku", name_sv="Åbo", slug_fi="turku", slug_sv="abo")
    with translation.override("sv"):
        address = place.get_absolute_url()
        finnish = address.replace("abo", "turku")
    assert "<h1>Åbo</h1>" in text_of(client.get(address))
    response = client.get(finnish)
    assert (response.status_code, response["Location"]) == (301, address)


def test_unknown_municipality_is_not_found(client: Client) -> None:
    assert client.get("/kunnat/atlantis/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_municipality_page_costs_the_same_for_all(
    client: Client, number: int, registered: None, django_assert_num_queries: Counted
) -> None:
    MunicipalityFactory(slug_fi="oulu", cell_q=500, cell_r=500)
    for row in range(number):
        MunicipalityFactory(cell_q=501, cell_r=498 + row)
    with django_assert_num_queries(6):
        client.get("/kunnat/oulu/")


@pytest.mark.usefixtures("registered")
def test_municipality_page_has_parts_of_rooms_above(client: Client) -> None:
    place = MunicipalityFactory(name_fi="<Oulu>")
    assert "<p>Osa: &lt;Oulu&gt;</p>" in text_of(client.get(place.get_absolute_url()))


def test_region_page_shows_its_municipalities(client: Client) -> None:
    region = RegionFactory(name_fi="Lappi", slug_fi="lappi")
    for name in ("Utsjoki", "Inari"):
        MunicipalityFactory(name_fi=name, region=region)
    MunicipalityFactory(name_fi="Oulu")
    response = client.get("/maakunnat/lappi/")
    assert response.status_code == 200
    assert "<h1>Lappi</h1>" in text_of(response)
    assert listed(response) == ["Inari", "Utsjoki"]
    assert response.context["alternates"] == region.addresses()


def test_region_address_of_another_language_leads_to_the_readers(client: Client) -> None:
    RegionFactory(slug_fi="lappi", slug_sv="lappland")
    response = client.get("/maakunnat/lappland/")
    assert (response.status_code, response["Location"]) == (301, "/maakunnat/lappi/")


def test_unknown_region_is_not_found(client: Client) -> None:
    assert client.get("/maakunnat/atlantis/").status_code == 404


@pytest.mark.usefixtures("registered")
def test_region_page_skips_parts_with_nothing_to_show(client: Client) -> None:
    response = client.get(RegionFactory().get_absolute_url())
    assert response.status_code == 200
    assert response.context["panels"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_region_page_costs_three_queries(
    client: Client, number: int, registered: None, django_assert_num_queries: Counted
) -> None:
    region = RegionFactory()
    MunicipalityFactory.create_batch(number, region=region)
    with django_assert_num_queries(3):
        client.get(region.get_absolute_url())
