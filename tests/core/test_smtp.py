"""The outbox against a real SMTP server."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from kenno.core import delivery, outbox
from kenno.core.enums import MessageEventKind, MessageState, RefusalReason
from kenno.core.mails import Button, Link, Mail, Paragraph
from kenno.core.models import OutboxMessage
from tests.utils.processes import environment
from tests.utils.smtp import SmtpServer

NEWS = Mail(
    "Uutta Alavieskassa",
    (Paragraph("Lue uutinen."), Button("Lue", "https://kenno.example/uutinen/")),
    why="Seuraat hakua.",
    stop=Link("Lopeta", "https://kenno.example/lopeta/x/"),
    language="fi",
)


def queue(**changes: object) -> OutboxMessage:
    fields = {"kind": "test.news", "recipient": "lukija@kunta.example", "mail": NEWS}
    return outbox.queue_message(**(fields | changes))


def sent(message: OutboxMessage) -> tuple[str, str, int, str]:
    delivery.send_message(message.pk)
    message.refresh_from_db()
    return message.state, message.refusal, message.attempts, message.last_error


def kinds_of(message: OutboxMessage) -> list[str]:
    return list(message.events.order_by("pk").values_list("kind", flat=True))


def try_again(message: OutboxMessage) -> None:
    """Send once more, as if the pause were over."""
    OutboxMessage.objects.filter(pk=message.pk).update(claimed_at=None)
    delivery.send_waiting_messages()
    message.refresh_from_db()


def test_mail_arrives_in_both_parts_with_its_headers(db, smtp_server: SmtpServer):
    message = queue(reply_to="kysyja@kunta.example")
    assert sent(message) == (MessageState.SENT, "", 1, "")
    [received] = smtp_server.received
    assert (received.sender, received.recipients) == (
        "kenno@kenno.example",
        ["lukija@kunta.example"],
    )
    names = ("From", "To", "Reply-To", "Subject", "Auto-Submitted", "Content-Language")
    assert [received.header(name) for name in names] == [
        "Kulttuurikenno <kenno@kenno.example>",
        "lukija@kunta.example",
        "kysyja@kunta.example",
        "Uutta Alavieskassa",
        "auto-generated",
        "fi",
    ]
    assert received.header("Message-ID") == f"<{message.message_id}>"
    assert message.message_id.endswith("@kenno.example")
    assert received.header("List-Unsubscribe") == "<https://kenno.example/lopeta/x/>"
    assert received.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    assert received.text == NEWS.text
    assert received.html == NEWS.html
    assert kinds_of(message) == [MessageEventKind.SENT]


def test_mail_that_cannot_be_stopped_has_no_header_for_it(db, smtp_server: SmtpServer):
    sent(queue(mail=Mail("Koodi", (), why="Pyysit sitä.")))
    [received] = smtp_server.received
    assert received.header("List-Unsubscribe") is None


def test_receiver_whom_the_server_refuses_is_refused_at_once(db, smtp_server: SmtpServer):
    smtp_server.recipient_answers = ["550 5.1.1 No such user here"]
    message = queue()
    assert sent(message) == (
        MessageState.REFUSED,
        RefusalReason.REJECTED,
        1,
        "550 5.1.1 No such user here",
    )
    assert kinds_of(message) == [MessageEventKind.REFUSED]
    assert smtp_server.received == []


def test_message_that_the_server_refuses_is_refused_at_once(db, smtp_server: SmtpServer):
    smtp_server.data_answers = ["554 5.7.1 Not this"]
    assert sent(queue()) == (
        MessageState.REFUSED,
        RefusalReason.REJECTED,
        1,
        "554 5.7.1 Not this",
    )


@pytest.mark.parametrize("where", ["recipient_answers", "data_answers"])
def test_passing_refusal_is_tried_again(db, smtp_server: SmtpServer, where: str):
    setattr(smtp_server, where, ["451 4.7.1 Try later"])
    message = queue()
    assert sent(message) == (MessageState.WAITING, "", 1, "451 4.7.1 Try later")
    try_again(message)
    assert (message.state, message.attempts, message.last_error) == (MessageState.SENT, 2, "")
    assert len(smtp_server.received) == 1
    assert kinds_of(message) == [MessageEventKind.TRIED, MessageEventKind.SENT]


def test_message_waits_while_the_server_is_down(db, smtp_server: SmtpServer):
    smtp_server.stop()
    message = queue()
    state, refusal, attempts, error = sent(message)
    assert (state, refusal, attempts) == (MessageState.WAITING, "", 1)
    assert error.startswith("ConnectionRefusedError")
    smtp_server.start()
    try_again(message)
    assert (message.state, len(smtp_server.received)) == (MessageState.SENT, 1)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_message_waits_when_the_server_hangs_up(db, smtp_server: SmtpServer, step: str):
    smtp_server.hang_up_at = step
    message = queue()
    assert sent(message)[:3] == (MessageState.WAITING, "", 1)
    assert smtp_server.received == []
    smtp_server.hang_up_at = ""
    try_again(message)
    assert (message.state, len(smtp_server.received)) == (MessageState.SENT, 1)


def test_sender_whom_the_server_refuses_does_not_refuse_the_message(db, smtp_server: SmtpServer):
    """That is for the operator to mend; the message leaves when it is."""
    smtp_server.sender_answers = ["550 5.7.1 Sender not allowed"]
    assert sent(queue())[:3] == (MessageState.WAITING, "", 1)


@pytest.mark.parametrize(
    "recipient", ["lukija@kunta.example\nBcc: kaikki@kunta.example", "a@b, c@d", "<>"]
)
def test_message_that_cannot_be_written_is_refused_and_says_why(
    db, smtp_server: SmtpServer, recipient: str
):
    message = queue()
    OutboxMessage.objects.update(recipient=recipient)
    state, refusal, _attempts, error = sent(message)
    assert (state, refusal) == (MessageState.REFUSED, RefusalReason.UNSENDABLE)
    assert error != ""
    assert smtp_server.received == []


WORKER = """
import sys
import django

django.setup()
from kenno.core.delivery import send_message

send_message(int(sys.argv[1]))
"""


class Worker:
    """A process that sends a message, with the test's database and mail server."""

    def __init__(self, server: SmtpServer, message: OutboxMessage, folder: Path) -> None:
        variables = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(message.pk)],
            env=environment(folder, **variables),
        )

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)

    def wait(self) -> int:
        return self.process.wait(timeout=60)


def _waiting(settings: Settings) -> OutboxMessage:
    """Queue a message that this process does not send at once."""
    host, settings.EMAIL_HOST = settings.EMAIL_HOST, ""
    message = queue()
    settings.EMAIL_HOST = host
    return message


def _come_back(message: OutboxMessage) -> None:
    """Let the claim of a dead worker expire, and send what waits."""
    longest = delivery.CLAIM_EXPIRES_AFTER + timedelta(minutes=10)
    OutboxMessage.objects.filter(pk=message.pk).update(claimed_at=timezone.now() - longest)
    delivery.send_waiting_messages()
    message.refresh_from_db()


@pytest.mark.django_db(transaction=True)
def test_message_of_a_worker_killed_before_it_left_is_sent_once(
    smtp_server: SmtpServer, settings: Settings, tmp_path: Path
):
    message = _waiting(settings)
    workers: list[Worker] = []
    smtp_server.at["MAIL"] = lambda: workers[0].kill()
    workers.append(Worker(smtp_server, message, tmp_path))
    assert workers[0].wait() == -signal.SIGKILL
    smtp_server.at.clear()
    message.refresh_from_db()
    assert (message.state, smtp_server.received) == (MessageState.SENDING, [])
    assert delivery.send_waiting_messages() == 0
    _come_back(message)
    assert (message.state, len(smtp_server.received)) == (MessageState.SENT, 1)
    assert kinds_of(message) == [MessageEventKind.INTERRUPTED, MessageEventKind.SENT]


@pytest.mark.django_db(transaction=True)
def test_message_of_a_worker_killed_as_it_left_comes_twice_under_one_name_and_says_so(
    smtp_server: SmtpServer, settings: Settings, tmp_path: Path
):
    """Nobody can know then whether the server has it: twice is better than never."""
    message = _waiting(settings)
    workers: list[Worker] = []
    smtp_server.at["DATA"] = lambda: workers[0].kill()
    workers.append(Worker(smtp_server, message, tmp_path))
    assert workers[0].wait() == -signal.SIGKILL
    smtp_server.at.clear()
    _come_back(message)
    first, second = smtp_server.received
    assert first.header("Message-ID") == second.header("Message-ID") == f"<{message.message_id}>"
    assert kinds_of(message) == [MessageEventKind.INTERRUPTED, MessageEventKind.SENT]


@pytest.mark.django_db(transaction=True)
def test_message_of_a_worker_killed_at_the_farewell_is_sent_once(
    smtp_server: SmtpServer, settings: Settings, tmp_path: Path
):
    """What the server has taken is noted before anything else is said."""
    message = _waiting(settings)
    workers: list[Worker] = []
    smtp_server.at["QUIT"] = lambda: workers[0].kill()
    workers.append(Worker(smtp_server, message, tmp_path))
    assert workers[0].wait() == -signal.SIGKILL
    smtp_server.at.clear()
    _come_back(message)
    assert (message.state, len(smtp_server.received)) == (MessageState.SENT, 1)
    assert kinds_of(message) == [MessageEventKind.SENT]


@pytest.mark.parametrize("answer", ["500 What?", "nonsense"])
def test_message_is_sent_though_the_server_fails_at_the_farewell(
    db, smtp_server: SmtpServer, answer: str
):
    smtp_server.farewell = answer
    assert sent(queue()) == (MessageState.SENT, "", 1, "")
    assert len(smtp_server.received) == 1
