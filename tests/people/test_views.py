"""The workspace's pages of this room: who may open them, what they show and do."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from kenno.core import audit
from kenno.core.enums import MessageState
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people.models import Membership, User
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.people.conftest import MakeMessage, signed_in

pytestmark = pytest.mark.django_db

NEW_PERSON = {
    "email": "uusi@kunta.example",
    "role": "contributor",
    "municipality": "009",
    "first_name": "",
    "last_name": "",
    "language": "fi",
}


def text_of(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("method", "name", "subject"),
    [
        ("get", "people:people", ""),
        ("get", "people:add_person", ""),
        ("post", "people:add_person", ""),
        ("get", "people:person", "person"),
        ("get", "people:deactivate", "person"),
        ("post", "people:deactivate", "person"),
        ("get", "people:remove_membership", "membership"),
        ("post", "people:remove_membership", "membership"),
        ("get", "people:outbox", ""),
        ("get", "people:message", "message"),
        ("post", "people:retry_message", "message"),
        ("get", "people:audit_trail", ""),
    ],
)
def test_coordinators_pages_are_for_coordinators(
    method: str,
    name: str,
    subject: str,
    clients: dict[str, Client],
    make_message: MakeMessage,
) -> None:
    person = ContributorFactory()
    subjects = {
        "": [],
        "person": [person.pk],
        "membership": [person.memberships.get().pk],
        "message": [make_message(state=MessageState.FAILED, attempts=8).pk],
    }
    address = reverse(name, args=subjects[subject])
    answers = {who: getattr(client, method)(address) for who, client in clients.items()}
    assert answers["anonymous"]["Location"] == f"/kirjaudu/?next={address}"
    assert answers["no role"].status_code == 403
    assert answers["contributor"].status_code == 403
    assert "Vain koordinaattori" in text_of(answers["contributor"])
    assert answers["coordinator"].status_code == (302 if method == "post" and subject else 200)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "ihmiset/"),
        ("post", "viestit/"),
        ("post", "tapahtumat/"),
        ("get", "viestit/1/uudelleen/"),
        ("put", "asetukset/"),
        ("put", "ihmiset/lisaa/"),
    ],
)
def test_pages_refuse_methods_that_are_not_theirs(
    method: str, path: str, coordinating: Client
) -> None:
    assert getattr(coordinating, method)(f"/tyopoyta/{path}").status_code == 405


@pytest.mark.parametrize(
    "path", ["ihmiset/0/", "ihmiset/0/sulje/", "ihmiset/roolit/0/poista/", "viestit/0/"]
)
def test_pages_of_what_is_not_there_say_so(path: str, coordinating: Client) -> None:
    assert coordinating.get(f"/tyopoyta/{path}").status_code == 404


def test_settings_are_for_everyone_signed_in(clients: dict[str, Client]) -> None:
    answers = {who: client.get("/tyopoyta/asetukset/") for who, client in clients.items()}
    assert answers.pop("anonymous")["Location"] == "/kirjaudu/?next=/tyopoyta/asetukset/"
    assert {answer.status_code for answer in answers.values()} == {200}


@pytest.mark.parametrize(
    ("who", "menu"),
    [
        ("no role", {"Omat tiedot", "Kirjaudu ulos"}),
        ("contributor", {"Omat tiedot", "Kirjaudu ulos"}),
        (
            "coordinator",
            {"Ihmiset", "Viestit", "Tapahtumat", "Omat tiedot", "Kirjaudu ulos"},
        ),
    ],
)
def test_the_workspace_menu_shows_what_a_person_may_open(
    who: str, menu: set[str], clients: dict[str, Client]
) -> None:
    page = clients[who].get("/tyopoyta/").content.decode()
    ours = {"Ihmiset", "Viestit", "Tapahtumat", "Omat tiedot", "Kirjaudu ulos"}
    assert {label for label in ours if f">{label}</a>" in page} == menu


def test_the_workspace_tells_a_person_without_a_role_what_to_do(
    clients: dict[str, Client],
) -> None:
    assert "Sinulla ei ole vielä roolia" in text_of(clients["no role"].get("/tyopoyta/"))
    assert "Sinulla ei ole vielä roolia" not in text_of(clients["contributor"].get("/tyopoyta/"))


def test_the_workspace_tells_coordinators_of_messages_that_did_not_get_through(
    clients: dict[str, Client], make_message: MakeMessage, settings: Settings
) -> None:
    title = "Viestejä ei ole saatu perille"
    make_message()
    assert title not in text_of(clients["coordinator"].get("/tyopoyta/"))
    make_message(state=MessageState.FAILED)
    assert "1 viesti ei mennyt perille." in text_of(clients["coordinator"].get("/tyopoyta/"))
    assert title not in text_of(clients["contributor"].get("/tyopoyta/"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = ""
    assert "1 viesti odottaa, koska" in text_of(clients["coordinator"].get("/tyopoyta/"))


def test_people_lists_persons_with_their_roles(coordinating: Client) -> None:
    person = ContributorFactory(
        email="a@kunta.example", municipality=MunicipalityFactory(name_fi="Alavieska")
    )
    MembershipFactory(user=person, municipality=MunicipalityFactory(name_fi="Ylivieska"))
    page = text_of(coordinating.get("/tyopoyta/ihmiset/"))
    assert "2 henkilöä" in page
    assert "<li>kunnan kirjoittaja, Alavieska</li> <li>kunnan kirjoittaja, Ylivieska</li>" in page
    assert "<li>koordinaattori</li>" in page


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
def test_add_person_makes_four_queries(
    rows: int, coordinating: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        MunicipalityFactory()
    with django_assert_num_queries(4):
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


def test_outbox_shows_each_message_with_its_state(
    coordinating: Client, make_message: MakeMessage
) -> None:
    make_message(subject="<b>Odottaa</b>")
    make_message(subject="Ei mennyt", state=MessageState.FAILED)
    page = text_of(coordinating.get("/tyopoyta/viestit/"))
    assert "&lt;b&gt;Odottaa&lt;/b&gt;" in page
    assert "status--waiting" in page
    assert "status--failed" in page
    assert "<small>Kutsu</small>" in page


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ({"state": "failed"}, ["Ei mennyt"]),
        ({"state": "nonsense"}, ["Ei mennyt", "Odottaa"]),
        ({}, ["Ei mennyt", "Odottaa"]),
        ({"page": "99"}, ["Ei mennyt", "Odottaa"]),
    ],
)
def test_outbox_filters_by_state_newest_first(
    query: dict[str, str],
    subjects: list[str],
    coordinating: Client,
    make_message: MakeMessage,
) -> None:
    make_message(subject="Odottaa")
    make_message(subject="Ei mennyt", state=MessageState.FAILED)
    response = coordinating.get("/tyopoyta/viestit/", query)
    assert [message.subject for message in response.context["page"]] == subjects


def test_outbox_says_when_there_is_no_mail(coordinating: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = ""
    assert "Sähköpostia ei ole kytketty." in text_of(coordinating.get("/tyopoyta/viestit/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_outbox_makes_five_queries(
    rows: int,
    coordinating: Client,
    make_message: MakeMessage,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        make_message()
    with django_assert_num_queries(5):
        coordinating.get("/tyopoyta/viestit/")


def test_message_shows_its_text_unless_it_is_confidential(
    coordinating: Client, make_message: MakeMessage
) -> None:
    shown = make_message(body="Avoin teksti")
    hidden = make_message(body="Koodi ABCD-EFGH", confidential=True)
    assert "Avoin teksti" in text_of(coordinating.get(f"/tyopoyta/viestit/{shown.pk}/"))
    page = text_of(coordinating.get(f"/tyopoyta/viestit/{hidden.pk}/"))
    assert "ABCD-EFGH" not in page
    assert "Sisältö on tarkoitettu vain vastaanottajalle" in page


def test_message_that_failed_can_be_sent_again(
    coordinating: Client, make_message: MakeMessage
) -> None:
    message = make_message(state=MessageState.FAILED, attempts=8, last_error="SMTP 550")
    page = text_of(coordinating.get(f"/tyopoyta/viestit/{message.pk}/"))
    assert "SMTP 550" in page
    assert "Lähetä uudelleen" in page
    response = coordinating.post(f"/tyopoyta/viestit/{message.pk}/uudelleen/", follow=True)
    assert "Viesti lähetetään uudelleen." in text_of(response)
    assert "Lähetä uudelleen" not in text_of(response)
    again = coordinating.post(f"/tyopoyta/viestit/{message.pk}/uudelleen/")
    assert again.status_code == 409


def test_message_that_waits_cannot_be_sent_again(
    coordinating: Client, make_message: MakeMessage
) -> None:
    message = make_message()
    page = text_of(coordinating.get(f"/tyopoyta/viestit/{message.pk}/"))
    assert "Lähetä uudelleen" not in page


def test_audit_trail_shows_who_did_what_newest_first(
    coordinating: Client, coordinator: User
) -> None:
    person = UserFactory(email="a@kunta.example")
    audit.record("people.role_given", subject=person, by=coordinator, message="<b>Hei</b>")
    audit.record("vocabulary.loaded", subject=None, by=None)
    response = coordinating.get("/tyopoyta/tapahtumat/")
    page = text_of(response)
    assert [record.action for record in response.context["page"]] == [
        "vocabulary.loaded",
        "people.role_given",
    ]
    assert "Rooli annettu" in page
    assert "Sanasto ladattu" in page
    assert "järjestelmä" in page
    assert "&lt;b&gt;Hei&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ({"action": "people.closed"}, ["people.closed"]),
        ({"action": "no.such"}, ["people.closed", "people.role_given"]),
    ],
)
def test_audit_trail_filters_by_action(
    query: dict[str, str], actions: list[str], coordinating: Client
) -> None:
    person = UserFactory()
    audit.record("people.role_given", subject=person, by=None)
    audit.record("people.closed", subject=person, by=None)
    response = coordinating.get("/tyopoyta/tapahtumat/", query)
    assert [record.action for record in response.context["page"]] == actions


def test_audit_trail_is_cut_into_pages_and_keeps_the_filter(coordinating: Client) -> None:
    for _ in range(51):
        audit.record("people.closed", subject=None, by=None)
    response = coordinating.get("/tyopoyta/tapahtumat/?action=people.closed&page=2")
    assert len(response.context["page"]) == 1
    assert 'href="?action=people.closed&amp;page=1"' in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_audit_trail_makes_six_queries(
    rows: int, coordinating: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        audit.record("people.closed", subject=UserFactory(), by=CoordinatorFactory())
    with django_assert_num_queries(6):
        coordinating.get("/tyopoyta/tapahtumat/")
