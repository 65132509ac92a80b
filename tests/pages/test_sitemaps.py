import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kenno.pages.models import StatementPage
from tests.factories.people import OrganisationFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory
from tests.factories.surveys import ClosedRoundFactory, OpenRoundFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def addresses(client: Client, section: str) -> list[str]:
    response = client.get(f"/sitemap-{section}.xml")
    assert response.status_code == 200
    return re.findall(r"<loc>http://testserver([^<]*)</loc>", response.content.decode())


def test_sitemap_index_names_every_section(client: Client) -> None:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert re.findall(r"<loc>([^<]*)</loc>", response.content.decode()) == [
        "http://testserver/sitemap-sivut.xml",
        "http://testserver/sitemap-kunnat.xml",
        "http://testserver/sitemap-organisaatiot.xml",
        "http://testserver/sitemap-kaytanteet.xml",
        "http://testserver/sitemap-kyselyt.xml",
    ]


def test_sitemap_of_unknown_section_is_not_found(client: Client) -> None:
    assert client.get("/sitemap-muut.xml").status_code == 404


def test_sitemap_has_published_pages_of_every_language(client: Client) -> None:
    StatementPage.objects.get(slug="about").unpublish()
    found = addresses(client, "sivut")
    assert len(found) == 26
    assert {"/", "/sv/", "/en/", "/tietoa-palvelusta/", "/sv/om-tjansten/"} < set(found)
    assert "/en/about/" not in found


def test_sitemap_has_places_in_every_language(client: Client) -> None:
    municipality = MunicipalityFactory()
    found = addresses(client, "kunnat")
    assert len(found) == 6
    assert municipality.get_absolute_url() in found


def test_sitemap_has_organisations_at_work_in_every_language(client: Client) -> None:
    organisation = OrganisationFactory()
    OrganisationFactory(is_active=False)
    found = addresses(client, "organisaatiot")
    assert len(found) == 3
    assert organisation.get_absolute_url() in found


def test_sitemap_has_published_practices_where_their_language_is_spoken(client: Client) -> None:
    PracticeFactory()
    finnish = PublishedPracticeFactory(language="fi")
    swedish = PublishedPracticeFactory(language="sv")
    sami = PublishedPracticeFactory(language="se")
    found = addresses(client, "kaytanteet")
    assert len(found) == 3
    assert finnish.get_absolute_url() in found
    assert sami.get_absolute_url() in found
    assert next(path for path in found if path.endswith(f"/{swedish.slug}/")).startswith("/sv/")


def test_sitemap_has_surveys_that_are_over_in_every_language(client: Client) -> None:
    survey = ClosedRoundFactory()
    OpenRoundFactory()
    ClosedRoundFactory(is_example=True)
    found = addresses(client, "kyselyt")
    assert len(found) == 3
    assert reverse("surveys:public_summary", args=[survey.pk]) in found


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("section", "queries"),
    [("sivut", 2), ("kunnat", 2), ("organisaatiot", 1), ("kaytanteet", 2), ("kyselyt", 1)],
)
def test_sitemap_costs_the_same_with_many(
    client: Client,
    django_assert_num_queries: Callable[..., Any],
    section: str,
    queries: int,
    rows: int,
) -> None:
    for _ in range(rows):
        PublishedPracticeFactory()
        OrganisationFactory()
        ClosedRoundFactory()
    client.get(f"/sitemap-{section}.xml")
    with django_assert_num_queries(queries):
        client.get(f"/sitemap-{section}.xml")


def test_robots_are_kept_from_what_is_not_for_them(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[:3] == ["User-agent: *", "Disallow: /cms/", "Disallow: /tyopoyta/"]
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"
