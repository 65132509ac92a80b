"""What receivers of questions decide on their senders, and coordinators on closed ones."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.models import AuditRecord
from kenno.people import actions
from kenno.people.enums import ClosureReason, ReportReason
from kenno.people.models import ClosedSender, Inquiry, InquiryReport, InquirySender, User
from tests.factories.inquiries import (
    ClosedSenderFactory,
    ConfirmedSenderFactory,
    RelayedInquiryFactory,
    StoppedSenderFactory,
)
from tests.factories.people import MunicipalOrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def audited() -> list[str]:
    return list(AuditRecord.objects.order_by("pk").values_list("action", flat=True))


def report_of(inquiry: Inquiry) -> None:
    actions.report(inquiry=inquiry, reason=ReportReason.ADVERTISING)


def test_person_closes_a_sender_once():
    inquiry = RelayedInquiryFactory()
    for _ in range(2):
        actions.close_sender(inquiry=inquiry)
    closed = ClosedSender.objects.get()
    assert (closed.sender, closed.person, closed.organisation, closed.label) == (
        inquiry.sender,
        inquiry.receiver,
        None,
        "Naapurikunnan kulttuurisihteeri, Naapurikunta",
    )
    record = AuditRecord.objects.get()
    assert (record.action, record.by) == ("people.sender_closed", inquiry.receiver)


def test_general_address_closes_a_sender_for_the_organisation():
    organisation = MunicipalOrganisationFactory(general_email="kulttuuri@kunta.example")
    inquiry = RelayedInquiryFactory(
        contact=None, organisation=organisation, receiver=None, to_organisation=True
    )
    actions.close_sender(inquiry=inquiry)
    closed = actions.closure_of(inquiry)
    assert closed is not None
    assert (closed.person, closed.organisation) == (None, organisation)


def test_sender_is_not_closed_for_a_receiver_who_was_removed():
    inquiry = RelayedInquiryFactory()
    inquiry.receiver.delete()
    with pytest.raises(Gone):
        actions.close_sender(inquiry=inquiry)
    with pytest.raises(Gone):
        report_of(inquiry)
    assert ClosedSender.objects.count() == 0


def test_sender_of_a_forgotten_question_cannot_be_closed():
    inquiry = RelayedInquiryFactory(
        forgotten_at=timezone.now(), text="", sender_name="", sender_organisation="", sender=None
    )
    with pytest.raises(Gone):
        actions.close_sender(inquiry=inquiry)
    with pytest.raises(Gone):
        report_of(inquiry)


def test_person_opens_a_sender_again():
    closed = ClosedSenderFactory()
    actions.reopen_sender(closed=closed, by=closed.person)
    assert ClosedSender.objects.count() == 0
    assert audited() == ["people.sender_reopened"]
    with pytest.raises(Gone):
        actions.reopen_sender(closed=closed, by=closed.person)


def test_another_person_does_not_open_a_sender():
    closed = ClosedSenderFactory()
    with pytest.raises(Refusal):
        actions.reopen_sender(closed=closed, by=UserFactory())
    assert ClosedSender.objects.count() == 1


def test_report_is_noted_once_with_its_first_reason():
    inquiry = RelayedInquiryFactory()
    actions.report(inquiry=inquiry, reason=ReportReason.FRAUD)
    actions.report(inquiry=inquiry, reason=ReportReason.OTHER)
    told = InquiryReport.objects.get()
    assert (told.reason, told.sender) == (ReportReason.FRAUD, inquiry.sender)
    record = AuditRecord.objects.get()
    assert (record.action, record.by, record.data) == (
        "people.inquiry_reported",
        inquiry.receiver,
        {"reason": "fraud"},
    )


def test_three_receivers_stop_a_sender():
    sender = ConfirmedSenderFactory()
    for number in range(3):
        report_of(RelayedInquiryFactory(sender=sender))
        sender.refresh_from_db()
        assert sender.is_closed is (number == 2)
    assert sender.closed_because == ClosureReason.REPORTED
    record = AuditRecord.objects.get(action="people.sender_stopped")
    assert (record.by, record.label) == (None, f"Kysyjä {sender.pk}")


def test_three_reports_of_one_receiver_do_not_stop_a_sender():
    sender = ConfirmedSenderFactory()
    first = RelayedInquiryFactory(sender=sender)
    report_of(first)
    for _ in range(2):
        report_of(RelayedInquiryFactory(sender=sender, contact=first.contact))
    sender.refresh_from_db()
    assert sender.is_closed is False


@pytest.mark.parametrize(("days", "closed"), [(29, True), (31, False)])
def test_reports_count_for_thirty_days(days: int, closed: bool):
    sender = ConfirmedSenderFactory()
    for _ in range(2):
        report_of(RelayedInquiryFactory(sender=sender))
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        report_of(RelayedInquiryFactory(sender=sender))
    sender.refresh_from_db()
    assert sender.is_closed is closed


def test_coordinator_lifts_a_sender_once(coordinator: User):
    sender = StoppedSenderFactory()
    actions.lift_sender(sender=sender, by=coordinator)
    sender.refresh_from_db()
    assert (sender.is_closed, sender.closed_because, sender.is_confirmed) == (False, "", True)
    record = AuditRecord.objects.get()
    assert (record.action, record.by, record.data) == (
        "people.sender_lifted",
        coordinator,
        {"reason": "reported"},
    )
    with pytest.raises(Conflict):
        actions.lift_sender(sender=sender, by=coordinator)


def test_reports_from_before_lifting_do_not_count(coordinator: User):
    sender = ConfirmedSenderFactory()
    for _ in range(3):
        report_of(RelayedInquiryFactory(sender=sender))
    actions.lift_sender(sender=sender, by=coordinator)
    report_of(RelayedInquiryFactory(sender=sender))
    assert InquirySender.objects.get().is_closed is False
