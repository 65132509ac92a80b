import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people.models import Membership, User
from tests.factories.people import (
    ContributorFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.people.conftest import signed_in, text_of

pytestmark = pytest.mark.django_db

NEW_PERSON = {
    "email": "uusi@kunta.example",
    "role": "contributor",
    "municipality": "009",
    "first_name": "",
    "last_name": "",
    "language": "fi",
}


def test_people_lists_persons_with_their_roles(coordinating: Client) -> None:
    person = ContributorFactory(
        email="a@kunta.example", municipality=MunicipalityFactory(name_fi="Alavieska")
    )
    MembershipFactory(user=person, municipality=MunicipalityFactory(name_fi="Ylivieska"))
    page = text_of(coordinating.get("/tyopoyta/ihmiset/"))
    assert "2 henkilöä" in page
    assert "<li>kunnan kirjoittaja, Alavieska</li> <li>kunnan kirjoittaja, Ylivieska</li>" in page
    assert "<li>valtakunnallinen koordinaattori</li>" in page


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("alavieska", ["a@kunta.example"]),
        ("ÄÄNEKOSKI", ["b@kunta.example"]),
        ("äänek", ["b@kunta.example"]),
        ("b@", ["b@kunta.example"]),
        ("maija", ["a@kunta.example"]),
        ("zzz", []),
        ("<script>", []),
    ],
)
def test_people_finds_by_name_address_and_municipality(
    search: str, found: list[str], coordinating: Client
) -> None:
    ContributorFactory(
        email="a@kunta.example",
        first_name="Maija",
        municipality=MunicipalityFactory(name_fi="Alavieska"),
    )
    ContributorFactory(
        email="b@kunta.example", municipality=MunicipalityFactory(name_fi="Äänekoski")
    )
    response = coordinating.get("/tyopoyta/ihmiset/", {"q": search})
    assert [person.email for person in response.context["page"]] == found
    assert "<script>" not in response.content.decode().split("</head>")[1]


def test_people_says_when_nobody_is_found(coordinating: Client) -> None:
    assert "Ketään ei löytynyt" in text_of(coordinating.get("/tyopoyta/ihmiset/?q=zzz"))


@pytest.mark.parametrize("rows", [1, 3])
def test_people_makes_six_queries(
    rows: int, coordinating: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        MembershipFactory(user=ContributorFactory())
    # The session, the person, their roles; the count, the persons and their roles.
    with django_assert_num_queries(6):
        coordinating.get("/tyopoyta/ihmiset/")


def test_add_person_gives_the_role_and_shows_the_person(
    coordinating: Client, coordinator: User
) -> None:
    MunicipalityFactory(code="009", name_fi="Alavieska")
    response = coordinating.post("/tyopoyta/ihmiset/lisaa/", NEW_PERSON, follow=True)
    person = User.objects.get(email="uusi@kunta.example")
    assert response.redirect_chain == [(f"/tyopoyta/ihmiset/{person.pk}/", 302)]
    assert "Rooli on annettu, ja kutsu lähtee sähköpostilla." in text_of(response)
    assert person.memberships.get().municipality.code == "009"
    assert AuditRecord.objects.get().by == coordinator


def test_add_person_twice_in_another_case_says_that_nothing_changed(
    coordinating: Client,
) -> None:
    MunicipalityFactory(code="009")
    for email in ("uusi@kunta.example", "Uusi@KUNTA.example"):
        response = coordinating.post(
            "/tyopoyta/ihmiset/lisaa/", {**NEW_PERSON, "email": email}, follow=True
        )
    assert "Henkilöllä oli tämä rooli jo." in text_of(response)
    assert User.objects.filter(email__iexact="uusi@kunta.example").count() == 1
    assert OutboxMessage.objects.count() == 1


def test_add_person_ignores_a_municipality_for_a_coordinator(coordinating: Client) -> None:
    MunicipalityFactory(code="009")
    coordinating.post("/tyopoyta/ihmiset/lisaa/", {**NEW_PERSON, "role": "coordinator"})
    membership = Membership.objects.get(user__email="uusi@kunta.example")
    assert (membership.role, membership.municipality) == ("coordinator", None)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "", "Tämä kenttä on pakollinen."),
        ("email", "ei osoite", "Syötä kelvollinen sähköpostiosoite."),
        ("email", "a@kunta.example\nBcc: b@kunta.example", "Syötä kelvollinen sähköpostiosoite."),
        ("municipality", "", "Valitse kunta, jonka käytänteistä henkilö kirjoittaa."),
        ("municipality", "999", "Kuntaa ei ole. Valitse kunta luettelosta."),
        (
            "first_name",
            "Maija\r\nBcc: b@kunta.example",
            "Kirjoita nimi yhdelle riville ilman ohjausmerkkejä.",
        ),
        ("role", "king", "Valitse oikea vaihtoehto. king ei ole vaihtoehtojen joukossa."),
        ("language", "xx", "Valitse oikea vaihtoehto. xx ei ole vaihtoehtojen joukossa."),
    ],
)
def test_add_person_says_what_is_wrong_and_keeps_the_rest(
    field: str, value: str, message: str, coordinating: Client
) -> None:
    MunicipalityFactory(code="009")
    response = coordinating.post(
        "/tyopoyta/ihmiset/lisaa/", {**NEW_PERSON, "last_name": "Kirjoitettu", field: value}
    )
    assert response.status_code == 200
    assert response.context["form"].errors == {field: [message]}
    assert 'value="Kirjoitettu"' in response.content.decode()
    assert User.objects.count() == 1


def test_add_person_begins_with_the_address_asked_for(coordinating: Client) -> None:
    page = coordinating.get("/tyopoyta/ihmiset/lisaa/?email=a@kunta.example")
    assert 'value="a@kunta.example"' in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_add_person_makes_five_queries(
    rows: int, coordinating: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        MunicipalityFactory()
    # The session, the person and their roles; the municipalities and the regions to choose from.
    with django_assert_num_queries(5):
        coordinating.get("/tyopoyta/ihmiset/lisaa/")


@pytest.mark.parametrize("rows", [1, 3])
def test_person_makes_five_queries(
    rows: int, coordinating: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = UserFactory()
    for _ in range(rows):
        MembershipFactory(user=person)
    with django_assert_num_queries(5):
        coordinating.get(f"/tyopoyta/ihmiset/{person.pk}/")


def test_person_without_a_role_and_closed_says_so(coordinating: Client) -> None:
    person = UserFactory(is_active=False)
    page = text_of(coordinating.get(f"/tyopoyta/ihmiset/{person.pk}/"))
    assert "Henkilöllä ei ole roolia" in page
    assert "Tunnus on suljettu." in page


def test_remove_membership_asks_first(coordinating: Client) -> None:
    membership = MembershipFactory(municipality=MunicipalityFactory(name_fi="Alavieska"))
    address = f"/tyopoyta/ihmiset/roolit/{membership.pk}/poista/"
    page = text_of(coordinating.get(address))
    assert "Poistetaanko rooli?" in page
    assert "kunnan kirjoittaja, Alavieska" in page
    assert Membership.objects.filter(pk=membership.pk).exists()
    response = coordinating.post(address, follow=True)
    assert "Rooli on poistettu." in text_of(response)
    assert not Membership.objects.filter(pk=membership.pk).exists()
    assert coordinating.post(address).status_code == 404


def test_remove_membership_refuses_the_last_coordinator_in_plain_words(
    coordinating: Client, coordinator: User
) -> None:
    membership = coordinator.memberships.get()
    response = coordinating.post(f"/tyopoyta/ihmiset/roolit/{membership.pk}/poista/")
    assert response.status_code == 400
    assert "Palvelussa pitää olla ainakin yksi koordinaattori." in text_of(response)


def test_deactivate_asks_first_and_signs_the_person_out(coordinating: Client) -> None:
    person = ContributorFactory()
    theirs = signed_in(person)
    assert theirs.get("/tyopoyta/").status_code == 200
    address = f"/tyopoyta/ihmiset/{person.pk}/sulje/"
    assert "Suljetaanko tunnus?" in text_of(coordinating.get(address))
    assert theirs.get("/tyopoyta/").status_code == 200
    assert "Tunnus on suljettu." in text_of(coordinating.post(address, follow=True))
    assert theirs.get("/tyopoyta/")["Location"] == "/kirjaudu/?next=/tyopoyta/"


def test_settings_change_the_persons_own_name_and_language() -> None:
    person = UserFactory(first_name="Vanha")
    client = signed_in(person)
    assert 'value="Vanha"' in client.get("/tyopoyta/asetukset/").content.decode()
    response = client.post(
        "/tyopoyta/asetukset/", {"first_name": "Uusi", "last_name": "Nimi", "language": "sv"}
    )
    person.refresh_from_db()
    assert (person.get_full_name(), person.language) == ("Uusi Nimi", "sv")
    assert response["Location"].startswith("/sv/")


def test_settings_refuse_a_name_on_two_lines_and_keep_the_rest() -> None:
    person = UserFactory()
    response = signed_in(person).post(
        "/tyopoyta/asetukset/",
        {"first_name": "A\nBcc: x@y.example", "last_name": "Jää", "language": "fi"},
    )
    assert response.context["form"].errors == {
        "first_name": ["Kirjoita nimi yhdelle riville ilman ohjausmerkkejä."]
    }
    assert 'value="Jää"' in response.content.decode()
    person.refresh_from_db()
    assert person.first_name == ""
