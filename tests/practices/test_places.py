import re

import pytest
from django.test import Client

from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory

pytestmark = pytest.mark.django_db


def titles(html: str) -> list[str]:
    return re.findall(r'result__title"><a[^>]*>([^<]+)</a>', html)


def test_municipality_page_lists_own_and_shared_practices(client: Client) -> None:
    place = MunicipalityFactory()
    PublishedPracticeFactory(title="Oma", municipality=place)
    shared = PublishedPracticeFactory(title="Yhteinen")
    shared.partner_municipalities.set([place])
    shared.save()
    PublishedPracticeFactory(title="Muualla")
    PracticeFactory(title="Luonnos", municipality=place)

    html = client.get(place.get_absolute_url()).content.decode()

    assert titles(html) == ["Yhteinen", "Oma"]


def test_municipality_page_without_practices_leads_on(client: Client) -> None:
    html = client.get(MunicipalityFactory().get_absolute_url()).content.decode()

    assert "Ei vielä julkaistuja käytänteitä" in html


def test_municipality_page_with_many_leads_to_list(client: Client) -> None:
    place = MunicipalityFactory(code="009")
    PublishedPracticeFactory.create_batch(13, municipality=place)

    html = client.get(place.get_absolute_url()).content.decode()

    assert len(titles(html)) == 12
    assert '<a href="/kaytanteet/?municipality=009">Kaikki kunnan käytänteet</a>' in html


def test_region_page_lists_newest_of_its_municipalities(client: Client) -> None:
    place = MunicipalityFactory()
    PublishedPracticeFactory(title="Maakunnan", municipality=place)
    PublishedPracticeFactory(title="Muualla")

    html = client.get(place.region.get_absolute_url()).content.decode()

    assert titles(html) == ["Maakunnan"]
