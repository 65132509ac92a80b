"""Own messages, and what coordinators see of everyone's."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kenno.people import rules
from kenno.people.enums import ReportReason
from kenno.people.models import ClosedSender, InquirySender
from kenno.people.queries.inquiries import count_headings, counts_by_month, counts_by_organisation
from tests.factories.inquiries import (
    ClosedSenderFactory,
    InquiryFactory,
    InquiryReportFactory,
    RelayedInquiryFactory,
    StoppedSenderFactory,
)
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.people.conftest import signed_in, text_of

pytestmark = pytest.mark.django_db

OWN, COUNTS = "/tyopoyta/omat-viestit/", "/tyopoyta/kysymykset/"
SECRETS = ("kaveria", "Naapurikun", "kysyja", "@")


def test_person_sees_what_they_sent_and_received() -> None:
    me = UserFactory()
    RelayedInquiryFactory(asked_by=me, about_title="Lähetetty", message__state="sent")
    RelayedInquiryFactory(contact__person=me, about_title="Saatu")
    RelayedInquiryFactory(asked_by=UserFactory(), about_title="Muiden")
    InquiryFactory(contact__person=me, about_title="Vahvistamaton")
    page = signed_in(me).get(OWN)
    assert [inquiry.about_title for inquiry in page.context["sent"]] == ["Lähetetty"]
    assert [inquiry.about_title for inquiry in page.context["received"]] == ["Saatu"]
    text = text_of(page)
    assert "Naapurikunnan kulttuurisihteeri, Naapurikunta" in text
    assert "Montako" not in text
    assert "@" not in text


def test_person_without_messages_is_told_how_to_ask() -> None:
    page = text_of(signed_in(UserFactory()).get(OWN))
    assert "Et ole lähettänyt viestejä." in page
    assert "Sinulle ei ole tullut viestejä." in page


def test_forgotten_messages_are_not_listed() -> None:
    me = UserFactory()
    RelayedInquiryFactory(
        contact__person=me,
        forgotten_at=timezone.now(),
        sender=None,
        text="",
        sender_name="",
        sender_organisation="",
    )
    assert signed_in(me).get(OWN).context["received"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_own_messages_make_the_same_number_of_queries(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    me = UserFactory()
    for _ in range(rows):
        RelayedInquiryFactory(asked_by=me)
        RelayedInquiryFactory(contact=ShownContactFactory(person=me))
        ClosedSenderFactory(person=me)
    browser = signed_in(me)
    with django_assert_num_queries(6):
        browser.get(OWN)


def test_person_takes_an_own_message_back() -> None:
    me = UserFactory()
    inquiry = RelayedInquiryFactory(asked_by=me)
    path = f"{OWN}{inquiry.pk}/ota-takaisin/"
    assert signed_in(UserFactory()).post(path).status_code == 403
    assert signed_in(me).post(path).status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.state == "taken-back"
    assert signed_in(me).post(f"{OWN}999/ota-takaisin/").status_code == 404


def test_person_opens_a_sender_they_closed() -> None:
    closed = ClosedSenderFactory()
    path = f"{OWN}suljetut/{closed.pk}/avaa/"
    assert signed_in(UserFactory()).post(path).status_code == 403
    assert signed_in(closed.person).get(path).status_code == 405
    assert ClosedSender.objects.count() == 1
    assert signed_in(closed.person).post(path).status_code == 302
    assert ClosedSender.objects.count() == 0


@pytest.mark.parametrize(
    ("maker", "allowed"),
    [(UserFactory, False), (ContributorFactory, False), (CoordinatorFactory, True)],
)
def test_counts_and_lifting_are_for_coordinators(maker: Callable[[], Any], allowed: bool) -> None:
    person = maker()
    sender = StoppedSenderFactory()
    status = 200 if allowed else 403
    browser = signed_in(person)
    assert rules.can_see_inquiries(person) is rules.can_lift_senders(person) is allowed
    assert browser.get(COUNTS).status_code == status
    assert browser.get(f"{COUNTS}lahettajat/{sender.pk}/avaa/").status_code == status


def test_counts_show_no_contents_and_no_senders(coordinating: Client) -> None:
    inquiry = RelayedInquiryFactory()
    page = text_of(coordinating.get(COUNTS))
    assert inquiry.organisation.name in page
    assert [secret for secret in SECRETS if secret in page] == []


def test_counts_by_month_and_organisation(time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 3, 15, 12, tzinfo=UTC), tick=False)
    contact = ShownContactFactory()
    now = timezone.now()
    RelayedInquiryFactory(contact=contact, message__state="sent")
    InquiryReportFactory(inquiry=RelayedInquiryFactory(contact=contact, message__state="bounced"))
    InquiryFactory(contact=contact, state="taken-back", ended_at=now)
    InquiryFactory(state="unreachable", ended_at=now, asked_at=datetime(2025, 4, 2, tzinfo=UTC))
    InquiryFactory(asked_at=datetime(2025, 3, 31, 12, tzinfo=UTC))
    assert count_headings() == [
        "Kysytty",
        "Vahvistamatta",
        "Matkalla",
        "Lähetetty",
        "Ei perille",
        "Ei välitetty",
        "Peruttu",
        "Ilmoitettu",
    ]
    assert [(row.label, row.asked, row.by_state, row.reported) for row in counts_by_month()] == [
        ("maaliskuu 2026", 3, (0, 0, 1, 1, 0, 1), 1),
        ("huhtikuu 2025", 1, (0, 0, 0, 0, 1, 0), 0),
    ]
    first, second = counts_by_organisation()
    assert (first.label, first.asked, first.reported) == (contact.organisation.name, 3, 1)
    assert (second.asked, second.by_state[4]) == (1, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_counts_make_the_same_number_of_queries(
    rows: int, coordinating: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        InquiryReportFactory()
        StoppedSenderFactory()
    with django_assert_num_queries(8):
        coordinating.get(COUNTS)


def test_reported_senders_are_shown_with_their_reasons(coordinating: Client) -> None:
    report = InquiryReportFactory(reason=ReportReason.FRAUD)
    InquiryReportFactory(sender=report.sender, inquiry__sender=report.sender)
    StoppedSenderFactory(address="suljettu@naapuri.example")
    page = coordinating.get(COUNTS)
    rows = page.context["reported"]
    assert [(row.sender.address, row.reports, row.reasons) for row in rows] == [
        ("suljettu@naapuri.example", 0, ()),
        (report.sender.address, 2, ("mainos tai roskaposti", "huijausyritys")),
    ]
    assert "kolme vastaanottajaa ilmoitti" in text_of(page)


def test_coordinator_lifts_a_sender_after_a_page_that_asks(coordinating: Client) -> None:
    sender = StoppedSenderFactory()
    path = f"{COUNTS}lahettajat/{sender.pk}/avaa/"
    assert sender.address in text_of(coordinating.get(path))
    assert InquirySender.objects.get().is_closed is True
    assert coordinating.post(path).status_code == 302
    assert InquirySender.objects.get().is_closed is False
    assert coordinating.post(path).status_code == 409


def test_outbox_shows_coordinators_no_question(coordinating: Client) -> None:
    inquiry = RelayedInquiryFactory()
    for path in ("/tyopoyta/viestit/", f"/tyopoyta/viestit/{inquiry.message_id}/"):
        assert "Montako" not in text_of(coordinating.get(path))
