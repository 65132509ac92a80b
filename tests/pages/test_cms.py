from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from kenno.pages import rules
from kenno.pages.models import ArticleIndexPage, ArticlePage, HomePage, StatementPage
from kenno.people.actions import settle_page_editing
from kenno.people.models import User
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    CoordinatorFactory,
    RegionCoordinatorFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def administrator() -> User:
    return UserFactory(is_staff=True, is_superuser=True)


def test_cms_sends_stranger_to_our_sign_in(client: Client) -> None:
    for address in ("/cms/", "/cms/login/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


def test_cms_never_asks_for_a_password(client: Client) -> None:
    assert 'type="password"' not in client.get("/cms/login/", follow=True).content.decode()


@pytest.mark.parametrize("maker", [UserFactory, ContributorFactory, RegionCoordinatorFactory])
def test_cms_tells_who_may_not_enter(client: Client, maker: Callable[[], Any]) -> None:
    client.force_login(maker())
    response = client.get("/cms/", follow=True)
    assert response.status_code == 403
    assert "ylläpitäjän antama oikeus" in response.content.decode()


def test_cms_lets_administrator_in(client: Client) -> None:
    client.force_login(administrator())
    assert client.get("/cms/").status_code == 200


@pytest.mark.parametrize("maker", [CoordinatorFactory, AdministratorFactory])
def test_cms_lets_those_in_who_work_for_the_whole_country(
    client: Client, maker: Callable[[], Any]
) -> None:
    person = maker()
    client.force_login(person)
    page = StatementPage.objects.filter(locale__language_code="fi").order_by("path").first()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(address).status_code == 200
    person.memberships.all().delete()
    settle_page_editing(person)
    assert client.get(address, follow=True).status_code == 403


def test_cms_lets_person_with_its_permission_in(client: Client) -> None:
    person = ContributorFactory(is_staff=True)
    person.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(person)
    assert client.get("/cms/").status_code == 200


def test_cms_offers_pages_and_pictures_and_no_files(client: Client) -> None:
    client.force_login(administrator())
    page = client.get("/cms/").content.decode()
    assert reverse("wagtailimages:index") in page
    assert reverse("wagtaildocs:index") not in page


@pytest.mark.parametrize("model", [HomePage, ArticleIndexPage, ArticlePage, StatementPage])
def test_every_kind_of_page_can_be_edited(client: Client, model: Any) -> None:
    client.force_login(administrator())
    page = model.objects.filter(locale__language_code="sv").order_by("path").first()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_every_kind_of_page_can_be_previewed(client: Client) -> None:
    client.force_login(administrator())
    for model in (HomePage, ArticleIndexPage, ArticlePage, StatementPage):
        page = model.objects.filter(locale__language_code="sv").order_by("path").first()
        response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert response.status_code == 200
        assert page.title in response.content.decode()


def test_address_of_linked_pages_cannot_be_changed(client: Client) -> None:
    client.force_login(administrator())
    page = StatementPage.objects.get(slug="om-tjansten")
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="slug"' not in editor
    assert 'name="kind"' not in editor


@pytest.mark.parametrize(
    ("maker", "shown"),
    [
        (administrator, True),
        (lambda: UserFactory(is_staff=True), True),
        (lambda: UserFactory(is_staff=True, is_active=False), False),
        (CoordinatorFactory, True),
        (RegionCoordinatorFactory, False),
        (ContributorFactory, False),
    ],
)
def test_way_to_cms_is_shown_to_staff(maker: Callable[[], User], shown: bool) -> None:
    assert rules.can_edit_pages(maker()) is shown


@pytest.mark.parametrize(
    ("maker", "allowed"),
    [(CoordinatorFactory, True), (ContributorFactory, False), (administrator, False)],
)
def test_feedback_is_read_by_coordinators(maker: Callable[[], User], allowed: bool) -> None:
    assert rules.can_read_feedback(maker()) is allowed
