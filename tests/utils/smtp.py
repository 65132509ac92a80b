"""A real SMTP server on this machine for the tests of mail, in a thread of its own."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

HOST = "127.0.0.1"


@dataclass(frozen=True)
class ReceivedMail:
    """A mail as the server got it: the envelope's addresses, and the message."""

    sender: str
    recipients: list[str]
    message: EmailMessage

    def header(self, name: str) -> str | None:
        """Return a header, unfolded; None when the mail has none such."""
        value = self.message[name]
        return None if value is None else str(value)

    @property
    def text(self) -> str:
        """The part in plain text."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The part in HTML; empty when there is none."""
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return cast(str, part.get_content()).replace("\r\n", "\n") if part else ""


class SmtpServer:
    """The server: `received` is what it took, in order; its answers can be changed.

    `sender_answers`, `recipient_answers` and `data_answers` are used up one by one; then
    everything is taken.
    `at` holds what is called first when the server gets to "MAIL", "RCPT", "DATA" or "QUIT", and
    `hang_up_at` where it closes the connection without a word. `farewell` answers "QUIT".
    """

    def __init__(self) -> None:
        self.received: list[ReceivedMail] = []
        self.sender_answers: list[str] = []
        self.recipient_answers: list[str] = []
        self.data_answers: list[str] = []
        self.at: dict[str, Callable[[], None]] = {}
        self.hang_up_at = ""
        self.farewell = "221 Bye"
        self.port = _free_port()
        self._controller: Controller | None = None

    def start(self) -> None:
        """Listen; the same port again after `stop`."""
        self._controller = Controller(self, hostname=HOST, port=self.port, ready_timeout=20)
        self._controller.start()

    def stop(self) -> None:
        """Stop listening: whoever comes is refused by the system."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.sender_answers.pop(0) if self.sender_answers else "250 OK"
        envelope.mail_from = address
        return self._answer(server, "MAIL", answer)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.recipient_answers.pop(0) if self.recipient_answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self._answer(server, "RCPT", answer)

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.data_answers.pop(0) if self.data_answers else "250 OK"
        if answer.startswith("250") and self.hang_up_at != "DATA":
            content = cast(bytes, envelope.original_content)
            message = message_from_bytes(content, policy=policy.default)
            self.received.append(
                ReceivedMail(
                    envelope.mail_from or "", list(envelope.rcpt_tos), cast(EmailMessage, message)
                )
            )
        return self._answer(server, "DATA", answer)

    async def handle_QUIT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        return self._answer(server, "QUIT", self.farewell)

    def _answer(self, server: SMTP, step: str, answer: str) -> str:
        if step in self.at:
            self.at[step]()
        if step == self.hang_up_at:
            server.transport.abort()
        return answer


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def smtp_server(settings: Settings) -> Iterator[SmtpServer]:
    """A mail server that takes everything, to which this test's mail goes."""
    server = SmtpServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = HOST
    settings.EMAIL_PORT = server.port
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "Kulttuurikenno <kenno@kenno.example>"
    server.start()
    yield server
    server.stop()
