"""The tables of docs/permissions.md, made from what the rules and the site answer."""

import importlib
import inspect
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from kenno.people.enums import Role
from kenno.people.models import User
from tests.permissions.arguments import ARGUMENTS, RULE_ARGUMENTS
from tests.permissions.world import ROLES, Reader, World
from tests.test_addresses import View, views

DOCUMENT = Path(__file__).parents[2] / "docs/permissions.md"
ROOMS = ("people", "moderation", "search", "practices", "surveys", "pages")
YES, NO, SIGN_IN = "yes", "–", "sign in"
OPENED = {200, 204, 302, 400, 409, 422}
CMS = "/cms/"
# Texts and drawings of its pages, Wagtail's trial of errors, and its pages on passwords, which
# are switched off.
CMS_PARTS = {
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "wagtailadmin_error_test",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_done",
}
# The rule whose answer depends on which role would be given.
GIVING = "people.can_give_role"
BEGINNING = """\
# Permissions

Who may do what: made from the rules and from what the site answers, and compared with both by
`tests/test_permissions.py`. A new view with arguments gets a line in
`tests/permissions/arguments.py`; then
`WRITE_PERMISSIONS=1 .venv/bin/pytest tests/test_permissions.py` writes this page anew. Read what
changed before you commit it.

Everything tried belongs to one municipality. *Contributor* and *main contributor* are those of that
municipality; a region's coordinator is shown for that municipality's own region and for another.
*Reader* has signed in and has no role. Cards, questions and links belong to somebody else than the
one who tries. All have given a second factor: without it, staff
roles open nothing that needs sign-in ([decision 7](decisions/0007-roles-and-a-second-factor.md)).
"""


class Line(NamedTuple):
    """A line of a table: what is asked, and the answer for each role in the order of ROLES."""

    labels: tuple[str, ...]
    answers: tuple[str, ...]


class Asked(NamedTuple):
    """A view or rule by name, and what is said of it beside the answers."""

    name: str
    note: str


Answers = dict[Asked, str]


def rules_of_rooms() -> Iterator[tuple[str, Callable[..., bool]]]:
    """Yield each rule of each room with its name: a public function that tells yes or no."""
    for room in ROOMS:
        module = importlib.import_module(f"kenno.{room}.rules")
        for name, rule in inspect.getmembers(module, inspect.isfunction):
            told = inspect.signature(rule).return_annotation is bool
            if rule.__module__ == module.__name__ and told and not name.startswith("_"):
                yield f"{room}.{name}", rule


def answers_of_rules(world: World, person: Reader) -> Answers:
    """Return for each rule whether it holds for the person."""
    answers = {}
    for name, rule in rules_of_rooms():
        wanted = list(inspect.signature(rule).parameters)[1:]
        offered = [RULE_ARGUMENTS[parameter](world, person) for parameter in wanted]
        if name == GIVING:
            answers |= {
                Asked(f"{name}, {role}", rule.__doc__ or ""): YES
                if rule(person, role, *place)
                else NO
                for role, place in _places_of_roles(world).items()
            }
            continue
        holds = any(rule(person, *arguments) for arguments in itertools.product(*offered))
        sentence = inspect.cleandoc(rule.__doc__ or "").partition("\n\n")[0].replace("\n", " ")
        answers[Asked(name, sentence)] = YES if holds else NO
    return answers


def _places_of_roles(world: World) -> dict[str, tuple[Any, Any]]:
    """Return each role with the municipality and region for which it would be given."""
    place = world.municipality
    return {
        Role.CONTRIBUTOR.value: (place, None),
        Role.REGION_COORDINATOR.value: (None, place.region),
        Role.COORDINATOR.value: (None, None),
        Role.ADMINISTRATOR.value: (None, None),
    }


def answers_of_views(world: World, person: Reader) -> Answers:
    """Return for each address, the page editor's last, whether the person may open it."""
    client = Client()
    if isinstance(person, User):
        client.force_login(person)
    answers = {}
    for view in views(get_resolver()):
        if view.address.startswith(CMS):
            continue
        arguments = ARGUMENTS[view.name](world, person) if view.name in ARGUMENTS else []
        address = reverse(view.name, args=arguments)
        method, response = _ask(client, address)
        answers[Asked(view.name, method)] = _answer(view, response, person)
    return answers


def answer_of_page_editor(person: Reader) -> str:
    """Return whether the person may enter the page editor; who may not opens nothing of it.

    Raises AssertionError when some address of it answers those who may not enter.
    """
    client = Client()
    if isinstance(person, User):
        client.force_login(person)
    if _past_gate(_ask(client, reverse("wagtailadmin_home"))[1]):
        return YES
    answering = [
        view.name
        for view in views(get_resolver())
        if view.address.startswith(CMS)
        and getattr(view.callback, "login_required", True)
        and view.name not in CMS_PARTS
        and _past_gate(_ask(client, view.address)[1])
    ]
    assert answering == []
    return SIGN_IN if isinstance(person, AnonymousUser) else NO


def _ask(client: Client, address: str) -> tuple[str, HttpResponse]:
    """Return the answer to GET, or to POST where there is no other; nothing stays changed."""
    for method in ("GET", "POST"):
        with transaction.atomic():
            response: Any = client.generic(method, address)
            transaction.set_rollback(True)
        if response.status_code != 405:
            break
    return method, response


def _is_sign_in(response: HttpResponse) -> bool:
    address = response.headers.get("Location", "").partition("?")[0]
    return address in {reverse("account_login"), reverse("wagtailadmin_login")}


def _past_gate(response: HttpResponse) -> bool:
    return response.status_code != 403 and not _is_sign_in(response)


def _answer(view: View, response: HttpResponse, person: Reader) -> str:
    if _is_sign_in(response) and isinstance(person, AnonymousUser):
        return SIGN_IN
    if response.status_code == 403:
        return NO
    if response.status_code not in OPENED:
        raise AssertionError(
            f"{view.name} answers {response.status_code}: does tests/permissions/arguments.py give "
            "it the right arguments?"
        )
    return YES


def document(rules: list[Line], addresses: list[Line]) -> str:
    """Return the page with both tables."""
    return "\n".join(
        [
            BEGINNING,
            "## Rules",
            "",
            *_table(("rule", "says"), rules),
            "",
            "## Addresses",
            "",
            "POST where a view knows nothing else. An action that a page offers asks the same rule",
            "when it is posted.",
            "",
            *_table(("view", "method"), addresses),
            "",
        ]
    )


def lines(by_role: dict[str, Answers]) -> list[Line]:
    """Return a line for each thing asked, by name."""
    # A stranger is sent to sign in before a view says that it knows POST only.
    notes = {asked.name: asked.note for answers in by_role.values() for asked in sorted(answers)}
    of_role = {
        role: {asked.name: answer for asked, answer in answers.items()}
        for role, answers in by_role.items()
    }
    return [
        Line((f"`{name}`", note), tuple(of_role[role][name] for role in ROLES))
        for name, note in sorted(notes.items())
    ]


def _table(labels: tuple[str, ...], rows: list[Line]) -> Iterator[str]:
    yield f"| {' | '.join([*labels, *ROLES])} |"
    yield "|---" * (len(labels) + len(ROLES)) + "|"
    for row in rows:
        yield f"| {' | '.join([*row.labels, *row.answers])} |"
