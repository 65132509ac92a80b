"""How long questions and their senders are kept."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from kenno.core import personal_data
from kenno.core.exceptions import Gone
from kenno.core.housekeeping import prune
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people.actions import inquiry_of_sender, status_token
from kenno.people.actions.inquiry_keeping import (
    forget_inquiries,
    forget_inquiries_of,
    forget_senders,
)
from kenno.people.enums import InquiryState
from kenno.people.models import ClosedSender, Inquiry, InquiryReport, InquirySender
from kenno.people.queries.inquiries import counts_by_month
from tests.factories.inquiries import (
    ClosedSenderFactory,
    ConfirmedSenderFactory,
    InquiryFactory,
    InquiryReportFactory,
    InquirySenderFactory,
    RelayedInquiryFactory,
    StoppedSenderFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def relayed(*, days: float, state: str, **changes: object) -> Inquiry:
    """A question that was passed on so many days ago, with its mail in this state."""
    then = ago(days)
    sent = {"message__sent_at": then} if state in ("sent", "bounced") else {}
    return RelayedInquiryFactory(
        asked_at=then,
        relayed_at=then,
        message__state=state,
        message__claimed_at=then,
        message__expires_at=timezone.now() + timedelta(days=90 - days),
        **sent,
        **changes,
    )


def states() -> list[tuple[str, str]]:
    return list(Inquiry.objects.order_by("pk").values_list("state", "text"))


def forget() -> tuple[int, int]:
    """Rehearse and keep both rules; return what they forgot, which the rehearsal foretold."""
    foretold = forget_inquiries(timezone.now(), True)
    forgotten = forget_inquiries(timezone.now(), False)
    assert foretold == forgotten
    idle = forget_senders(timezone.now(), True)
    senders = forget_senders(timezone.now(), False)
    assert idle == senders
    return forgotten, senders


TEXT = "Montako kaveria teillä on?"


def test_question_that_nobody_confirmed_ends_without_its_text():
    InquiryFactory(asked_at=ago(2.9))
    InquiryFactory(asked_at=ago(3.1))
    assert forget() == (1, 0)
    assert states() == [(InquiryState.UNCONFIRMED, TEXT), (InquiryState.EXPIRED, "")]


@pytest.mark.parametrize(
    ("state", "settled"),
    [
        ("sent", InquiryState.DELIVERED),
        ("bounced", InquiryState.BOUNCED),
        ("refused", InquiryState.REFUSED),
    ],
)
def test_question_is_forgotten_thirty_days_after_it_left_or_was_refused(state: str, settled: str):
    relayed(days=29, state=state)
    relayed(days=31, state=state, asked_by=UserFactory())
    assert forget() == (1, 0)
    assert states() == [(InquiryState.RELAYED, TEXT), (settled, "")]
    forgotten = Inquiry.objects.exclude(forgotten_at=None).get()
    assert (forgotten.sender, forgotten.asked_by, forgotten.sender_name) == (None, None, "")
    kept = ["kysyja@naapuri.example"] if state == "refused" else ["kysyja@naapuri.example", ""]
    assert list(OutboxMessage.objects.order_by("pk").values_list("reply_to", flat=True)) == kept


def test_question_waits_for_a_mail_server():
    relayed(days=80, state="waiting")
    assert forget() == (0, 0)
    relayed(days=91, state="waiting")
    assert forget() == (1, 0)
    assert states() == [(InquiryState.RELAYED, TEXT), (InquiryState.REFUSED, "")]


def test_housekeeping_takes_the_text_of_a_refused_question_out_of_the_outbox_too():
    relayed(days=31, state="refused")
    prune()
    assert OutboxMessage.objects.count() == 0
    assert states() == [(InquiryState.REFUSED, "")]


def test_counts_stay_when_questions_are_forgotten(time_machine):
    time_machine.move_to("2026-03-15 12:00Z", tick=False)
    relayed(days=40, state="sent")
    before = counts_by_month()
    forget()
    assert counts_by_month() == before
    assert [(row.label, row.asked, row.by_state[2]) for row in before] == [("helmikuu 2026", 1, 1)]


@pytest.mark.parametrize("state", ["declined", "unreachable", "taken-back", "disowned"])
def test_question_that_did_not_leave_is_forgotten_thirty_days_later(state: str):
    declined = {"declined_by": "receiver"} if state == "declined" else {}
    for days in (29, 31):
        InquiryFactory(state=state, ended_at=ago(days), asked_at=ago(days), **declined)
    assert forget() == (1, 1)
    assert Inquiry.objects.filter(forgotten_at=None).count() == 1


def test_address_goes_with_the_last_question_and_the_hash_stays_a_year():
    sender = ConfirmedSenderFactory()
    relayed(days=31, state="sent", sender=sender)
    forget()
    sender.refresh_from_db()
    assert (sender.address, sender.is_confirmed) == ("", True)
    InquirySender.objects.update(confirmed_at=ago(366))
    assert forget() == (0, 1)


def test_addresses_that_coordinators_need_stay():
    old = {"confirmed_at": ago(400)}
    stopped = StoppedSenderFactory(**old)
    reported, once_reported = ConfirmedSenderFactory(**old), ConfirmedSenderFactory(**old)
    for sender, days in ((reported, 360), (once_reported, 366)):
        inquiry = relayed(days=days, state="sent", sender=sender)
        InquiryReportFactory(inquiry=inquiry, sender=sender, at=ago(days))
    assert forget() == (2, 1)
    kept = InquirySender.objects.order_by("pk").values_list("pk", "address")
    assert list(kept) == [(sender.pk, sender.address) for sender in (stopped, reported)]


def test_sender_whom_somebody_closed_out_is_known_by_the_hash():
    closed = ClosedSenderFactory(sender__confirmed_at=ago(400))
    InquirySenderFactory()
    assert forget() == (0, 1)
    sender = InquirySender.objects.get()
    assert (sender, sender.address) == (closed.sender, "")
    assert ClosedSender.objects.count() == 1


def test_pruning_twice_does_nothing_more():
    relayed(days=31, state="sent")
    forget()
    assert forget() == (0, 0)
    record = AuditRecord.objects.get()
    assert (record.action, record.data) == (
        "people.inquiries_forgotten",
        {"expired": 0, "forgotten": 1},
    )


def test_rehearsal_changes_nothing():
    relayed(days=31, state="refused")
    InquiryFactory(asked_at=ago(4))
    InquiryReportFactory(at=ago(366))
    before = states()
    assert forget_inquiries(timezone.now(), True) == 2
    forget_senders(timezone.now(), True)
    assert (states(), InquiryReport.objects.count()) == (before, 1)


def test_removed_person_is_forgotten_as_sender():
    person = UserFactory(email="kysyja@naapuri.example")
    sender = ConfirmedSenderFactory(address=person.email)
    waiting = RelayedInquiryFactory(sender=sender, asked_by=person)
    left = RelayedInquiryFactory(sender=sender, message__state="sent")
    InquiryFactory(sender=sender)
    others = RelayedInquiryFactory()
    token = status_token(waiting)
    forget_inquiries_of(person)
    assert states() == [
        (InquiryState.TAKEN_BACK, ""),
        (InquiryState.RELAYED, ""),
        (InquiryState.TAKEN_BACK, ""),
        (InquiryState.RELAYED, TEXT),
    ]
    assert set(OutboxMessage.objects.all()) == {left.message, others.message}
    sender.refresh_from_db()
    assert (sender.address, sender.is_confirmed) == ("", False)
    with pytest.raises(Gone):
        inquiry_of_sender(token)
    assert forget_senders(timezone.now(), False) == 1


def test_person_sees_what_is_kept_of_their_questions():
    person = UserFactory(email="kysyja@naapuri.example")
    InquiryFactory(sender=ConfirmedSenderFactory(address=person.email), about_title="Lähetetty")
    RelayedInquiryFactory(contact__person=person, about_title="Saatu")
    ClosedSenderFactory(person=person)
    told = {section.name: section.entries for section in personal_data.sections(person)}
    [asked], [received], [closed] = (
        told[f"people.{name}"] for name in ("inquiries", "received_inquiries", "closed_senders")
    )
    assert (asked.title, received.title) == ("Lähetetty", "Saatu")
    assert {fact.key: fact.value for fact in asked.facts}["text"] == TEXT
    assert "text" not in {fact.key for fact in received.facts}
    assert [fact.key for fact in closed.facts] == ["closed_at"]
