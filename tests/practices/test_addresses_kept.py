"""No page for everybody prints an address, whatever the records behind it have."""

import re

import pytest
from django.test import Client

from kenno.search import actions as search
from tests.factories.people import OrganisationFactory, ShownContactFactory
from tests.factories.practices import FullPracticeFactory

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def test_public_pages_print_no_address(client: Client) -> None:
    practice = FullPracticeFactory(contact__visibility="role-and-name")
    place = practice.municipality
    council = OrganisationFactory(
        kind="regional-council",
        region=place.region,
        general_title="Kulttuuri",
        general_email="kulttuuri@liitto.example",
    )
    ShownContactFactory(organisation=council, visibility="role-and-name")
    search.rebuild()
    addresses = [
        practice.get_absolute_url(),
        f"{practice.get_absolute_url()}tulosta/",
        practice.contact.organisation.get_absolute_url(),
        council.get_absolute_url(),
        place.get_absolute_url(),
        place.region.get_absolute_url(),
        "/organisaatiot/",
        "/kunnat/",
        "/kaytanteet/",
        "/kaytanteet/syote/",
        "/sitemap-organisaatiot.xml",
    ]
    pages = {address: client.get(address) for address in addresses}
    assert {page.status_code for page in pages.values()} == {200}
    printed = {address: ADDRESS.findall(page.content.decode()) for address, page in pages.items()}
    assert printed == {address: [] for address in addresses}
