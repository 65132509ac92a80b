"""What the mail service tells by itself: django-anymail's webhook, and what we do with its word."""

import hashlib
from typing import Any, Final

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.urls import URLPattern, path
from django.utils import timezone

from kenno.core.bounces import Report, ReportKind, take_report
from kenno.core.mails import one_line

ANYMAIL_BACKENDS: Final = "anymail.backends."
# The receiver is not there, in the words that services use; other reasons may pass.
HARD: Final = {RejectReason.INVALID, RejectReason.BOUNCED}
KINDS: Final = {
    EventType.BOUNCED: ReportKind.SOFT_BOUNCE,
    EventType.REJECTED: ReportKind.SOFT_BOUNCE,
    EventType.FAILED: ReportKind.SOFT_BOUNCE,
    EventType.DEFERRED: ReportKind.DELAY,
    EventType.COMPLAINED: ReportKind.COMPLAINT,
    EventType.UNSUBSCRIBED: ReportKind.UNSUBSCRIPTION,
}


def webhook_patterns(backend: str, *, secret: object) -> list[URLPattern]:
    """Return the address at which the service of this mail backend reports.

    None without a secret, as anybody could then report what they like, and only the one service
    that is in use: the others are not set up to check who calls.
    """
    if not secret or not backend.startswith(ANYMAIL_BACKENDS):
        return []
    from anymail import urls  # Brings the code of every service along.

    service = backend.removeprefix(ANYMAIL_BACKENDS).partition(".")[0]
    return [
        path(f"{service}/tracking/", pattern.callback, name="mail_webhook")
        for pattern in urls.urlpatterns
        if str(pattern.pattern) in {f"{service}/tracking/"}
    ]


def take_event(sender: Any, event: AnymailTrackingEvent, esp_name: str, **_more: Any) -> None:
    """Do what an event of the mail service asks for; most ask for nothing."""
    kind = KINDS.get(event.event_type)
    if kind is None:
        return
    if kind is ReportKind.SOFT_BOUNCE and event.reject_reason in HARD:
        kind = ReportKind.HARD_BOUNCE
    take_report(
        Report(
            report_id=_name_of(event, esp_name),
            kind=kind,
            message_ids=(one_line(str(event.message_id or "")).strip("<> "),),
            recipient=one_line(str(event.recipient or "")),
            detail=one_line(str(event.mta_response or event.description or "")),
            at=event.timestamp or timezone.now(),
        )
    )


def _name_of(event: AnymailTrackingEvent, service: str) -> str:
    """Return what tells one event from another; some services do not name theirs."""
    if event.event_id:
        told = f"{event.event_id}"
    else:
        told = f"{event.event_type} {event.message_id} {event.recipient} {event.timestamp}"
    return f"{service}:{hashlib.sha256(told.encode()).hexdigest()[:40]}"
