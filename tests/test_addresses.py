"""Every address needs sign-in, except those listed here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

# What a reader without an account may open; a new name here is a decision.
PUBLIC = {
    "health",
    "image_file",
    "wagtail_serve",
    "core:gallery",
    "places:municipalities",
    "places:municipality",
    "places:region",
    "vocabulary:suggest",
    "practices:ask",
    "practices:confirm",
    "practices:confirmed",
    "practices:feed",
    "practices:list",
    "practices:suggest",
    "practices:decline_request",
    "practices:draft_request",
    "practices:pass_on_request",
    "practices:requested_draft",
    "practices:requested_section",
    "practices:start_request",
    "practices:submit_requested",
    "practices:practice",
    "practices:print",
    "practices:material",
    "search:save",
    "search:confirmation_sent",
    "search:confirm",
    "search:stop",
    "search:manage",
    "pages:feedback",
    "pages:feedback_thanks",
    "pages:sitemap",
    "pages:sitemap_section",
    "pages:robots",
    "people:ask_contact",
    "people:ask_organisation",
    "people:close_sender",
    "people:confirm_contacts",
    "people:confirm_inquiry",
    "people:contact_answered",
    "people:contact_invitation",
    "people:contacts_confirmed",
    "people:data_removed",
    "people:inquiry_sent",
    "people:inquiry_status",
    "people:organisation",
    "people:organisations",
    "people:report_inquiry",
    "people:use_sign_in_link",
    "surveys:public_summary",
    "surveys:add_practice",
    "surveys:alike_practices",
    "surveys:ask_for_approval",
    "surveys:answer",
    "surveys:answer_changes",
    "surveys:answer_file",
    "surveys:decline",
    "surveys:delegate",
    "surveys:group",
    "surveys:group_changes",
    "surveys:invitation",
    "surveys:join",
    "surveys:remove_practice",
    "surveys:returned",
    "surveys:section",
    "surveys:start",
    "surveys:stop_mail",
    "surveys:submit",
    "surveys:submit_returned",
    "surveys:summary",
    "surveys:withdraw_told",
    "surveys:tip",
    "surveys:tip_thanks",
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_logout",
    "mfa_authenticate",
}
# The CMS sends to the site's own sign-in from its own address for it.
TO_SIGN_IN = {"cms/login/", "wagtailadmin_login"}
EXAMPLES = {"int": "1", "slug": "a", "str": "a", "path": "a", "uuid": "0" * 32}


@dataclass(frozen=True)
class View:
    """A view of the site: its name, an example of its address, and what answers there."""

    name: str
    address: str
    callback: Any


def views(resolver: URLResolver, name: str = "", address: str = "/") -> Iterator[View]:
    for entry in resolver.url_patterns:
        if isinstance(entry.pattern, RegexPattern):
            here = address
        else:
            here = address + re.sub(r"<(?:(\w+):)?\w+>", example, str(entry.pattern))
        if isinstance(entry, URLResolver):
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from views(entry, name + space, here)
        else:
            yield View(f"{name}{entry.name or entry.pattern}", here, entry.callback)


def example(converter: re.Match[str]) -> str:
    return EXAMPLES[converter.group(1) or "str"]


EVERY_VIEW = list(views(get_resolver()))
CLOSED = [view for view in EVERY_VIEW if view.name not in PUBLIC | TO_SIGN_IN]


def test_list_of_public_views_names_only_views_that_exist():
    assert PUBLIC - {view.name for view in EVERY_VIEW} == set()


def test_views_of_the_rooms_are_public_only_when_listed():
    open_views = {
        view.name
        for view in EVERY_VIEW
        if not getattr(view.callback, "login_required", True)
        and not view.name.startswith("wagtailadmin")
    }
    assert open_views - TO_SIGN_IN == PUBLIC


@pytest.mark.parametrize("view", CLOSED, ids=lambda view: view.name)
def test_view_sends_an_anonymous_reader_to_sign_in(client, db, view):
    response = client.get(view.address)
    assert response.status_code == 302, view.address
    sign_in = response["Location"].partition("?")[0]
    assert sign_in in {reverse("account_login"), reverse("wagtailadmin_login")}
