"""A real browser on a real server: one page each test, what its console says counts as well."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.db import connection, connections
from django.test import Client
from playwright.sync_api import Page, Response
from pytest_django.live_server_helper import LiveServer

from kenno.people.models import User
from tests.utils.gate import Gate

# Playwright keeps an event loop in the thread of the tests; the database is used beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 740}
NARROWEST = {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing = "No Chromium on this machine: make test says how to add it"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return {**browser_type_launch_args, "executable_path": found, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "fi-FI",
        "timezone_id": "Europe/Helsinki",
        "viewport": WIDE,
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session", autouse=True)
def same_contents(django_db_setup: None) -> Iterator[None]:
    """Let every connection know what the migrations put into the database.

    Django keeps that on one connection, and within Playwright's loop it uses another.
    """
    contents = getattr(connection, "_test_serialized_contents", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            type(connections["default"]), "_test_serialized_contents", contents, raising=False
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_flush(django_db_setup: None) -> Iterator[None]:
    """Empty the tables of PostgreSQL row by row after each test.

    Its TRUNCATE makes new files for each of some 150 tables, which takes far longer than deleting
    the few rows of a test.
    """
    operations = type(connections["default"].ops)
    if connection.vendor != "postgresql":
        yield
        return

    def delete_rows(self: Any, style: Any, tables: Sequence[str], **options: bool) -> list[str]:
        return [f"DELETE FROM {self.quote_name(table)}" for table in tables]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", delete_rows)
        yield


@pytest.fixture(scope="session")
def gate(live_server: LiveServer) -> Gate:
    """Return the gate before the served site; it opens for each test."""
    server = live_server.thread.httpd
    gate = Gate(server.get_app())
    server.set_app(gate)
    return gate


@pytest.fixture(autouse=True)
def live_site(
    same_contents: None,
    gate: Gate,
    transactional_db: None,
    django_db_serialized_rollback: None,
) -> Iterator[None]:
    """Serve the site from a database that other threads see, with what migrations put there."""
    gate.open()
    yield
    gate.close()


@pytest.fixture
def page(page: Page, live_site: None) -> Iterator[Page]:
    """Return a page; errors of scripts, of the security policy and of its parts fail the test."""
    complaints: list[str] = []

    def note_part(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in {
            "stylesheet",
            "script",
            "image",
            "font",
        }:
            complaints.append(f"{response.status} for {response.url}")

    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    page.on("response", note_part)
    page.set_default_timeout(10_000)
    yield page
    assert complaints == []


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """Return `sign_in(page, user)`, which gives the page the session of a signed-in person."""

    def give_session(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return give_session


def _findings(page: Page, rules: dict[str, Any]) -> list[str]:
    response = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": rules}).response
    return [
        f"{violation['id']}: {violation['help']}\n    at {' '.join(map(str, node['target']))}"
        f"\n    in {node['html'][:200]}\n    {node.get('failureSummary', '')}"
        for violation in response["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return `axe(page)`: fails unless the page is accessible wide and narrow, light and dark."""

    def examine(page: Page) -> None:
        all_rules = {"type": "tag", "values": RULES}
        contrast = {"type": "rule", "values": ["color-contrast"]}
        findings: list[str] = []
        # A click returns as soon as the next page begins to arrive, which may be before its body.
        page.wait_for_load_state()
        for label, size, scheme, rules in (
            ("1280 px wide", WIDE, "light", all_rules),
            ("1280 px wide, dark", WIDE, "dark", contrast),
            ("360 px wide", NARROW, "light", all_rules),
            ("320 px wide", NARROWEST, "light", {"type": "rule", "values": ["target-size"]}),
        ):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            findings += [f"{label}: {finding}" for finding in _findings(page, rules)]
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if overflow > 0:
                findings.append(f"{label}: the page is {overflow} px wider than the window")
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        assert not findings, f"{page.url}\n" + "\n".join(findings)

    return examine
