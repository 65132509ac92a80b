"""What practices/0003 makes of contacts that stood in the reviewed text."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kenno.people.models import Consent, Contact, Organisation, User
from kenno.practices.models import Practice
from kenno.search.models import IndexChange
from tests.factories.places import MunicipalityFactory

pytestmark = pytest.mark.django_db(transaction=True)
OLD = {"contact_role", "contact_email", "willing_to_be_visited", "willing_to_mentor"}
Apps = Any


@pytest.fixture
def before() -> Iterator[Apps]:
    """The tables as they were before the migration; they are as they should be at the end."""
    executor = MigrationExecutor(connection)
    migration = executor.loader.get_migration("practices", "0003_contacts")
    target = [needed for needed in migration.dependencies if needed[0] in ("people", "practices")]
    executor.migrate(target)
    yield executor.loader.project_state(target).apps
    call_command("migrate", verbosity=0)


def after() -> None:
    call_command("migrate", verbosity=0)


def place(apps: Apps, name: str = "Alavieska") -> Any:
    made = MunicipalityFactory(name_fi=name, slug_fi=name.lower())
    return apps.get_model("places", "Municipality").objects.get(pk=made.pk)


def practice(apps: Apps, **fields: Any) -> Any:
    values = {"title": "Kyläkino", "live": True, "slug": None, "review_state": "published"}
    given = {**values, **fields}
    given["slug"] = f"kino-{apps.get_model('practices', 'Practice').objects.count()}"
    return apps.get_model("practices", "Practice").objects.create(**given)


def revision(apps: Apps, of: Any, **content: Any) -> Any:
    types = apps.get_model("contenttypes", "ContentType").objects
    kind, _new = types.get_or_create(app_label="practices", model="practice")
    made = apps.get_model("wagtailcore", "Revision").objects.create(
        content_type=kind,
        base_content_type=kind,
        object_id=str(of.pk),
        created_at=timezone.now(),
        object_str=of.title,
        content={"pk": of.pk, "title": of.title, **content},
    )
    of.latest_revision = made
    of.save()
    return made


def test_contact_becomes_an_unanswered_card_of_which_nothing_is_shown(before: Apps) -> None:
    old = practice(
        before,
        municipality=place(before),
        contact_role="kulttuurisihteeri",
        contact_email="Kulttuuri@Alavieska.example",
        willing_to_be_visited=True,
    )
    after()
    card = Contact.objects.get()
    assert Practice.objects.get(pk=old.pk).contact == card
    assert (card.title, card.person.email) == ("kulttuurisihteeri", "kulttuuri@alavieska.example")
    assert (str(card.organisation), card.organisation.kind) == ("Alavieska", "municipality")
    assert (card.receives_visits, card.mentors, card.answers_questions) == (True, False, True)
    assert (card.accepted_at, card.visibility, card.is_example) == (None, "none", False)
    assert Consent.objects.count() == 0
    assert not card.person.has_usable_password()
    assert [change.key for change in IndexChange.objects.all()] == [str(old.pk)]


def test_contact_of_an_example_is_shown_as_an_example(before: Apps) -> None:
    practice(
        before,
        municipality=place(before),
        is_example=True,
        contact_role="kulttuurisihteeri",
        contact_email="kulttuuri@alavieska.example",
    )
    after()
    card = Contact.objects.shown().get()
    assert (card.title, card.is_example, card.person.is_example) == (
        "kulttuurisihteeri",
        True,
        True,
    )
    assert Consent.objects.get().how == "demonstration"


def test_contact_of_a_generated_example_gets_a_made_address(before: Apps) -> None:
    where = place(before)
    for _ in range(2):
        practice(before, municipality=where, is_example=True, contact_role="kirjastonjohtaja")
    after()
    assert User.objects.get().email == "kulttuuri@alavieska.example"
    assert Contact.objects.shown().get().title == "kirjastonjohtaja"
    assert Practice.objects.filter(contact=Contact.objects.get()).count() == 2


@pytest.mark.parametrize("email", ["", "ei osoite"])
def test_title_without_an_address_becomes_the_general_contact(before: Apps, email: str) -> None:
    practice(
        before, municipality=place(before), contact_role="kulttuuripalvelut", contact_email=email
    )
    after()
    assert Contact.objects.count() == 0
    assert Organisation.objects.get().general_title == "kulttuuripalvelut"


def test_known_person_and_organisation_are_used_and_same_contact_is_made_once(
    before: Apps,
) -> None:
    where = place(before)
    person = before.get_model("people", "User").objects.create(email="a@alavieska.example")
    before.get_model("people", "Organisation").objects.create(
        kind="municipality", municipality=where, name_fi="Alavieskan kunta"
    )
    for _ in range(2):
        practice(before, municipality=where, contact_role="tuottaja", contact_email=person.email)
    after()
    card = Contact.objects.get()
    assert (card.person.pk, str(card)) == (person.pk, "tuottaja, Alavieskan kunta")


def test_address_without_a_title_gets_a_plain_one_and_nothing_makes_nothing(before: Apps) -> None:
    practice(before, municipality=place(before), contact_email="a@alavieska.example")
    practice(before, municipality=place(before, "Oulu"))
    after()
    assert Contact.objects.get().title == "yhteyshenkilö"
    assert Organisation.objects.count() == 1


def test_contact_that_stands_only_in_a_draft_is_found_there(before: Apps) -> None:
    old = practice(before, municipality=place(before))
    revision(before, old, contact_role="ohjaaja", contact_email="o@alavieska.example")
    after()
    assert Contact.objects.get().title == "ohjaaja"


def test_revisions_lose_the_old_keys_and_nothing_else(before: Apps) -> None:
    old = practice(before, municipality=place(before))
    told = dict.fromkeys(OLD, "kulttuuri@alavieska.example")
    pks = [revision(before, old, need="Tarve", **told).pk for _ in range(2)]
    after()
    revisions = before.get_model("wagtailcore", "Revision").objects.filter(pk__in=pks)
    assert [found.content for found in revisions.order_by("pk")] == [
        {"pk": old.pk, "title": "Kyläkino", "need": "Tarve"}
    ] * 2
