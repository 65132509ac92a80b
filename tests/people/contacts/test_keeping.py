"""The contacts of organisations for those who keep them, and as files."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people import rules
from kenno.people.models import Contact, Organisation
from kenno.people.spreadsheets import read_table
from tests.factories.people import (
    ContactFactory,
    ContributorFactory,
    CoordinatorFactory,
    InvitedContactFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.vocabulary import ConceptFactory
from tests.people.conftest import signed_in, text_of

pytestmark = pytest.mark.django_db
INVITED = {"title": "tuottaja", "email": "uusi@kunta.example", "language": "fi"}


@pytest.fixture
def organisation() -> Organisation:
    made: Organisation = MunicipalOrganisationFactory()
    return made


@pytest.fixture
def contributing(organisation: Organisation) -> Client:
    """A browser of somebody who writes for the organisation's municipality."""
    return signed_in(ContributorFactory(municipality=organisation.municipality))


def address(organisation: Organisation) -> str:
    return f"/tyopoyta/organisaatiot/{organisation.pk}/yhteyshenkilot/"


def test_contacts_are_kept_by_coordinators_and_own_contributors(organisation: Organisation) -> None:
    own = ContributorFactory(municipality=organisation.municipality)
    national = OrganisationFactory()
    assert rules.can_keep_contacts(CoordinatorFactory(), organisation)
    assert rules.can_keep_contacts(CoordinatorFactory(), national)
    assert rules.can_keep_contacts(own, organisation)
    assert not rules.can_keep_contacts(own, national)
    for other in (ContributorFactory(), UserFactory(), AnonymousUser()):
        assert not rules.can_keep_contacts(other, organisation)


def test_job_is_ended_by_its_person_and_by_keepers(organisation: Organisation) -> None:
    contact = ContactFactory(organisation=organisation)
    own = ContributorFactory(municipality=organisation.municipality)
    for allowed in (contact.person, own, CoordinatorFactory()):
        assert rules.can_end_contact(allowed, contact)
    for other in (ContributorFactory(), UserFactory(), AnonymousUser()):
        assert not rules.can_end_contact(other, contact)


def test_own_contact_is_ones_own_only() -> None:
    contact = ContactFactory()
    assert rules.is_own_contact(contact.person, contact)
    for other in (CoordinatorFactory(), UserFactory(), AnonymousUser()):
        assert not rules.is_own_contact(other, contact)


@pytest.mark.parametrize("rule", [rules.can_export_contacts, rules.can_see_contact_addresses])
def test_files_and_addresses_are_for_coordinators(rule: rules.Rule) -> None:
    assert rule(CoordinatorFactory())
    for other in (ContributorFactory(), UserFactory(), AnonymousUser()):
        assert not rule(other)


def test_own_card_may_be_begun_by_those_with_a_role() -> None:
    assert rules.can_add_own_contact(CoordinatorFactory())
    assert rules.can_add_own_contact(ContributorFactory())
    assert not rules.can_add_own_contact(UserFactory())
    assert not rules.can_add_own_contact(AnonymousUser())


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_is_for_those_who_keep_the_contacts(
    clients: dict[str, Client], contributing: Client, organisation: Organisation, method: str
) -> None:
    path = address(organisation)
    clients["own contributor"] = contributing
    typed = {"title": "tuottaja"}
    answers = {who: getattr(client, method)(path, typed) for who, client in clients.items()}
    assert answers["anonymous"]["Location"].startswith("/kirjaudu/?next=/tyopoyta/")
    assert answers["no role"].status_code == answers["contributor"].status_code == 403
    assert "kunnan omat kirjoittajat" in text_of(answers["contributor"])
    good = 200 if method == "get" else 422
    assert answers["coordinator"].status_code == answers["own contributor"].status_code == good


def test_page_shows_states_and_addresses_to_staff_only(
    contributing: Client, coordinating: Client, organisation: Organisation
) -> None:
    shown = ShownContactFactory(organisation=organisation)
    ContactFactory(organisation=organisation, title="piilossa")
    InvitedContactFactory(organisation=organisation, title="kutsuttu")
    ContactFactory(organisation=organisation, title="entinen", ends_on="2026-01-01")
    ShownContactFactory(title="muualla")
    page = text_of(coordinating.get(address(organisation)))
    for told in (">näkyy<", ">ei näy<", "kutsuttu, ei ole vastannut", "päättynyt 1.1.2026"):
        assert told.strip("<>") in page
    assert shown.person.email in page
    assert "muualla" not in page
    seen_by_contributor = text_of(contributing.get(address(organisation)))
    assert shown.person.email not in seen_by_contributor
    assert "osoitteet (XLSX)" not in seen_by_contributor


@pytest.mark.parametrize("rows", [1, 3])
def test_page_makes_the_same_number_of_queries(
    coordinating: Client,
    organisation: Organisation,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        ShownContactFactory(organisation=organisation)
        InvitedContactFactory(organisation=organisation, invited_by=UserFactory())
    coordinating.get(address(organisation))
    with django_assert_num_queries(5):
        coordinating.get(address(organisation))


def test_contributor_invites_and_does_not_agree_for_anyone(
    contributing: Client, organisation: Organisation
) -> None:
    page = text_of(contributing.post(address(organisation), INVITED, follow=True))
    assert "Kutsu lähtee sähköpostilla." in page
    assert "uusi@kunta.example" not in page
    assert not Contact.objects.get().is_accepted
    assert OutboxMessage.objects.get().recipient == "uusi@kunta.example"


def test_page_tells_of_one_who_is_there_already(
    contributing: Client, organisation: Organisation
) -> None:
    contact = ContactFactory(organisation=organisation)
    again = {**INVITED, "title": contact.title, "email": contact.person.email}
    page = text_of(contributing.post(address(organisation), again, follow=True))
    assert "Henkilö on jo tämän organisaation yhteyshenkilö." in page


@pytest.mark.parametrize(
    "given",
    [
        {"email": "ei osoite"},
        {"title": ""},
        {"language": "de"},
        {"title": "a\x00b"},
        {"email": "suljettu@kunta.example"},
    ],
)
def test_page_says_what_is_wrong_and_keeps_what_was_typed(
    contributing: Client, organisation: Organisation, given: dict[str, str]
) -> None:
    UserFactory(email="suljettu@kunta.example", is_active=False)
    typed = {**INVITED, **given}
    response = contributing.post(address(organisation), typed)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert response.context["form"]["email"].value() == typed["email"]
    assert Contact.objects.count() == 0


def test_keeper_ends_a_job_and_cancels_an_invitation(
    contributing: Client, organisation: Organisation
) -> None:
    job = ShownContactFactory(organisation=organisation)
    invitation = InvitedContactFactory(organisation=organisation, title="kutsuttu")
    assert "Onko tehtävä päättynyt?" in text_of(
        contributing.get(f"/tyopoyta/yhteystiedot/{job.pk}/paata/")
    )
    response = contributing.post(f"/tyopoyta/yhteystiedot/{job.pk}/paata/")
    assert response["Location"] == address(organisation)
    assert "Perutaanko kutsu?" in text_of(
        contributing.get(f"/tyopoyta/yhteystiedot/{invitation.pk}/paata/")
    )
    contributing.post(f"/tyopoyta/yhteystiedot/{invitation.pk}/paata/")
    assert [contact.title for contact in Contact.objects.ended()] == [job.title]
    assert Contact.objects.count() == 1


def test_contact_of_elsewhere_is_neither_ended_nor_invited_again(contributing: Client) -> None:
    contact = InvitedContactFactory()
    for path in ("paata/", "kutsu/"):
        response = contributing.post(f"/tyopoyta/yhteystiedot/{contact.pk}/{path}")
        assert response.status_code == 403
        assert contributing.post(f"/tyopoyta/yhteystiedot/0/{path}").status_code == 404
    assert Contact.objects.count() == 1


def test_keeper_sends_an_invitation_again(contributing: Client, organisation: Organisation) -> None:
    contact = InvitedContactFactory(organisation=organisation)
    assert contributing.get(f"/tyopoyta/yhteystiedot/{contact.pk}/kutsu/").status_code == 405
    contributing.post(f"/tyopoyta/yhteystiedot/{contact.pk}/kutsu/")
    assert OutboxMessage.objects.get().recipient == contact.person.email
    again = contributing.post(f"/tyopoyta/yhteystiedot/{contact.pk}/kutsu/")
    assert again.status_code == 400
    assert "tunnin sisällä" in text_of(again)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_export_has_what_anyone_may_see_and_no_address(coordinating: Client) -> None:
    place = MunicipalityFactory(code="009", name_fi="Alavieska")
    organisation = MunicipalOrganisationFactory(municipality=place)
    topic = ConceptFactory(label_fi="=teatteri")
    named = UserFactory(first_name="Etu", last_name="Suku")
    same = {"organisation": organisation, "person": named}
    ShownContactFactory(**same, title="a", visibility="role-and-name", languages="fi sv")
    ShownContactFactory(**same, title="-b", topics=[topic], mentors=True)
    ContactFactory(**same, title="piilossa")
    InvitedContactFactory(**same, title="kutsuttu")
    response = coordinating.get("/tyopoyta/yhteyshenkilot/vie/csv/")
    assert response["Cache-Control"] == "no-store"
    job = [str(organisation.pk), "009", "Alavieska"]
    assert rows_of(response.content) == [
        [
            *("organisation", "municipality_code", "organisation_name", "title", "name"),
            *("languages", "topics", "answers_questions", "receives_visits", "mentors", "speaks"),
        ],
        [*job, "'-b", "", "fi", "'=teatteri", "1", "0", "1", "0"],
        [*job, "a", "Etu Suku", "fi sv", "", "1", "0", "0", "0"],
    ]
    table = read_table(coordinating.get("/tyopoyta/yhteyshenkilot/vie/xlsx/").content)
    assert [row.cells["title"] for row in table.rows] == ["-b", "a"]


@pytest.mark.parametrize("rows", [1, 3])
def test_export_makes_the_same_number_of_queries(
    coordinating: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        ShownContactFactory(topics=[ConceptFactory()])
    with django_assert_num_queries(6):
        coordinating.get("/tyopoyta/yhteyshenkilot/vie/csv/")


def test_export_of_addresses_is_written_down(coordinating: Client) -> None:
    contact = ContactFactory()
    InvitedContactFactory()
    assert coordinating.get("/tyopoyta/yhteyshenkilot/osoitteet/csv/").status_code == 405
    response = coordinating.post("/tyopoyta/yhteyshenkilot/osoitteet/csv/")
    assert [row[-1] for row in rows_of(response.content)] == ["email", contact.person.email]
    record = AuditRecord.objects.get()
    assert (record.action, record.data) == ("people.contact_addresses_exported", {"rows": 1})
    assert coordinating.post("/tyopoyta/yhteyshenkilot/osoitteet/xlsx/").status_code == 200


def test_exports_are_for_coordinators(clients: dict[str, Client]) -> None:
    coordinator = clients.pop("coordinator")
    for path, method in (("vie", "get"), ("osoitteet", "post")):
        answers = [
            getattr(client, method)(f"/tyopoyta/yhteyshenkilot/{path}/csv/").status_code
            for client in clients.values()
        ]
        assert answers == [302, 403, 403]
        unknown: Any = getattr(coordinator, method)(f"/tyopoyta/yhteyshenkilot/{path}/pdf/")
        assert unknown.status_code == 404
    assert AuditRecord.objects.count() == 0
