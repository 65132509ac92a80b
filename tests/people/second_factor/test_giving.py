"""Setting it up on the first sign-in, and giving it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from kenno.people.actions import (
    create_sign_in_link,
)
from kenno.people.models import User
from tests.factories.people import (
    CoordinatorFactory,
    UserFactory,
)
from tests.people.conftest import text_of
from tests.people.second_factor.steps import (
    AGAIN,
    APP,
    CODES,
    GIVE,
    QUEUE,
    actions_of,
    code_of,
    set_up_app,
    sign_in_by_code,
    with_app,
    without_factor,
)

pytestmark = pytest.mark.django_db


def test_first_sign_in_sets_it_up_and_goes_on_to_where_one_was_going(
    client: Client, coordinator: User
) -> None:
    response = sign_in_by_code(client, coordinator, QUEUE)
    assert response["Location"] == QUEUE
    page = client.get(QUEUE, follow=True)
    assert "Ota ensin käyttöön kirjautumisen toinen vaihe" in text_of(page)
    assert 'src="data:image/svg+xml;base64,' in client.get(APP).content.decode()
    response = set_up_app(client)
    assert response["Location"] == CODES
    page = client.get(CODES)
    assert len(page.context["unused_codes"]) == 10
    assert f'href="{QUEUE}"' in page.content.decode()
    assert client.get(QUEUE).status_code == 200
    assert actions_of(coordinator) == ["people.second_factor_added"]


@pytest.mark.parametrize("code", ["", "000000", "abc", "1" * 500, "<script>"])
def test_a_wrong_first_code_is_told_and_opens_nothing(code: str, coordinator: User) -> None:
    client = without_factor(coordinator)
    client.get(APP)
    response = client.post(APP, {"code": code})
    assert response.status_code == 200
    assert 'class="error-summary"' in response.content.decode()
    assert client.get(QUEUE).status_code == 302
    assert Authenticator.objects.count() == 0


def test_sign_in_asks_for_the_app_and_goes_on_to_where_one_was_going(client: Client) -> None:
    person = with_app(CoordinatorFactory())
    assert sign_in_by_code(client, person, QUEUE)["Location"] == GIVE
    assert client.get(QUEUE)["Location"].startswith("/kirjaudu/?next=")
    page = client.get(GIVE)
    assert "Kirjautumisen toinen vaihe" in text_of(page)
    response = client.post(GIVE, {"code": "000000"})
    assert "Koodi ei täsmää." in text_of(response)
    assert client.get(QUEUE).status_code == 302
    response = client.post(GIVE, {"code": code_of()})
    assert response["Location"] == QUEUE
    assert client.get(QUEUE).status_code == 200


def test_sign_in_takes_a_recovery_code_once(client: Client) -> None:
    person = with_app(CoordinatorFactory())
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    sign_in_by_code(client, person)
    assert client.post(GIVE, {"code": code})["Location"] == "/tyopoyta/"
    again = Client()
    sign_in_by_code(again, person)
    assert "Koodi ei täsmää." in text_of(again.post(GIVE, {"code": code}))


def test_codes_of_the_second_factor_are_limited(client: Client) -> None:
    sign_in_by_code(client, with_app(CoordinatorFactory()))
    for _ in range(6):
        response = client.post(GIVE, {"code": "000000"})
    assert "Yrityksiä oli liian monta." in text_of(response)
    assert "Yrityksiä oli liian monta." in text_of(client.post(GIVE, {"code": code_of()}))


def test_the_second_step_without_the_first_leads_to_the_beginning(client: Client) -> None:
    assert client.get(GIVE)["Location"] == "/kirjaudu/"
    assert client.post(GIVE, {"code": code_of()})["Location"] == "/kirjaudu/"


def test_a_one_time_link_asks_for_the_second_factor(client: Client) -> None:
    person = with_app(CoordinatorFactory())
    address = create_sign_in_link(person)
    path = address[address.index("/kirjaudu/") :]
    client.force_login(UserFactory())
    assert client.post(path)["Location"] == GIVE
    assert client.get("/tyopoyta/").status_code == 302
    client.post(GIVE, {"code": code_of()})
    assert client.get(QUEUE).status_code == 200


def test_giving_it_within_a_session_goes_on_to_where_one_was_going() -> None:
    client = without_factor(with_app(CoordinatorFactory()))
    address = client.get(QUEUE)["Location"]
    assert "Vahvista, että olet sinä" in text_of(client.get(address))
    assert "Koodi ei täsmää." in text_of(client.post(address, {"code": "000000"}))
    response = client.post(address, {"code": code_of()})
    assert response["Location"] == QUEUE
    assert client.get(QUEUE).status_code == 200


def test_giving_it_never_leads_to_another_site() -> None:
    client = without_factor(with_app(CoordinatorFactory()))
    response = client.post(f"{AGAIN}?next=https://evil.example/", {"code": code_of()})
    assert response["Location"] == "/tyopoyta/"


def test_reauthentication_is_limited_and_says_so() -> None:
    client = without_factor(with_app(CoordinatorFactory()))
    for _ in range(11):
        response = client.post(AGAIN, {"code": "000000"})
    assert response.status_code == 429
    assert "Yrityksiä oli liian monta." in text_of(response)


@pytest.mark.parametrize("credential", ["", "x", "[]", "{}", '"a"', '{"id": 1}'])
def test_what_is_no_passkey_lets_nobody_in(credential: str, client: Client) -> None:
    person = with_app(CoordinatorFactory())
    sign_in_by_code(client, person)
    response = client.post(GIVE, {"credential": credential})
    assert response.status_code == 200
    assert client.get("/tyopoyta/").status_code == 302
