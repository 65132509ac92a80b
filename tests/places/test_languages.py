"""The pages of places at their Finnish, Swedish and English addresses."""

import re

import pytest
from django.test import Client

from kenno.places.models import Municipality
from tests.factories.places import MunicipalityFactory

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "fi": "/kunnat/oulu/",
    "sv": "/sv/kommuner/uleaborg/",
    "en": "/en/municipalities/oulu/",
}


@pytest.fixture
def oulu() -> Municipality:
    return MunicipalityFactory(
        name_fi="Oulu",
        name_sv="Uleåborg",
        name_en="Oulu",
        slug_fi="oulu",
        slug_sv="uleaborg",
        slug_en="oulu",
    )


@pytest.mark.parametrize(
    ("language", "heading"), [("fi", "Oulu"), ("sv", "Uleåborg"), ("en", "Oulu")]
)
def test_municipality_has_page_in_each_language(
    client: Client, oulu: Municipality, language: str, heading: str
) -> None:
    html = client.get(ADDRESSES[language]).content.decode()

    assert f'<html lang="{language}">' in html
    assert re.search(r"<h1>\s*([^<]+?)\s*</h1>", html)[1] == heading  # type: ignore[index]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_municipality_page_leads_to_other_languages(
    client: Client, oulu: Municipality, language: str
) -> None:
    html = client.get(ADDRESSES[language]).content.decode()

    link = r'rel="alternate"\s+hreflang="(\w+)"\s+href="\w+://[^/"]+([^"]*)"'
    alternates = dict(re.findall(link, html))
    assert alternates == ADDRESSES


def test_municipality_slug_of_other_language_leads_to_own(
    client: Client, oulu: Municipality
) -> None:
    response = client.get("/sv/kommuner/oulu/")

    assert (response.status_code, response["Location"]) == (301, ADDRESSES["sv"])
