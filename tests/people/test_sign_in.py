import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from kenno.core.enums import MessageState
from kenno.core.models import OutboxMessage
from kenno.people.actions import Asked, create_sign_in_link, remove_person
from kenno.people.models import User
from tests.factories.people import ContributorFactory, UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN = "/kirjaudu/"
CODE_PAGE = "/kirjaudu/koodi/"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def person() -> User:
    return ContributorFactory(email="kulttuuri@kunta.example")


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def code_for(client: Client, email: str, **query: str) -> str:
    """Ask for a code, and read it from the message in the outbox."""
    client.post(SIGN_IN, {"email": email, **query})
    body = OutboxMessage.objects.latest("pk").body
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", body)
    assert found is not None
    return found[0]


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_signing_in_by_a_code_leads_to_the_workspace(client: Client, person: User) -> None:
    response = client.post(SIGN_IN, {"email": person.email})
    assert (response.status_code, response["Location"]) == (302, CODE_PAGE)
    code = code_for(client, person.email)
    response = client.post(CODE_PAGE, {"code": code})
    assert (response.status_code, response["Location"]) == (302, "/tyopoyta/")
    assert signed_in_as(client) == str(person.pk)


def test_signing_in_leads_to_the_page_that_was_asked_for(client: Client, person: User) -> None:
    response = client.get("/tyopoyta/asetukset/")
    assert response["Location"] == "/kirjaudu/?next=/tyopoyta/asetukset/"
    code = code_for(client, person.email, next="/tyopoyta/asetukset/")
    response = client.post(f"{CODE_PAGE}?next=/tyopoyta/asetukset/", {"code": code})
    assert response["Location"] == "/tyopoyta/asetukset/"


def test_person_removed_while_the_code_waits_is_told(client: Client, person: User) -> None:
    code = code_for(client, person.email)
    remove_person(person=person, asked=Asked.BY_PHONE, by=None)
    answer = client.post(CODE_PAGE, {"code": code})
    assert (answer.status_code, signed_in_as(client)) == (410, None)
    assert client.get(SIGN_IN).status_code == 200


def test_person_removed_between_the_two_steps_begins_anew(client: Client, person: User) -> None:
    RecoveryCodes.activate(person)
    answer = client.post(CODE_PAGE, {"code": code_for(client, person.email)})
    assert answer["Location"] == "/kirjaudu/toinen-vaihe/"
    remove_person(person=person, asked=Asked.BY_PHONE, by=None)
    for send in (client.get, client.post):
        answer = send("/kirjaudu/toinen-vaihe/")
        assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert client.get(SIGN_IN).status_code == 200


def test_signing_in_never_leads_to_another_site(client: Client, person: User) -> None:
    code = code_for(client, person.email, next="https://evil.example/")
    response = client.post(f"{CODE_PAGE}?next=https://evil.example/", {"code": code})
    assert response["Location"] == "/tyopoyta/"


def test_the_address_may_be_typed_in_capitals_and_the_code_without_its_dash(
    client: Client, person: User
) -> None:
    code = code_for(client, person.email.upper())
    client.post(CODE_PAGE, {"code": code.lower().replace("-", " ")})
    assert signed_in_as(client) == str(person.pk)


def test_the_code_goes_through_the_outbox_and_is_not_kept_once_sent(
    client: Client,
    person: User,
    mailoutbox: list[object],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        client.post(SIGN_IN, {"email": person.email})
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient, message.confidential, message.state) == (
        "people.sign_in_code",
        person.email,
        True,
        MessageState.WAITING,
    )
    assert message.subject == "Kirjautumiskoodi Kulttuurikennoon"
    assert message.body.startswith("Kirjoita tämä koodi kirjautumissivulle: ")
    assert "Koodi on voimassa 15 minuuttia." in message.body
    assert mailoutbox == []
    for callback in callbacks:
        callback()
    message.refresh_from_db()
    assert (len(mailoutbox), message.state, message.body) == (1, MessageState.SENT, "")


def test_a_stranger_sees_the_same_and_gets_nothing(client: Client, person: User) -> None:
    known = client.post(SIGN_IN, {"email": person.email}, follow=True)
    OutboxMessage.objects.all().delete()
    stranger = Client()
    unknown = stranger.post(SIGN_IN, {"email": "vieras@muualla.example"}, follow=True)
    shown = known.content.decode().replace(person.email, "vieras@muualla.example")
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert known.redirect_chain == unknown.redirect_chain
    assert tokens.sub("", unknown.content.decode()) == tokens.sub("", shown)
    assert OutboxMessage.objects.count() == 0
    response = stranger.post(CODE_PAGE, {"code": "BCDF-GHJK"})
    assert "Koodi ei täsmää" in response.content.decode()
    assert User.objects.count() == 1


def test_a_closed_account_gets_no_code(client: Client) -> None:
    UserFactory(email="suljettu@kunta.example", is_active=False)
    client.post(SIGN_IN, {"email": "suljettu@kunta.example"})
    assert OutboxMessage.objects.count() == 0


def test_an_account_closed_while_waiting_for_the_code_stays_out(
    client: Client, person: User
) -> None:
    code = code_for(client, person.email)
    User.objects.update(is_active=False)
    response = client.post(CODE_PAGE, {"code": code}, follow=True)
    assert "Tunnuksesi on suljettu." in response.content.decode()
    assert signed_in_as(client) is None


def test_a_wrong_code_three_times_begins_anew(client: Client, person: User) -> None:
    code_for(client, person.email)
    for _ in range(2):
        response = client.post(CODE_PAGE, {"code": "BCDF-GHJK"})
        assert "Koodi ei täsmää. Tarkista se saamastasi viestistä." in response.content.decode()
    response = client.post(CODE_PAGE, {"code": "BCDF-GHJK"}, follow=True)
    assert response.redirect_chain == [(SIGN_IN, 302)]
    assert "Yrityksiä oli liian monta." in response.content.decode()


def test_a_code_is_valid_for_a_quarter_of_an_hour(client: Client, person: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        code = code_for(client, person.email)
        clock.shift(timedelta(minutes=15, seconds=1))
        response = client.post(CODE_PAGE, {"code": code})
    assert response["Location"] == SIGN_IN
    assert signed_in_as(client) is None


def test_codes_are_limited_for_one_address(client: Client, person: User) -> None:
    for _ in range(3):
        Client().post(SIGN_IN, {"email": person.email})
    response = client.post(SIGN_IN, {"email": person.email})
    assert "Yrityksiä oli liian monta." in response.content.decode()
    assert OutboxMessage.objects.count() == 3


@pytest.mark.parametrize("email", ["", "ei osoite", "a@b.example\nBcc: c@d.example"])
def test_what_is_no_address_is_refused(email: str, client: Client) -> None:
    response = client.post(SIGN_IN, {"email": email})
    assert response.status_code == 200
    assert 'class="error-summary"' in response.content.decode()
    assert OutboxMessage.objects.count() == 0


def test_starting_over_leads_back_to_the_address(client: Client, person: User) -> None:
    code_for(client, person.email)
    assert client.get(SIGN_IN)["Location"] == CODE_PAGE
    response = client.post("/kirjaudu/ulos/", {"next": SIGN_IN})
    assert response["Location"] == SIGN_IN
    assert client.get(SIGN_IN).status_code == 200


def test_the_code_page_without_an_address_leads_to_the_beginning(client: Client) -> None:
    assert client.get(CODE_PAGE)["Location"] == SIGN_IN


def test_the_sign_in_page_says_when_there_is_no_mail(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = ""
    page = client.get(SIGN_IN).content.decode()
    assert "Koodia ei voi nyt lähettää" in page
    assert "kenno sign-in-link" in page
    assert 'name="email"' not in page


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_sign_in_page_stands_in_each_language(language: str, client: Client) -> None:
    with translation.override(language):
        address = reverse("account_login")
    response = client.get(address)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()


def test_signing_out_asks_first_and_then_leads_to_the_front_page(
    client: Client, person: User
) -> None:
    client.force_login(person)
    assert "Kirjaudutaanko ulos?" in client.get("/kirjaudu/ulos/").content.decode()
    assert signed_in_as(client) == str(person.pk)
    assert client.post("/kirjaudu/ulos/")["Location"] == "/"
    assert signed_in_as(client) is None


def test_who_has_signed_in_is_led_on_from_the_sign_in_page(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get(SIGN_IN)["Location"] == "/tyopoyta/"


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_set_password",
        "account_change_password",
        "account_reset_password",
        "account_reauthenticate",
    ],
)
def test_what_we_do_not_use_of_allauth_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "login/"])
def test_allauths_own_addresses_lead_nowhere(path: str, client: Client) -> None:
    assert client.get(f"{SIGN_IN}{path}").status_code == 404


def test_a_link_asks_on_get_and_signs_in_on_post(client: Client, person: User) -> None:
    address = path_of(create_sign_in_link(person))
    for _ in range(2):
        response = client.get(address)
        assert response.status_code == 200
        assert "Kirjaudut käyttäjänä kulttuuri@kunta.example." in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]
    assert client.head(address).status_code == 200
    assert signed_in_as(client) is None
    response = client.post(address)
    assert (response.status_code, response["Location"]) == (302, "/tyopoyta/")
    assert signed_in_as(client) == str(person.pk)


def test_a_link_replaces_whoever_had_signed_in(client: Client, person: User) -> None:
    client.force_login(UserFactory())
    client.post(path_of(create_sign_in_link(person)))
    assert signed_in_as(client) == str(person.pk)


def test_a_used_link_says_so(client: Client, person: User) -> None:
    address = path_of(create_sign_in_link(person))
    client.post(address)
    for response in (client.get(address), Client().post(address)):
        assert response.status_code == 410
        assert "Linkki on jo käytetty." in response.content.decode()


def test_an_expired_link_says_so(client: Client, person: User) -> None:
    with time_machine.travel(NOW):
        address = path_of(create_sign_in_link(person))
    with time_machine.travel(NOW + timedelta(hours=25)):
        response = client.post(address)
    assert response.status_code == 410
    assert "Linkki on vanhentunut." in response.content.decode()
    assert signed_in_as(client) is None


def test_an_unknown_link_says_so(client: Client) -> None:
    response = client.get("/kirjaudu/linkki/<script>/")
    assert response.status_code == 410
    assert "Linkki ei kelpaa." in response.content.decode()


def test_a_link_is_not_for_other_methods(client: Client) -> None:
    assert client.put("/kirjaudu/linkki/x/").status_code == 405
