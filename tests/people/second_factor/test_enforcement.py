"""Who must give the second factor, and what stays closed until then."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import translation

from kenno.people.actions import (
    add_person,
)
from kenno.people.enums import Role
from kenno.people.models import User
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    CoordinatorFactory,
    MembershipFactory,
    RegionCoordinatorFactory,
    UserFactory,
)
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory
from tests.people.conftest import signed_in
from tests.people.second_factor.steps import (
    AGAIN,
    APP,
    CODES,
    PASSKEY,
    QUEUE,
    SECURITY,
    with_app,
    without_factor,
)

pytestmark = pytest.mark.django_db

STAFF: list[Callable[[], User]] = [
    CoordinatorFactory,
    RegionCoordinatorFactory,
    AdministratorFactory,
    lambda: UserFactory(is_staff=True, is_superuser=True),
]


@pytest.mark.parametrize("maker", STAFF)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize(
    "path", ["/tyopoyta/", QUEUE, "/tyopoyta/asetukset/", "/cms/", "/cms/pages/", CODES]
)
def test_staff_without_a_second_factor_are_led_to_set_it_up(
    maker: Callable[[], User], method: str, path: str
) -> None:
    response = getattr(without_factor(maker()), method)(path)
    assert response.status_code == 302
    wanted = path if method == "get" else "/tyopoyta/"
    assert response["Location"] == f"{SECURITY}?next={wanted.replace('/', '%2F')}"


@pytest.mark.parametrize("path", ["/tyopoyta/", SECURITY, APP, PASSKEY, CODES, "/cms/"])
def test_staff_who_have_one_are_led_to_give_it(path: str) -> None:
    response = without_factor(with_app(CoordinatorFactory())).get(path)
    assert response["Location"] == f"{AGAIN}?next={path.replace('/', '%2F')}"


def test_htmx_is_led_there_too(coordinator: User) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tyopoyta/ihmiset/"}
    response = without_factor(coordinator).get("/tyopoyta/ihmiset/?q=a", headers=headers)
    assert response.status_code == 200
    assert response["HX-Redirect"] == f"{SECURITY}?next=%2Ftyopoyta%2Fihmiset%2F"
    assert response.content == b""


@pytest.mark.parametrize("maker", [UserFactory, ContributorFactory])
def test_others_need_no_second_factor(maker: type[UserFactory]) -> None:
    assert without_factor(maker()).get("/tyopoyta/").status_code == 200


def test_public_pages_are_open_and_show_staff_nothing_more_than_to_others(
    coordinator: User,
) -> None:
    practice = PublishedPracticeFactory(slug="kylakino")
    client = without_factor(coordinator)
    page = client.get("/kaytanteet/kylakino/")
    assert page.status_code == 200
    assert f"/tyopoyta/kaytanteet/{practice.pk}/" not in page.content.decode()
    assert client.get("/kirjaudu/ulos/").status_code == 200
    full = signed_in(coordinator).get("/kaytanteet/kylakino/").content.decode()
    assert f"/tyopoyta/kaytanteet/{practice.pk}/" in full


def test_a_role_given_during_a_session_asks_for_the_second_factor(coordinator: User) -> None:
    person = ContributorFactory()
    client = without_factor(person)
    assert client.get("/tyopoyta/").status_code == 200
    add_person(email=person.email, role=Role.COORDINATOR, municipality=None, by=coordinator)
    assert client.get("/tyopoyta/")["Location"].startswith(SECURITY)


def test_a_record_of_somebody_else_does_not_count(coordinator: User) -> None:
    client = signed_in(coordinator)
    session = client.session
    session["account_authentication_methods_user"] = str(UserFactory().pk)
    session.save()
    assert client.get("/tyopoyta/")["Location"].startswith(SECURITY)


def test_a_draft_of_staff_is_not_served_without_the_second_factor(coordinator: User) -> None:
    practice = PracticeFactory()
    client = without_factor(coordinator)
    address = f"/tyopoyta/kaytanteet/{practice.pk}/esikatselu/"
    assert client.get(address)["Location"].startswith(SECURITY)


def test_the_other_roles_of_staff_wait_as_well() -> None:
    person = ContributorFactory()
    MembershipFactory(user=person, role="administrator", municipality=None)
    assert without_factor(person).get("/tyopoyta/kaytanteet/").status_code == 302


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn"])
def test_setting_up_stands_in_each_language(language: str, name: str, coordinator: User) -> None:
    with translation.override(language):
        address = reverse(name)
    response = without_factor(coordinator).get(address)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()
