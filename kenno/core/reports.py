"""Reading the mails in which servers report: bounces (RFC 3464) and complaints (RFC 5965)."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr
from typing import Final, NamedTuple

from kenno.core.bounces import Report, ReportKind
from kenno.core.mails import one_line

MAXIMUM_BYTES: Final = 10 * 1024 * 1024
STATUS: Final = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
# What receivers report with their "spam" button (RFC 5965, section 7.3); others are not on them.
COMPLAINTS: Final = {"abuse": ReportKind.COMPLAINT, "fraud": ReportKind.COMPLAINT}
COMPLAINTS["opt-out"] = ReportKind.UNSUBSCRIPTION


class Unreadable(Exception):
    """What was given is not a mail, or is a report that lacks what it must have."""


class _Original(NamedTuple):
    """What a report encloses of the message that it is about."""

    message_id: str
    recipient: str


def read_reports(content: bytes) -> list[Report]:
    """Return what a mail reports, one for each receiver; nothing when it is no report.

    Deliveries that succeeded are left out. Raises Unreadable.
    """
    if len(content) > MAXIMUM_BYTES:
        raise Unreadable("over 10 MB")
    mail = message_from_bytes(content, policy=policy.compat32)
    if not mail.keys():
        raise Unreadable("not a mail")
    if mail.get_content_type() != "multipart/report":
        return []
    name = _name_of(mail, content)
    match str(mail.get_param("report-type") or "").lower():
        case "delivery-status":
            return list(_bounces(mail, name))
        case "feedback-report":
            return list(_complaints(mail, name))
    return []


def _name_of(mail: Message, content: bytes) -> str:
    """Return what tells one report from another: the same however often the mail is delivered."""
    identifier = _identifier(mail.get("Message-ID"))
    return hashlib.sha256(identifier.encode() if identifier else content).hexdigest()[:40]


def _bounces(mail: Message, name: str) -> Iterator[Report]:
    part = _part(mail, {"message/delivery-status"})
    blocks = part.get_payload() if part is not None else None
    if not isinstance(blocks, list) or len(blocks) < 2:
        raise Unreadable("a bounce without its delivery status")
    original = _original(mail)
    for number, block in enumerate(blocks[1:]):
        if not isinstance(block, Message) or not block.keys():
            continue
        kind = _bounce_kind(block)
        if kind is None:
            continue
        yield Report(
            report_id=f"dsn:{name}:{number}",
            kind=kind,
            message_ids=(original.message_id,),
            recipient=_address(block, "Original-Recipient", "Final-Recipient"),
            detail=_detail(block),
        )


def _bounce_kind(block: Message) -> ReportKind | None:
    action = _words(block.get("Action")).lower()
    status = STATUS.search(_words(block.get("Status")))
    if action == "delayed":
        return ReportKind.DELAY
    if action != "failed":
        return None
    # Without a readable status nothing shows that the address is to blame.
    is_hard = status is not None and status[1] == "5"
    return ReportKind.HARD_BOUNCE if is_hard else ReportKind.SOFT_BOUNCE


def _detail(block: Message) -> str:
    code = _words(block.get("Diagnostic-Code")).partition(";")[2].strip()
    return " ".join(filter(None, [_words(block.get("Status")), code]))


def _complaints(mail: Message, name: str) -> Iterator[Report]:
    part = _part(mail, {"message/feedback-report"})
    if part is None:
        raise Unreadable("a complaint without its feedback report")
    fields = _fields(part)
    kind = COMPLAINTS.get(_words(fields.get("Feedback-Type")).lower())
    if kind is None:
        return
    original = _original(mail)
    yield Report(
        report_id=f"arf:{name}",
        kind=kind,
        message_ids=(original.message_id,),
        recipient=_address(fields, "Original-Rcpt-To") or original.recipient,
        detail=_words(fields.get("User-Agent")),
    )


def _part(mail: Message, types: set[str]) -> Message | None:
    return next((part for part in mail.walk() if part.get_content_type() in types), None)


def _fields(part: Message) -> Message:
    """Return the fields of a part that Python reads as a message, or as text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        first = payload[0] if payload else None
        return first if isinstance(first, Message) else Message()
    content = part.get_payload(decode=True)
    return message_from_bytes(content if isinstance(content, bytes) else b"")


def _original(mail: Message) -> _Original:
    part = _part(mail, {"message/rfc822", "message/rfc822-headers", "text/rfc822-headers"})
    if part is None:
        return _Original("", "")
    fields = _fields(part)
    return _Original(_identifier(fields.get("Message-ID")), _address(fields, "To"))


def _identifier(value: object) -> str:
    found = re.search(r"<\s*([^<>\s]+)\s*>", _words(value))
    return found[1] if found else ""


def _address(fields: Message, *names: str) -> str:
    """Return the first address that one of the fields has, also as `rfc822; name@domain`."""
    for value in _values(fields, names):
        _name, address = parseaddr(value.rpartition(";")[2].strip())
        if "@" in address:
            return address
    return ""


def _values(fields: Message, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield _words(fields.get(name))


def _words(value: object) -> str:
    return one_line(str(value)) if value is not None else ""
