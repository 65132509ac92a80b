"""The audit trail of coordinators: its filters, and the same as a file."""

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenno.core import audit
from kenno.core.models import AuditRecord
from kenno.people.models import Organisation, User
from kenno.people.views import trail
from tests.factories.people import CoordinatorFactory, OrganisationFactory, UserFactory
from tests.people.conftest import text_of

pytestmark = pytest.mark.django_db

TRAIL = "/tyopoyta/tapahtumat/"
EXPORT = "/tyopoyta/tapahtumat/vie/"


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory(name_fi="Äänekosken Museo")


@pytest.fixture
def events(coordinator: User, organisation: Organisation) -> None:
    """Three events on three days; in the site's time the last is of 3 May."""
    other = CoordinatorFactory(email="toinen@kunta.example", first_name="Kulttuurisihteeri")
    person = UserFactory(email="kolmas@kunta.example")
    audit.record("people.organisation_added", subject=organisation, by=other, message="Uusi")
    audit.record("people.closed", subject=person, by=coordinator)
    audit.record("vocabulary.loaded", subject=None, by=None)
    for day, record in enumerate(AuditRecord.objects.order_by("pk"), start=1):
        AuditRecord.objects.filter(pk=record.pk).update(
            at=datetime(2026, 5, day, 20, 59, tzinfo=UTC)
        )


def actions_of(response: HttpResponse) -> list[str]:
    return [record.action.partition(".")[2] for record in response.context["page"]]


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("", ["loaded", "closed", "organisation_added"]),
        ("action=people.closed", ["closed"]),
        ("person=kulttuuriSIHTEERI", ["organisation_added"]),
        ("person=toinen@", ["organisation_added"]),
        ("person=zzz", []),
        ("kind=people.user", ["closed"]),
        ("kind=people.nonsense", ["loaded", "closed", "organisation_added"]),
        ("kind=people.organisation&record={pk}", ["organisation_added"]),
        ("kind=people.user&record={pk}0", []),
        ("text=äänekosken", ["organisation_added"]),
        ("text=MUSEO", ["organisation_added"]),
        ("since=2026-05-02&until=2026-05-02", ["closed"]),
        ("since=2026-05-32&action=people.closed", ["closed"]),
    ],
)
def test_audit_trail_filters_by_everything_in_its_address(
    query: str,
    actions: list[str],
    coordinating: Client,
    events: None,
    organisation: Organisation,
) -> None:
    address = f"{TRAIL}?{query}".format(pk=organisation.pk)
    assert actions_of(coordinating.get(address)) == actions


def test_audit_trail_leads_from_an_event_to_all_of_its_record(
    coordinating: Client, events: None, organisation: Organisation
) -> None:
    page = text_of(coordinating.get(TRAIL))
    link = f"?kind=people.organisation&amp;record={organisation.pk}"
    assert f'<a href="{link}">Äänekosken Museo</a> <br> <small>Organisaatio</small>' in page
    assert '<option value="people.organisation">Organisaatio</option>' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_filtered_audit_trail_makes_seven_queries(
    rows: int, coordinating: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by = CoordinatorFactory(first_name="Kulttuurisihteeri")
    for _ in range(rows):
        audit.record("people.closed", subject=UserFactory(), by=by)
    query = "action=people.closed&person=kulttuuri&kind=people.user&since=2020-01-01"
    with django_assert_num_queries(7):
        response = coordinating.get(f"{TRAIL}?{query}")
    assert len(response.context["page"]) == rows


def test_export_has_the_filtered_events_and_is_written_down(
    coordinating: Client, coordinator: User, events: None, organisation: Organisation
) -> None:
    response = coordinating.post(f"{EXPORT}?person=toinen@&until=2026-05-03")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="kulttuurikenno-events-' in response["Content-Disposition"]
    by = User.objects.get(email="toinen@kunta.example")
    assert response.content.decode("utf-8-sig") == (
        "at;by;action;what;kind;record;label;message;data\r\n"
        f"2026-05-01T23:59:00+03:00;{by};people.organisation_added;Organisaatio lisätty;"
        f"people.organisation;{organisation.pk};Äänekosken Museo;Uusi;\r\n"
    )
    record = AuditRecord.objects.get(action="people.audit_exported")
    assert (record.by, record.data) == (
        coordinator,
        {"rows": 1, "filters": ["person", "until"]},
    )


def test_export_defuses_formulas(coordinating: Client, coordinator: User) -> None:
    museum = OrganisationFactory(name_fi="=CMD()")
    audit.record("people.organisation_added", subject=museum, by=None, message="+1")
    content = coordinating.post(EXPORT).content.decode("utf-8-sig")
    assert ";'=CMD();'+1;" in content


def test_export_of_a_wrong_filter_says_so(coordinating: Client) -> None:
    response = coordinating.post(f"{EXPORT}?since=tomorrow")
    assert (response.status_code, "Rajauksissa on virhe" in text_of(response)) == (400, True)
    assert AuditRecord.objects.count() == 0


def test_export_of_too_many_events_says_how_to_go_on(
    coordinating: Client, events: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "MOST_EXPORTED", 2)
    response = coordinating.post(EXPORT)
    assert (response.status_code, "Tapahtumia on yli 2." in text_of(response)) == (400, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_export_makes_eight_queries(
    rows: int, coordinating: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        audit.record("people.closed", subject=UserFactory(), by=CoordinatorFactory())
    with django_assert_num_queries(8):
        coordinating.post(EXPORT)


def test_export_is_not_a_page_to_open(coordinating: Client) -> None:
    assert coordinating.get(EXPORT).status_code == 405
