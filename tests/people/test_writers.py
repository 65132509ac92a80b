"""The main contributor's page on who writes for the municipality."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people.models import Membership, User
from kenno.places.models import Municipality
from tests.factories.people import ContributorFactory, MainContributorFactory
from tests.factories.places import MunicipalityFactory
from tests.people.conftest import signed_in, text_of

pytestmark = pytest.mark.django_db

WRITERS = "/tyopoyta/kirjoittajat/"
INVITED = {
    "email": "Uusi@kunta.example",
    "municipality": "148",
    "first_name": "",
    "last_name": "",
    "language": "fi",
}


@pytest.fixture
def inari() -> Municipality:
    return MunicipalityFactory(code="148", name_fi="Inari")


@pytest.fixture
def main(inari: Municipality) -> User:
    return MainContributorFactory(municipality=inari, first_name="Pää", last_name="Kirjoittaja")


@pytest.fixture
def leading(main: User) -> Client:
    """A browser in which the main contributor of Inari has signed in."""
    return signed_in(main)


def test_writers_lists_own_municipality_by_name_without_addresses(
    leading: Client, inari: Municipality
) -> None:
    ContributorFactory(municipality=inari, email="toinen@kunta.example")
    ContributorFactory(email="muualla@kunta.example", first_name="Muualta")
    page = text_of(leading.get(WRITERS))
    assert "Pää Kirjoittaja" in page
    assert "kunnan pääkirjoittaja, Inari" in page
    assert "nimetön" in page
    assert "Muualta" not in page
    assert "@" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_writers_makes_four_queries(
    rows: int,
    leading: Client,
    inari: Municipality,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        ContributorFactory(municipality=inari)
    # The session, the person and their roles; those who write.
    with django_assert_num_queries(4):
        leading.get(WRITERS)


@pytest.mark.parametrize("path", ["", "kutsu/"])
def test_writers_are_invited_by_the_main_contributor_only(path: str, inari: Municipality) -> None:
    client = signed_in(ContributorFactory(municipality=inari))
    response = client.get(f"{WRITERS}{path}")
    assert response.status_code == 403
    assert "Kirjoittajia kutsuu kunnan pääkirjoittaja." in text_of(response)
    assert "Kunnan kirjoittajat" not in text_of(client.get("/tyopoyta/"))


def test_invite_writer_gives_the_role_and_mails_an_invitation(leading: Client, main: User) -> None:
    response = leading.post(f"{WRITERS}kutsu/", INVITED, follow=True)
    assert "Kutsu lähtee sähköpostilla." in text_of(response)
    membership = Membership.objects.get(user__email="uusi@kunta.example")
    assert (membership.role, membership.is_main) == ("contributor", False)
    assert OutboxMessage.objects.get().recipient == "uusi@kunta.example"
    assert AuditRecord.objects.get().by == main
    response = leading.post(f"{WRITERS}kutsu/", INVITED, follow=True)
    assert "Henkilö kirjoittaa jo kunnan käytänteistä." in text_of(response)
    assert OutboxMessage.objects.count() == 1


def test_invite_writer_offers_and_allows_own_municipality_only(leading: Client) -> None:
    MunicipalityFactory(code="009", name_fi="Alavieska")
    assert "Alavieska" not in text_of(leading.get(f"{WRITERS}kutsu/"))
    response = leading.post(f"{WRITERS}kutsu/", {**INVITED, "municipality": "009"})
    assert response.status_code == 403
    assert "Voit kutsua kirjoittajia vain omaan kuntaasi." in text_of(response)
    assert not User.objects.filter(email="uusi@kunta.example").exists()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "", "Tämä kenttä on pakollinen."),
        ("email", "a@kunta.example\nBcc: b@kunta.example", "Syötä kelvollinen sähköpostiosoite."),
        ("municipality", "999", "Kuntaa ei ole. Valitse kunta luettelosta."),
    ],
)
def test_invite_writer_says_what_is_wrong_and_keeps_the_rest(
    field: str, value: str, message: str, leading: Client
) -> None:
    response = leading.post(
        f"{WRITERS}kutsu/", {**INVITED, "last_name": "Kirjoitettu", field: value}
    )
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [message]}
    assert 'value="Kirjoitettu"' in response.content.decode()


def test_invite_writer_does_not_open_a_closed_account(leading: Client) -> None:
    person = ContributorFactory(email="uusi@kunta.example", is_active=False)
    response = leading.post(f"{WRITERS}kutsu/", INVITED)
    assert response.status_code == 400
    person.refresh_from_db()
    assert not person.is_active


def test_remove_writer_asks_first_and_takes_the_role(leading: Client, inari: Municipality) -> None:
    person = ContributorFactory(municipality=inari, email="toinen@kunta.example")
    address = f"{WRITERS}{person.memberships.get().pk}/poista/"
    page = text_of(leading.get(address))
    assert "Poistetaanko rooli?" in page
    assert "toinen@kunta.example" not in page
    assert person.memberships.count() == 1
    assert leading.post(address)["Location"] == WRITERS
    assert person.memberships.count() == 0
    assert leading.post(address).status_code == 404


def test_remove_writer_leaves_other_municipalities_alone(leading: Client) -> None:
    membership = ContributorFactory().memberships.get()
    response = leading.post(f"{WRITERS}{membership.pk}/poista/")
    assert response.status_code == 403
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_remove_writer_of_oneself_is_refused_to_the_last_main_one(
    leading: Client, main: User, inari: Municipality
) -> None:
    address = f"{WRITERS}{main.memberships.get().pk}/poista/"
    response = leading.post(address)
    assert response.status_code == 400
    assert "Olet kunnan ainoa pääkirjoittaja." in text_of(response)
    MainContributorFactory(municipality=inari)
    assert leading.post(address)["Location"] == "/tyopoyta/"
    assert main.memberships.count() == 0
