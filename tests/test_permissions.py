"""Every view and every rule with every role, compared with docs/permissions.md."""

import os
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import get_resolver

from kenno.pages.actions import load_pages
from tests.permissions import table
from tests.permissions.arguments import ARGUMENTS
from tests.permissions.world import ROLES, World
from tests.test_addresses import views

pytestmark = pytest.mark.django_db

PAGE_EDITOR = table.Asked("the page editor, /cms/", "GET")


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Any:
    """Ask everything for every role once, in one world that is gone afterwards."""
    media = tmp_path_factory.mktemp("media")
    rules, addresses = {}, {}
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media, SEARCH_INDEX_DIR=media / "search", VAR_DIR=media),
        transaction.atomic(),
    ):
        load_pages()
        world = World()
        for role in ROLES:
            person = world.make(role)
            rules[role] = table.answers_of_rules(world, person)
            addresses[role] = table.answers_of_views(world, person)
            addresses[role][PAGE_EDITOR] = table.answer_of_page_editor(person)
        transaction.set_rollback(True)
    return table.lines(rules), table.lines(addresses)


def test_document_tells_what_the_rules_and_the_site_answer(asked: Any) -> None:
    made = table.document(*asked)
    if os.environ.get("WRITE_PERMISSIONS"):
        table.DOCUMENT.write_text(made, encoding="utf-8")
    assert table.DOCUMENT.read_text(encoding="utf-8").splitlines() == made.splitlines()


def test_every_view_of_the_site_is_in_the_document(asked: Any) -> None:
    named = {line.labels[0].strip("`") for line in asked[1]}
    wanted = {v.name for v in views(get_resolver()) if not v.address.startswith(table.CMS)}
    assert wanted - named == set()


def test_world_has_arguments_for_views_that_exist_only() -> None:
    assert set(ARGUMENTS) - {view.name for view in views(get_resolver())} == set()


def test_nobody_without_a_role_opens_the_workspace_of_others(asked: Any) -> None:
    """A table that says yes everywhere would be equal to itself too."""
    answers = dict(asked[1])
    roles = list(ROLES)
    queue = dict(zip(roles, answers["`moderation:queue`", "GET"], strict=True))
    assert queue == {
        "anonymous": "sign in",
        "reader": "–",
        "contributor": "–",
        "main contributor": "–",
        "coordinator of the region": "yes",
        "coordinator of another region": "yes",
        "national coordinator": "yes",
        "administrator": "–",
    }
    approve = dict(zip(roles, answers["`moderation:approve`", "POST"], strict=True))
    assert [role for role, answer in approve.items() if answer == "yes"] == [
        "coordinator of the region",
        "national coordinator",
    ]
