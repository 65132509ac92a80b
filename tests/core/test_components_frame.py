"""What stands round every page: header, footer, languages, messages, the workspace's menu."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from kenno.core import navigation, workspace
from kenno.core.enums import WorkspaceGroup
from kenno.core.navigation import (
    ShownGroup,
    ShownLink,
    register_footer_link,
    register_header_link,
)
from kenno.core.templatetags.core import language_links, workspace_menu
from kenno.core.workspace import WorkspaceLink, register_link
from tests.core.drawing import squeezed
from tests.factories.people import UserFactory


@pytest.fixture
def own_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start with no registered links, and leave the rooms' own in place afterwards."""
    monkeypatch.setattr(navigation, "_header", {})
    monkeypatch.setattr(navigation, "_footer", {})
    monkeypatch.setattr(workspace, "_links", {})


def request_for(path: str) -> HttpRequest:
    return RequestFactory().get(path)


def test_header_links_come_in_order_and_know_the_current_page(own_links: None):
    register_header_link("b", "Toinen", lambda request: "/toinen/", 20)
    register_header_link("a", "Eka", lambda request: "/eka/", 10)
    register_header_link("c", "Puuttuva", lambda request: None, 30)
    assert navigation.header_links(request_for("/toinen/sivu/")) == [
        ShownLink("Eka", "/eka/", current=False),
        ShownLink("Toinen", "/toinen/", current=True),
    ]


def test_front_page_is_current_only_on_itself(own_links: None):
    register_footer_link("home", "Etusivu", lambda request: "/", 10)
    assert navigation.footer_links(request_for("/eka/")) == [ShownLink("Etusivu", "/")]
    assert navigation.footer_links(request_for("/")) == [ShownLink("Etusivu", "/", current=True)]


def test_reverse_or_none_of_an_unknown_name_is_none():
    assert navigation.reverse_or_none("nowhere:at-all") is None


def test_languages_lead_to_the_same_page():
    with translation.override("fi"):
        links = language_links(Context({"request": request_for("/komponentit/?page=2")}))
    assert [link["code"] for link in links] == ["fi", "sv", "en"]
    assert [link["current"] for link in links] == [True, False, False]
    assert links[0]["url"] == "/komponentit/?page=2"
    assert links[2]["url"].startswith("/en/")
    assert links[2]["url"].endswith("?page=2")


def test_languages_follow_what_the_view_gives():
    context = Context({"request": request_for("/a/"), "alternates": {"fi": "/a/", "sv": "/sv/b/"}})
    links = language_links(context)
    assert [(link["url"], link["exists"]) for link in links] == [
        ("/a/", True),
        ("/sv/b/", True),
        ("/en/", False),
    ]


def test_languages_without_request_are_none():
    assert language_links(Context({})) == []


def test_page_names_its_other_languages(client: Client, db, settings):
    settings.BASE_URL = "https://kenno.example"
    content = squeezed(client.get("/komponentit/").content.decode())
    assert '<html lang="fi">' in content
    address = "https://kenno.example/komponentit/"
    assert f'<link rel="alternate" hreflang="fi" href="{address}">' in content


def test_header_of_a_visitor_offers_sign_in(client: Client, db):
    content = squeezed(client.get("/komponentit/").content.decode())
    assert "Kirjaudu</a>" in content
    assert "Työpöytä</a>" not in content


def test_header_of_a_signed_in_person_offers_the_workspace(client: Client, db):
    client.force_login(UserFactory())
    content = squeezed(client.get("/komponentit/").content.decode())
    assert "Työpöytä</a>" in content
    assert "Kirjaudu</a>" not in content


def test_messages_are_notices():
    request = request_for("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    messages.success(request, "Tallennettu.")
    drawn = render_to_string("core/messages.html", request=request)
    assert 'class="notice notice--success"' in drawn
    assert "Tallennettu." in drawn


def test_workspace_asks_for_sign_in(client: Client, db):
    response = client.get("/tyopoyta/")
    assert response.status_code == 302
    assert "next=/tyopoyta/" in response["Location"]


def test_workspace_menu_marks_the_longest_address_that_fits(own_links: None, db):
    register_link("core", WorkspaceLink("Komponentit", "core:gallery", 10, lambda person: True))
    register_link("gone", WorkspaceLink("Puuttuva", "nowhere:at-all", 20, lambda person: True))
    register_link("not", WorkspaceLink("Ei minulle", "core:gallery", 30, lambda person: False))
    request = request_for("/tyopoyta/")
    request.user = UserFactory()
    assert workspace_menu(Context({"request": request})) == [
        ShownGroup(
            "",
            [
                ShownLink("Etusivu", "/tyopoyta/", current=True),
                ShownLink("Komponentit", "/komponentit/", current=False),
            ],
        )
    ]


def test_workspace_menu_stands_in_groups(own_links: None, db):
    own = WorkspaceGroup.OWN
    register_link("b", WorkspaceLink("Oma", "core:gallery", 1, lambda person: True, own))
    register_link("a", WorkspaceLink("Työ", "core:gallery", 2, lambda person: True))
    request = request_for("/tyopoyta/")
    request.user = UserFactory()
    groups = workspace_menu(Context({"request": request}))
    assert [(str(group.label), [link.label for link in group.links]) for group in groups] == [
        ("", ["Etusivu", "Työ"]),
        ("Omat asiat", ["Oma"]),
    ]


def test_workspace_menu_marks_nothing_on_a_page_that_it_does_not_name(own_links: None, db):
    request = request_for("/tyopoyta/muualla/")
    request.user = UserFactory()
    groups = workspace_menu(Context({"request": request}))
    assert [link.current for group in groups for link in group.links] == [False]


def test_header_marks_the_workspace_where_the_reader_is(client: Client, db):
    client.force_login(UserFactory())
    content = squeezed(client.get("/tyopoyta/").content.decode())
    assert '<a href="/tyopoyta/" aria-current="true">Työpöytä</a>' in content


def test_workspace_with_nothing_waiting_says_what_to_do(client: Client, db):
    client.force_login(UserFactory())
    drawn = Template(
        '{% include "core/workspace.html" %}',
    ).render(Context({"panels": [], "request": client.get("/tyopoyta/").wsgi_request}))
    assert "Täällä ei ole nyt mitään, mikä odottaa sinua." in drawn
