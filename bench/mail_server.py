"""A mail server to be killed: notes each mail in a file before it says that it has it.

    .venv/bin/python bench/mail_server.py PORT FILE

A line of FILE is the recipient, a space and the Message-ID. The line is written before the answer
"250", as a server does that keeps its word.
"""

import sys
import threading
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Taker:
    """Takes every mail."""

    def __init__(self, notes: Path) -> None:
        self.notes = notes

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Note a mail, then tell that it was taken."""
        message = message_from_bytes(envelope.original_content or b"")
        with self.notes.open("a") as notes:
            notes.write(f"{envelope.rcpt_tos[0]} {message['Message-ID']}\n")
        return "250 OK"


def main() -> None:
    """Serve until killed."""
    port, notes = int(sys.argv[1]), Path(sys.argv[2])
    Controller(Taker(notes), hostname="127.0.0.1", port=port, ready_timeout=30).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
