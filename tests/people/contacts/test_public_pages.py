"""What readers see of contacts on the pages of organisations, municipalities and regions."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenno.people.models import Organisation
from tests.factories.people import (
    ContactFactory,
    ContributorFactory,
    InvitedContactFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.places import RegionFactory
from tests.factories.vocabulary import ConceptFactory
from tests.people.conftest import signed_in, text_of

pytestmark = pytest.mark.django_db


def pages_of(client: Client, organisation: Organisation) -> list[str]:
    place = organisation.municipality
    assert place is not None
    addresses = (organisation.get_absolute_url(), place.get_absolute_url())
    return [text_of(client.get(address)) for address in addresses]


def test_pages_show_what_contacts_let_be_shown(client: Client) -> None:
    organisation = MunicipalOrganisationFactory()
    person = UserFactory(first_name="Etu", last_name="Suku")
    ShownContactFactory(
        organisation=organisation, person=person, topics=[ConceptFactory(label_fi="tanssi")]
    )
    ShownContactFactory(organisation=organisation, title="tuottaja", visibility="role-and-name")
    ContactFactory(organisation=organisation, title="piilossa")
    InvitedContactFactory(organisation=organisation, title="kutsuttu")
    for page in pages_of(client, organisation):
        assert page.count('class="person__role"') == 2
        assert "tanssi" in page
        for hidden in ("piilossa", "kutsuttu", "Suku", "@"):
            assert hidden not in page


def test_municipality_page_shows_twelve_contacts_its_own_first(client: Client) -> None:
    own = MunicipalOrganisationFactory()
    place = own.municipality
    theatre = OrganisationFactory(kind="theatre", municipality=place)
    for number in range(12):
        ShownContactFactory(organisation=theatre, title=f"a{number:02}")
    more = f'<a href="/organisaatiot/?municipality={place.code}">Muut yhteyshenkilöt'
    address = place.get_absolute_url()
    assert more not in text_of(client.get(address))
    ShownContactFactory(organisation=own, title="kulttuurisihteeri")
    page = text_of(client.get(address))
    assert page.count('class="person__role"') == 12
    assert (more in page, "a10" in page, "a11" in page) == (True, True, False)
    assert page.index("kulttuurisihteeri") < page.index("a00")


def test_pages_name_the_general_contact_only_when_nobody_is_shown(client: Client) -> None:
    organisation = MunicipalOrganisationFactory(
        general_title="Kulttuuripalvelut", general_email="kulttuuri@kunta.example"
    )
    for page in pages_of(client, organisation):
        assert "Yleinen yhteys: Kulttuuripalvelut." in page
        assert "@" not in page
    ShownContactFactory(organisation=organisation)
    for page in pages_of(client, organisation):
        assert "Yleinen yhteys" not in page


def test_pages_without_contacts_say_nothing_of_them(client: Client) -> None:
    for page in pages_of(client, MunicipalOrganisationFactory()):
        assert "Yhteyshenkilöt" not in page


def test_region_page_shows_the_contacts_of_its_council(client: Client) -> None:
    region = RegionFactory()
    council = OrganisationFactory(kind="regional-council", region=region)
    ShownContactFactory(organisation=council, title="kulttuurisuunnittelija")
    ShownContactFactory(title="muualla")
    page = text_of(client.get(region.get_absolute_url()))
    assert '<p class="person__role">kulttuurisuunnittelija</p>' in page
    assert "muualla" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_organisation_page_makes_the_same_number_of_queries(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    organisation = MunicipalOrganisationFactory()
    for number in range(rows):
        ShownContactFactory(
            organisation=organisation, title=f"t{number}", topics=[ConceptFactory()]
        )
    with django_assert_num_queries(4):
        client.get(organisation.get_absolute_url())


def test_organisation_page_leads_keepers_to_its_contacts(client: Client) -> None:
    organisation = MunicipalOrganisationFactory()
    link = f"/tyopoyta/organisaatiot/{organisation.pk}/yhteyshenkilot/"
    own = signed_in(ContributorFactory(municipality=organisation.municipality))
    assert link in text_of(own.get(organisation.get_absolute_url()))
    assert link not in text_of(client.get(organisation.get_absolute_url()))
