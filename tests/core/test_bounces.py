from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kenno.core import delivery, outbox, suppression
from kenno.core.bounces import RECENT, Outcome, Report, ReportKind, take_report
from kenno.core.enums import MessageEventKind, MessageState, RefusalReason, SuppressionReason
from kenno.core.models import AuditRecord, MessageEvent, OutboxMessage, SuppressedAddress
from tests.factories.mails import plain_mail

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
READER = "lukija@kunta.example"


@pytest.fixture(autouse=True)
def _noon(db, time_machine):
    time_machine.move_to(NOW, tick=False)


def sent_message(recipient: str = READER, **changes: object) -> OutboxMessage:
    message = outbox.queue_message(
        kind="test.news", recipient=recipient, mail=plain_mail("Uutta", "Lue.")
    )
    delivery.send_message(message.pk)
    OutboxMessage.objects.filter(pk=message.pk).update(**changes)
    message.refresh_from_db()
    return message


def report(kind: ReportKind, message: OutboxMessage | None = None, **changes: object) -> Report:
    names = (message.message_id,) if message else ()
    fields = {"report_id": "r1", "kind": kind, "message_ids": names, "detail": "550 5.1.1 unknown"}
    return Report(**(fields | changes))


def suppressions() -> list[tuple[str, str, OutboxMessage | None]]:
    found = SuppressedAddress.objects.order_by("address")
    return [(one.address, one.reason, one.message) for one in found]


def kinds_of(message: OutboxMessage) -> list[str]:
    return list(message.events.order_by("pk").values_list("kind", flat=True))


def test_suppressed_address_is_known_in_every_way_to_write_it():
    suppression.suppress(address="Lukija@KUNTA.example", reason=SuppressionReason.BOUNCE)
    assert suppression.find("lukija@\uff2bunta.example") is not None
    suppression.forget("lukija@kunta\u3002example")
    assert suppression.find("lukija@kunta.example") is None


def test_hard_bounce_marks_the_message_and_suppresses_its_address():
    message = sent_message("Lukija@Kunta.example")
    assert take_report(report(ReportKind.HARD_BOUNCE, message)) is Outcome.TAKEN
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.last_error) == (
        MessageState.BOUNCED,
        NOW,
        "550 5.1.1 unknown",
    )
    assert suppressions() == [(READER, SuppressionReason.BOUNCE, message)]
    assert kinds_of(message) == [MessageEventKind.SENT, MessageEventKind.BOUNCED]
    record = AuditRecord.objects.get(action="core.address_suppressed")
    assert (record.by, record.data) == (None, {"reason": "bounce"})
    assert READER not in f"{record.label} {record.data}"


def test_soft_bounce_marks_the_message_and_leaves_its_address():
    message = sent_message()
    take_report(report(ReportKind.SOFT_BOUNCE, message, detail="4.4.7 expired"))
    message.refresh_from_db()
    assert (message.state, suppressions()) == (MessageState.BOUNCED, [])


def test_delay_is_only_noted():
    message = sent_message()
    take_report(report(ReportKind.DELAY, message))
    message.refresh_from_db()
    assert (message.state, suppressions()) == (MessageState.SENT, [])
    assert kinds_of(message) == [MessageEventKind.SENT, MessageEventKind.DELAYED]


def test_complaint_is_noted_on_the_message_and_suppresses_its_address():
    message = sent_message()
    take_report(report(ReportKind.COMPLAINT, message))
    message.refresh_from_db()
    assert (message.state, message.complained_at) == (MessageState.SENT, NOW)
    assert suppressions() == [(READER, SuppressionReason.COMPLAINT, message)]


def test_unsubscription_suppresses_as_asked():
    message = sent_message()
    take_report(report(ReportKind.UNSUBSCRIPTION, message))
    assert suppressions() == [(READER, SuppressionReason.ASKED, message)]


def test_report_taken_twice_counts_once():
    message = sent_message()
    assert take_report(report(ReportKind.HARD_BOUNCE, message)) is Outcome.TAKEN
    SuppressedAddress.objects.all().delete()
    assert take_report(report(ReportKind.HARD_BOUNCE, message)) is Outcome.KNOWN
    assert suppressions() == []
    assert MessageEvent.objects.filter(kind=MessageEventKind.BOUNCED).count() == 1


def test_report_finds_the_message_by_the_name_of_the_mail_service():
    message = sent_message(service_id="service-77")
    assert take_report(report(ReportKind.DELAY, message_ids=("service-77",))) is Outcome.TAKEN
    assert kinds_of(message)[-1] == MessageEventKind.DELAYED


def test_report_without_a_name_is_about_the_only_recent_message():
    message = sent_message()
    sent_message("toinen@kunta.example")
    found = take_report(report(ReportKind.HARD_BOUNCE, recipient="LUKIJA@kunta.example"))
    assert found is Outcome.TAKEN
    message.refresh_from_db()
    assert message.state == MessageState.BOUNCED


def test_report_without_a_name_fits_no_message_when_it_could_be_two():
    sent_message()
    sent_message()
    found = take_report(report(ReportKind.HARD_BOUNCE, recipient=READER))
    assert (found, suppressions()) == (Outcome.UNMATCHED, [])


def test_report_without_a_name_does_not_fit_an_old_message(time_machine):
    sent_message()
    time_machine.move_to(NOW + RECENT + timedelta(seconds=1), tick=False)
    found = take_report(report(ReportKind.HARD_BOUNCE, recipient=READER))
    assert (found, suppressions()) == (Outcome.UNMATCHED, [])


@pytest.mark.parametrize("names", [(), ("",), ("forged@elsewhere.example",)])
def test_report_on_an_unknown_message_changes_nothing(names):
    sent_message("toinen@kunta.example")
    found = take_report(report(ReportKind.HARD_BOUNCE, message_ids=names, recipient=READER))
    assert (found, suppressions()) == (Outcome.UNMATCHED, [])


def test_report_on_a_message_that_never_left_is_forged():
    message = outbox.queue_message(kind="test", recipient=READER, mail=plain_mail("Uutta", "Lue."))
    assert take_report(report(ReportKind.HARD_BOUNCE, message)) is Outcome.UNMATCHED
    message.refresh_from_db()
    assert (message.state, suppressions()) == (MessageState.WAITING, [])


def test_bounce_that_is_told_before_sending_is_noted_stays():
    """A mail service may call before its answer to us has been written down."""
    message = outbox.queue_message(kind="test", recipient=READER, mail=plain_mail("Uutta", "Lue."))
    OutboxMessage.objects.update(state=MessageState.SENDING, claimed_at=NOW, attempts=1)
    take_report(report(ReportKind.HARD_BOUNCE, message))
    message.refresh_from_db()
    assert (message.state, message.sent_at) == (MessageState.BOUNCED, NOW)
    delivery.send_message(message.pk)
    message.refresh_from_db()
    assert message.state == MessageState.BOUNCED


def test_message_to_a_suppressed_address_is_refused_and_says_why(mailoutbox):
    suppression.suppress(address=READER, reason=SuppressionReason.BOUNCE)
    message = sent_message("LUKIJA@kunta.example")
    assert (message.state, message.refusal, mailoutbox) == (
        MessageState.REFUSED,
        RefusalReason.SUPPRESSED,
        [],
    )
    assert kinds_of(message) == [MessageEventKind.REFUSED]


def test_suppressing_twice_keeps_the_first_reason():
    suppression.suppress(address=" LUKIJA@kunta.example ", reason=SuppressionReason.BOUNCE)
    suppression.suppress(address=READER, reason=SuppressionReason.ASKED)
    assert suppressions() == [(READER, SuppressionReason.BOUNCE, None)]
    assert AuditRecord.objects.count() == 1


def test_suppressed_address_is_kept_in_lower_case():
    with pytest.raises(IntegrityError), transaction.atomic():
        SuppressedAddress.objects.create(address="Lukija@kunta.example", reason="asked")


def test_suppression_outlives_its_message():
    message = sent_message()
    take_report(report(ReportKind.HARD_BOUNCE, message))
    message.delete()
    assert suppressions() == [(READER, SuppressionReason.BOUNCE, None)]
    assert MessageEvent.objects.count() == 0
