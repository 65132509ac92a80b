from datetime import UTC, datetime, timedelta

import pytest
from anymail.exceptions import AnymailRecipientsRefused
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from kenno.core import delivery, outbox
from kenno.core.enums import MessageEventKind, MessageState, RefusalReason
from kenno.core.mails import Code, Link, Mail
from kenno.core.models import OutboxMessage
from tests.factories.mails import plain_mail

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
WORKING = "django.core.mail.backends.locmem.EmailBackend"


class FailingBackend(BaseEmailBackend):
    """A mail server that answers nobody."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("no answer")


FAILING = f"{__name__}.FailingBackend"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(START, tick=False)


def queue(subject: str = "Terveisiä", text: str = "Tervetuloa", **changes) -> OutboxMessage:
    fields = {
        "kind": "test.greeting",
        "recipient": "reader@kenno.example",
        "mail": plain_mail(subject, text),
    }
    return outbox.queue_message(**(fields | changes))


def body(text: str = "Tervetuloa") -> str:
    """The plain text of a mail that says this."""
    return plain_mail(text=text).text


def state_of(message: OutboxMessage) -> tuple[str, int, str, datetime | None]:
    message.refresh_from_db()
    return message.state, message.attempts, message.last_error, message.sent_at


def test_message_leaves_once_its_transaction_is_committed(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = queue(reply_to="writer@kenno.example")
        assert mail.outbox == []
    [sent] = mail.outbox
    assert (sent.to, sent.reply_to, sent.subject, sent.body) == (
        ["reader@kenno.example"],
        ["writer@kenno.example"],
        "Terveisiä",
        body(),
    )
    assert state_of(message) == (MessageState.SENT, 1, "", START)


def test_message_of_a_failed_transaction_never_was(db):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue()
        raise RuntimeError
    assert OutboxMessage.objects.count() == 0


def test_message_with_the_same_key_is_sent_once(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = queue(key="greeting:1")
        second = queue(key="greeting:1", text="Toiseen kertaan")
    assert first == second
    assert [sent.body for sent in mail.outbox] == [body()]


def test_message_that_was_sent_is_not_sent_again(db):
    message = queue()
    delivery.send_message(message.pk)
    delivery.send_message(message.pk)
    assert len(mail.outbox) == 1
    assert state_of(message) == (MessageState.SENT, 1, "", START)


def test_subject_is_one_line(db):
    assert queue(subject="Terveisiä\r\nBcc: kaikki@kenno.example").subject == (
        "Terveisiä Bcc: kaikki@kenno.example"
    )


def test_message_waits_while_the_server_fails(db, settings):
    settings.EMAIL_BACKEND = FAILING
    message = queue()
    delivery.send_message(message.pk)
    assert state_of(message) == (
        MessageState.WAITING,
        1,
        "ConnectionRefusedError: no answer",
        None,
    )


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 0), (1, 2), (2, 4), (3, 8), (8, 256), (9, 360), (10, 360)]
)
def test_pause_grows_to_six_hours(attempts, minutes):
    assert delivery.pause_after(attempts) == timedelta(minutes=minutes)


def test_message_is_tried_again_after_its_pause(db, settings, time_machine):
    settings.EMAIL_BACKEND = FAILING
    message = queue()
    assert delivery.send_waiting_messages() == 1
    settings.EMAIL_BACKEND = WORKING
    time_machine.move_to(START + timedelta(seconds=119), tick=False)
    assert delivery.send_waiting_messages() == 0
    time_machine.move_to(START + timedelta(seconds=120), tick=False)
    assert delivery.send_waiting_messages() == 1
    assert state_of(message) == (MessageState.SENT, 2, "", START + timedelta(seconds=120))


def test_message_is_refused_after_the_last_try(db, settings, time_machine):
    settings.EMAIL_BACKEND = FAILING
    message = queue()
    for attempt in range(delivery.MAXIMUM_ATTEMPTS):
        assert state_of(message)[:2] == (MessageState.WAITING, attempt)
        time_machine.shift(delivery.LONGEST_PAUSE)
        delivery.send_waiting_messages()
    assert state_of(message) == (
        MessageState.REFUSED,
        delivery.MAXIMUM_ATTEMPTS,
        "ConnectionRefusedError: no answer",
        None,
    )
    time_machine.shift(delivery.LONGEST_PAUSE)
    assert delivery.send_waiting_messages() == 0


def test_message_that_was_refused_can_be_tried_anew(db, person):
    message = queue()
    OutboxMessage.objects.update(
        state=MessageState.REFUSED, refusal="exhausted", attempts=10, claimed_at=START
    )
    assert outbox.retry_messages(OutboxMessage.objects.order_by("pk"), by=person) == 1
    assert delivery.send_waiting_messages() == 1
    assert state_of(message)[:2] == (MessageState.SENT, 1)
    events = [(event.kind, event.by) for event in message.events.order_by("pk")]
    assert events == [(MessageEventKind.RETRIED, person), (MessageEventKind.SENT, None)]


def test_message_that_was_sent_cannot_be_retried(db, person):
    message = queue()
    delivery.send_message(message.pk)
    assert outbox.retry_messages(OutboxMessage.objects.order_by("pk"), by=person) == 0
    assert state_of(message)[0] == MessageState.SENT


def test_message_waits_without_a_mail_server(db, settings):
    settings.EMAIL_BACKEND = delivery.SMTP_BACKEND
    settings.EMAIL_HOST = ""
    message = queue()
    delivery.send_message(message.pk)
    assert delivery.send_waiting_messages() == 0
    assert state_of(message) == (MessageState.WAITING, 0, "", None)


@pytest.mark.parametrize(
    ("backend", "host", "configured"),
    [
        (delivery.SMTP_BACKEND, "", False),
        (delivery.SMTP_BACKEND, "mail.kenno.example", True),
        ("anymail.backends.mailgun.EmailBackend", "", True),
    ],
)
def test_mail_is_configured_by_a_host_or_a_service(settings, backend, host, configured):
    settings.EMAIL_BACKEND = backend
    settings.EMAIL_HOST = host
    assert delivery.mail_is_configured() is configured


def test_message_whose_sender_died_comes_back(db, time_machine):
    message = queue()
    OutboxMessage.objects.update(state=MessageState.SENDING, claimed_at=START, attempts=1)
    time_machine.move_to(START + delivery.CLAIM_EXPIRES_AFTER, tick=False)
    assert delivery.send_waiting_messages() == 0
    time_machine.shift(timedelta(seconds=1))
    assert delivery.send_waiting_messages() == 1
    assert state_of(message)[:2] == (MessageState.SENT, 2)


def test_message_that_another_sends_now_is_left_alone(db):
    message = queue()
    OutboxMessage.objects.update(state=MessageState.SENDING, claimed_at=START, attempts=1)
    delivery.send_message(message.pk)
    assert mail.outbox == []


def test_confidential_body_is_forgotten_when_sent(db):
    code = Mail("Koodi", (Code("Koodi", "1234"),), why="Pyysit sitä.")
    message = queue(mail=code, confidential=True)
    delivery.send_message(message.pk)
    message.refresh_from_db()
    [sent] = mail.outbox
    assert sent.body.startswith("Koodi: 1234\n")
    [(html, kind)] = sent.alternatives
    assert (">1234<" in html, kind) == (True, "text/html")
    assert (message.body, message.html) == ("", "")


def test_messages_hide_confidential_bodies(db):
    queue(text="Koodi 1234", confidential=True)
    queue()
    assert [message.shown_body for message in outbox.messages()] == [body(), ""]


def test_message_carries_the_headers_of_one_click_unsubscription(db):
    address = "https://kenno.example/hakuvahti/lopeta/" + "a" * 43 + "/"
    news = Mail("Uutta", (), why="Seuraat hakua.", stop=Link("Lopeta", address))
    delivery.send_message(queue(mail=news, confidential=True).pk)
    [sent] = mail.outbox
    unfolded = " ".join(sent.message().as_string().split())
    assert f" List-Unsubscribe: <{address}> " in unfolded
    assert " List-Unsubscribe-Post: List-Unsubscribe=One-Click " in unfolded
    assert OutboxMessage.objects.get().unsubscribe_url == ""


def test_message_without_an_address_to_stop_it_has_no_such_headers(db):
    delivery.send_message(queue().pk)
    assert "List-Unsubscribe" not in mail.outbox[0].message().as_string()


def test_messages_never_read_the_address_that_stops_them(db):
    queue()
    deferred = outbox.messages().get().get_deferred_fields()
    assert deferred == {"body", "html", "unsubscribe_url"}


class RefusingBackend(BaseEmailBackend):
    """A mail service that does not take the receiver."""

    def send_messages(self, email_messages):
        raise AnymailRecipientsRefused


def test_message_keeps_what_the_mail_service_calls_it(db, settings):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    message = queue()
    delivery.send_message(message.pk)
    assert state_of(message)[0] == MessageState.SENT
    [sent] = mail.outbox
    assert message.service_id == str(sent.anymail_status.message_id)


def test_receiver_whom_the_mail_service_refuses_is_refused_at_once(db, settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    message = queue()
    delivery.send_message(message.pk)
    assert state_of(message)[:2] == (MessageState.REFUSED, 1)
    assert message.refusal == RefusalReason.REJECTED


def test_message_that_failed_tells_each_step(db, settings, time_machine):
    settings.EMAIL_BACKEND = FAILING
    message = queue()
    delivery.send_message(message.pk)
    settings.EMAIL_BACKEND = WORKING
    time_machine.shift(timedelta(minutes=2))
    delivery.send_waiting_messages()
    steps = list(message.events.order_by("pk").values_list("kind", "detail", "at"))
    assert steps == [
        (MessageEventKind.TRIED, "ConnectionRefusedError: no answer", START),
        (MessageEventKind.SENT, "", START + timedelta(minutes=2)),
    ]
