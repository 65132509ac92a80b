"""Reports as mail servers write them, on a message that left."""

from email.message import EmailMessage

ORIGINAL = (
    "From: Kulttuurikenno <kenno@kenno.example>\nTo: {recipient}\n"
    "Message-ID: <{message_id}>\nSubject: Hei\n"
)


def bounce(
    *,
    message_id: str = "",
    recipient: str = "lukija@kunta.example",
    status: str = "5.1.1",
    action: str = "failed",
    own_id: str = "<dsn-1@mx.example>",
) -> bytes:
    """Return a bounce (RFC 3464); it encloses the original when `message_id` is given."""
    parts = [
        (
            "message/delivery-status",
            "Reporting-MTA: dns; mx.example\nArrival-Date: Fri, 1 May 2026 12:00:00 +0000\n\n"
            f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n"
            f"Diagnostic-Code: smtp; 550 {status} User\n    unknown\n",
        )
    ]
    return _report("delivery-status", parts, message_id, recipient, own_id)


def complaint(
    *,
    message_id: str = "",
    recipient: str = "lukija@kunta.example",
    feedback: str = "abuse",
    own_id: str = "<arf-1@mx.example>",
) -> bytes:
    """Return a complaint (RFC 5965)."""
    parts = [
        (
            "message/feedback-report",
            f"Feedback-Type: {feedback}\nUser-Agent: ExampleMail/1.0\nVersion: 1\n"
            f"Original-Rcpt-To: <{recipient}>\n",
        )
    ]
    return _report("feedback-report", parts, message_id, recipient, own_id)


def _report(
    kind: str, parts: list[tuple[str, str]], message_id: str, recipient: str, own_id: str
) -> bytes:
    lines = [
        "From: MAILER-DAEMON@mx.example",
        "Subject: Undelivered Mail Returned to Sender",
        *([f"Message-ID: {own_id}"] if own_id else []),
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type={kind}; boundary="=-edge-="',
    ]
    told = ("text/plain; charset=utf-8", "This is the mail system at host mx.example.\n")
    parts = [told, *parts]
    if message_id:
        original = ORIGINAL.format(recipient=recipient, message_id=message_id)
        parts.append(("text/rfc822-headers", original))
    body = "".join(
        f"--=-edge-=\nContent-Type: {content_type}\n\n{content}\n"
        for content_type, content in parts
    )
    return ("\n".join(lines) + f"\n\n{body}--=-edge-=--\n").encode()


def reply() -> bytes:
    """Return an answer of a person who is away."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "lukija@kunta.example", "Olen lomalla"
    mail.set_content("Palaan maanantaina.")
    return mail.as_bytes()
