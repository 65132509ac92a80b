"""The own page on it: see, add, replace, remove."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenno.people.models import User
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
)
from tests.people.conftest import signed_in, text_of
from tests.people.second_factor.steps import (
    AGAIN,
    APP,
    CODES,
    PASSKEY,
    QUEUE,
    SECRET,
    SECURITY,
    actions_of,
    code_of,
    passkey_of,
    reauthenticated,
    set_up_app,
    with_app,
    without_factor,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", [APP, f"{APP}poista/", PASSKEY, CODES, f"{CODES}uudet/"])
def test_changes_ask_again_who_one_is(path: str) -> None:
    person = with_app(ContributorFactory())
    RecoveryCodes.activate(person)
    client = without_factor(person)
    assert client.get(path)["Location"] == f"{AGAIN}?next={path.replace('/', '%2F')}"
    client.post(f"{AGAIN}?next={path}", {"code": code_of()})
    assert client.get(path).status_code == 200


def test_security_page_shows_what_one_has(coordinator: User) -> None:
    with_app(coordinator)
    RecoveryCodes.activate(coordinator)
    page = text_of(signed_in(coordinator).get(SECURITY))
    assert "Vaihda sovellus tai puhelin" in page
    assert "10 koodia jäljellä." in page
    assert "Kirjautumisen turva" in text_of(signed_in(coordinator).get("/tyopoyta/asetukset/"))


def test_security_page_makes_four_queries(
    coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with_app(coordinator)
    RecoveryCodes.activate(coordinator)
    client = signed_in(coordinator)
    # The session, the person and their roles; the second factors.
    with django_assert_num_queries(4):
        client.get(SECURITY)


def test_a_new_app_replaces_the_old_one(coordinator: User) -> None:
    with_app(coordinator)
    client = reauthenticated(coordinator)
    assert "Uusi sovellus tulee nykyisen tilalle" in text_of(client.get(APP))
    client.post(APP, {"code": "000000"})
    assert Authenticator.objects.get(type="totp").data["secret"] == SECRET
    set_up_app(client)
    assert Authenticator.objects.get(type="totp").data["secret"] != SECRET
    assert actions_of(coordinator) == ["people.second_factor_replaced"]
    assert client.get(QUEUE).status_code == 200


def test_staff_cannot_remove_the_last_one(coordinator: User) -> None:
    with_app(coordinator)
    RecoveryCodes.activate(coordinator)
    client = reauthenticated(coordinator)
    for response in (client.get(f"{APP}poista/"), client.post(f"{APP}poista/")):
        assert "Roolisi vaatii toisen vaiheen." in text_of(response)
        assert "button--danger" not in response.content.decode()
    assert Authenticator.objects.count() == 2
    assert actions_of(coordinator) == []


def test_staff_remove_one_of_two(coordinator: User) -> None:
    with_app(coordinator)
    passkey = passkey_of(coordinator)
    client = reauthenticated(coordinator)
    address = f"{PASSKEY}{passkey.pk}/poista/"
    assert "työpuhelin" in text_of(client.get(SECURITY))
    assert "Poistetaanko pääsyavain?" in text_of(client.get(address))
    assert client.post(address)["Location"] == SECURITY
    assert Authenticator.objects.get().type == "totp"
    assert actions_of(coordinator) == ["people.second_factor_removed"]
    assert client.post(address).status_code == 404


def test_staff_cannot_remove_the_last_passkey(coordinator: User) -> None:
    with_app(coordinator)
    client = reauthenticated(coordinator)
    passkey = passkey_of(coordinator)
    Authenticator.objects.filter(type="totp").delete()
    address = f"{PASSKEY}{passkey.pk}/poista/"
    assert "Roolisi vaatii toisen vaiheen." in text_of(client.get(address))
    response = client.post(address)
    assert response.status_code == 400
    assert "Roolisi vaatii toisen vaiheen." in text_of(response)
    assert Authenticator.objects.get() == passkey


def test_nobody_removes_the_passkey_of_another(coordinator: User) -> None:
    with_app(coordinator)
    passkey = passkey_of(CoordinatorFactory())
    response = reauthenticated(coordinator).post(f"{PASSKEY}{passkey.pk}/poista/")
    assert response.status_code == 404
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_a_contributor_may_have_one_and_remove_it(client: Client) -> None:
    person = with_app(ContributorFactory())
    RecoveryCodes.activate(person)
    client = reauthenticated(person)
    assert client.post(f"{APP}poista/")["Location"] == SECURITY
    assert Authenticator.objects.count() == 0
    assert actions_of(person) == ["people.second_factor_removed"]


def test_new_recovery_codes_end_the_old_ones(coordinator: User) -> None:
    with_app(coordinator)
    old = RecoveryCodes.activate(coordinator).get_unused_codes()
    client = reauthenticated(coordinator)
    assert "Tehdäänkö uudet varakoodit?" in text_of(client.get(f"{CODES}uudet/"))
    assert client.post(f"{CODES}uudet/")["Location"] == CODES
    new = client.get(CODES).context["unused_codes"]
    assert (len(new), set(new) & set(old)) == (10, set())
    assert actions_of(coordinator) == ["people.second_factor_codes"]


@pytest.mark.parametrize("credential", ["", "x", "[]", "{}", '"a"', "null", '{"id": 1}'])
def test_what_is_no_passkey_is_refused(credential: str, coordinator: User) -> None:
    client = without_factor(coordinator)
    page = client.get(PASSKEY)
    assert 'id="passkey-options"' in page.content.decode()
    response = client.post(PASSKEY, {"name": "työpuhelin", "credential": credential})
    assert response.status_code == 200
    assert 'value="työpuhelin"' in response.content.decode()
    assert response.context["form"].errors
    assert Authenticator.objects.count() == 0
