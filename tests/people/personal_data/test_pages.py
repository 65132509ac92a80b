"""A person's own page and file of everything that is kept about them, and asking for removal."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.core import mail

from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people.consents import TEXT_VERSION
from kenno.people.enums import Role
from kenno.people.models import User
from tests.factories.pages import FeedbackFactory
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
    MembershipFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.search import SavedSearchFactory
from tests.people.conftest import signed_in, text_of

OWN = "/tyopoyta/omat-tiedot/"
REMOVE = f"{OWN}poista/"
NOON = datetime(2027, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def me(db) -> User:
    found: User = ContributorFactory(email="oma@kunta.example", first_name="Sihteeri")
    ShownContactFactory(person=found, title="kulttuurisihteeri")
    PublishedPracticeFactory(title="Kulttuurikaveri", created_by=found)
    SavedSearchFactory(owner=found)
    FeedbackFactory(email=found.email, message="Hyvä palvelu")
    return found


def download(client) -> dict:
    return json.loads(client.post(f"{OWN}lataa/").content)


def section(found: dict, name: str) -> list[dict]:
    return next(part["entries"] for part in found["sections"] if part["name"] == name)


def test_page_shows_every_section_with_its_entries(me):
    page = text_of(signed_in(me).get(OWN))
    wanted = ("oma@kunta.example", "kulttuurisihteeri", "Kulttuurikaveri", "Hyvä palvelu")
    assert [text in page for text in wanted] == [True, True, True, True]


def test_file_has_the_described_shape(me):
    response = signed_in(me).post(f"{OWN}lataa/")
    found = json.loads(response.content)
    assert found["shape"] == "kulttuurikenno-personal-data-1"
    assert [part["name"] for part in found["sections"]] == [
        "people.account",
        "people.roles",
        "people.second_factors",
        "people.contacts",
        "people.consents",
        "people.confirmations",
        "people.messages",
        "people.inquiries",
        "people.received_inquiries",
        "people.closed_senders",
        "people.events",
        "search.saved",
        "practices.written",
        "practices.confirmed",
        "practices.requests",
        "surveys.asked",
        "surveys.invited",
        "surveys.tips",
        "surveys.files",
        "pages.feedback",
    ]
    disposition = response["Content-Disposition"]
    assert (disposition, response["Cache-Control"]) == (
        'attachment; filename="kulttuurikenno.json"',
        "no-store",
    )


def test_file_tells_what_was_agreed_to_and_when(me):
    consent = section(download(signed_in(me)), "people.consents")[0]
    assert (consent["text_version"], consent["withdrawn_at"]) == (TEXT_VERSION, None)
    assert consent["text"].startswith("Tehtävänimikkeeni, organisaationi")


def test_file_tells_of_a_second_factor_without_its_secret(me):
    secret = {"secret": "GEZDGNBVGY3TQOJQ"}
    Authenticator.objects.create(user=me, type=Authenticator.Type.TOTP, data=secret)
    content = signed_in(me).post(f"{OWN}lataa/").content.decode()
    assert "GEZDGNBVGY3TQOJQ" not in content
    factor = section(json.loads(content), "people.second_factors")[0]
    assert (factor["title"], factor["kind"]) == ("Sovelluksen koodi", "totp")


def test_file_tells_who_wrote_what(me):
    practice = section(download(signed_in(me)), "practices.written")[0]
    assert (practice["title"], practice["began"]) == ("Kulttuurikaveri", True)


def test_file_holds_nothing_of_others(me):
    other = ContributorFactory(email="muu@kunta.example")
    ShownContactFactory(person=other)
    SavedSearchFactory(owner=other)
    content = signed_in(me).post(f"{OWN}lataa/").content.decode()
    assert "muu@kunta.example" not in content
    assert len(section(json.loads(content), "search.saved")) == 1


def test_text_with_a_code_or_link_is_not_in_the_file(me):
    OutboxMessage.objects.create(
        kind="people.sign_in_code",
        recipient=me.email,
        subject="Koodi",
        body="ABC123",
        confidential=True,
    )
    assert section(download(signed_in(me)), "people.messages")[0]["text"] == ""


def test_download_is_written_down_and_needs_a_post(me):
    client = signed_in(me)
    assert client.get(f"{OWN}lataa/").status_code == 405
    download(client)
    record = AuditRecord.objects.get(action="people.own_data_downloaded")
    assert (record.by, record.subject) == (me, me)


def test_pages_need_sign_in(client, db):
    assert [client.get(path).status_code for path in (OWN, REMOVE)] == [302, 302]


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_database_as_often_for_many(db, number, django_assert_num_queries):
    me = UserFactory()
    for _number in range(number):
        ShownContactFactory(person=me)
        MembershipFactory(user=me)
        PublishedPracticeFactory(created_by=me)
        FeedbackFactory(email=me.email)
    client = signed_in(me)
    ContentType.objects.get_for_model(User)
    with django_assert_num_queries(24):
        client.get(OWN)


def test_removal_page_tells_which_roles_and_cards_end(me):
    page = text_of(signed_in(me).get(REMOVE))
    role = me.memberships.get().title
    assert f"rooli: {role}" in page
    assert "yhteyshenkilökortti: kulttuurisihteeri" in page


def test_opening_the_removal_page_removes_nothing(me):
    signed_in(me).get(REMOVE)
    assert User.objects.filter(pk=me.pk).exists() is True


def test_person_removes_themselves_and_is_signed_out(me, django_capture_on_commit_callbacks):
    client = signed_in(me)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(REMOVE)
    assert response["Location"] == "/tiedot-poistettu/"
    assert client.get("/tiedot-poistettu/").status_code == 200
    assert client.get(OWN).status_code == 302
    assert User.objects.filter(pk=me.pk).exists() is False
    assert [sent.to for sent in mail.outbox] == [["oma@kunta.example"]]


def test_sign_in_of_over_a_day_ago_has_to_be_renewed(me, time_machine):
    time_machine.move_to(NOON, tick=False)
    client = signed_in(me)
    time_machine.move_to(NOON + timedelta(hours=24), tick=False)
    assert "Kirjaudu uudelleen, niin tiedämme" in text_of(client.get(REMOVE))
    assert client.post(REMOVE).status_code == 403
    assert User.objects.filter(pk=me.pk).exists() is True


def test_sign_in_of_under_a_day_ago_is_recent(me, time_machine):
    time_machine.move_to(NOON, tick=False)
    client = signed_in(me)
    time_machine.move_to(NOON + timedelta(hours=23, minutes=59), tick=False)
    assert client.post(REMOVE).status_code == 302


def test_sign_in_elsewhere_does_not_make_this_session_recent(me, time_machine):
    time_machine.move_to(NOON, tick=False)
    client = signed_in(me)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": NOON.timestamp()}]
    session["account_authentication_methods_user"] = str(me.pk)
    session.save()
    time_machine.move_to(NOON + timedelta(days=2), tick=False)
    signed_in(me)
    assert client.post(REMOVE).status_code == 403


def test_last_coordinator_reads_what_to_do_first(coordinator, coordinating):
    page = text_of(coordinating.get(REMOVE))
    assert "Anna rooli ensin toiselle" in page
    assert '<a href="/tyopoyta/ihmiset/lisaa/">Anna rooli</a>' in page
    assert coordinating.post(REMOVE).status_code == 400
    assert User.objects.filter(pk=coordinator.pk).exists() is True


def staff_path(person: User) -> str:
    return f"/tyopoyta/ihmiset/{person.pk}/poista-tiedot/"


def test_removal_on_request_is_for_coordinators(me, clients):
    statuses = {kind: client.get(staff_path(me)).status_code for kind, client in clients.items()}
    assert statuses == {"anonymous": 302, "no role": 403, "contributor": 403, "coordinator": 200}


def test_coordinator_does_not_remove_other_staff(coordinating):
    other = CoordinatorFactory()
    assert coordinating.post(staff_path(other), {"asked": "by-letter"}).status_code == 403
    both = ContributorFactory()
    MembershipFactory(user=both, role=Role.COORDINATOR, municipality=None)
    assert coordinating.get(staff_path(both)).status_code == 403
    superuser = UserFactory(is_superuser=True)
    assert coordinating.get(staff_path(superuser)).status_code == 403


def test_coordinator_removes_who_asked_by_letter(me, coordinating):
    page = text_of(coordinating.get(f"/tyopoyta/ihmiset/{me.pk}/"))
    assert staff_path(me) in page
    response = coordinating.post(staff_path(me), {"asked": "by-letter", "is_checked": "on"})
    assert response["Location"] == "/tyopoyta/ihmiset/"
    assert User.objects.filter(pk=me.pk).exists() is False
    assert coordinating.get(staff_path(me)).status_code == 404


@pytest.mark.parametrize(
    "data", [{"asked": ""}, {"asked": "by-letter"}, {"asked": "x", "is_checked": "on"}]
)
def test_removal_on_request_without_its_reason_is_told(me, coordinating, data):
    response = coordinating.post(staff_path(me), data)
    assert (response.status_code, "error-summary" in text_of(response)) == (422, True)
    assert User.objects.filter(pk=me.pk).exists() is True
