import io
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kenno.core import delivery, outbox
from kenno.core.models import OutboxMessage, SuppressedAddress
from tests.core.reports import bounce, complaint, reply
from tests.factories.mails import plain_mail

READER = "lukija@kunta.example"


@pytest.fixture
def message(db: None) -> OutboxMessage:
    message = outbox.queue_message(kind="test", recipient=READER, mail=plain_mail("Uutta", "Lue."))
    delivery.send_message(message.pk)
    return message


def take(*names: object) -> tuple[str, str, str]:
    """Run the command and return what it wrote, where it complained, and how it ended."""
    told, complained, ended = io.StringIO(), io.StringIO(), ""
    try:
        call_command("take_bounces", *map(str, names), stdout=told, stderr=complained)
    except CommandError as error:
        ended = str(error)
    return told.getvalue(), complained.getvalue(), ended


def written(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def state_of(message: OutboxMessage) -> str:
    message.refresh_from_db()
    return message.state


def test_bounce_from_a_file_is_taken_once(tmp_path: Path, message: OutboxMessage):
    file = written(tmp_path, "1.eml", bounce(message_id=message.message_id))
    assert take(file) == ("Reports: 1 taken, 0 known, 0 unmatched; other mails: 0\n", "", "")
    assert state_of(message) == "bounced"
    assert SuppressedAddress.objects.get().address == READER
    assert take(file) == ("Reports: 0 taken, 1 known, 0 unmatched; other mails: 0\n", "", "")


def test_bounces_from_a_maildir_are_taken_and_left_in_it(tmp_path: Path, message: OutboxMessage):
    (tmp_path / "tmp").mkdir()
    written(tmp_path / "tmp", "half", b"")
    written(tmp_path / "cur", "1:2,S", reply())
    written(tmp_path / "new", "2", complaint(message_id=message.message_id))
    told, complained, ended = take(tmp_path)
    assert told == "Reports: 1 taken, 0 known, 0 unmatched; other mails: 1\n"
    assert (complained, ended) == ("", "")
    assert SuppressedAddress.objects.get().reason == "complaint"
    assert (tmp_path / "new" / "2").exists()


def test_bounce_from_standard_input_is_taken(monkeypatch, message: OutboxMessage):
    content = io.BytesIO(bounce(message_id=message.message_id))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(content))
    assert take()[0] == "Reports: 1 taken, 0 known, 0 unmatched; other mails: 0\n"
    assert state_of(message) == "bounced"


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path, message: OutboxMessage):
    broken = written(tmp_path, "broken.eml", b"\x00\x01")
    missing = tmp_path / "missing.eml"
    good = written(tmp_path, "good.eml", bounce(message_id=message.message_id))
    told, complained, ended = take(broken, missing, good)
    assert told == "Reports: 1 taken, 0 known, 0 unmatched; other mails: 0\n"
    first, second = complained.splitlines()
    assert first == f"{broken}: not a mail"
    assert second.startswith(f"{missing}: ")
    assert ended == "2 could not be read"
    assert state_of(message) == "bounced"


def test_bounce_of_a_message_of_others_is_named(tmp_path: Path, message: OutboxMessage):
    forged = bounce(message_id="x@elsewhere.example", recipient="muu@kunta.example")
    file = written(tmp_path, "1.eml", forged)
    told, complained, ended = take(file)
    assert told == "Reports: 0 taken, 0 known, 1 unmatched; other mails: 0\n"
    assert (complained, ended) == (f"{file}: fits none of our messages\n", "")
    assert (state_of(message), SuppressedAddress.objects.count()) == ("sent", 0)
