"""The mail service calls: its address is there only with a secret, and only for that service."""

import base64
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from config.urls import urlpatterns as site_patterns
from kenno.core import delivery, outbox
from kenno.core.models import MessageEvent, OutboxMessage, SuppressedAddress
from kenno.core.webhooks import webhook_patterns
from tests.factories.mails import plain_mail

BACKEND = "anymail.backends.postmark.EmailBackend"
SECRET = "kenno:long-secret"
ADDRESS = "/anymail/postmark/tracking/"

urlpatterns = [path("anymail/", include(webhook_patterns(BACKEND, secret=SECRET))), *site_patterns]


@pytest.fixture(autouse=True)
def _webhook(db: None, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


@pytest.fixture
def message() -> OutboxMessage:
    message = outbox.queue_message(
        kind="test", recipient="lukija@kunta.example", mail=plain_mail("Uutta", "Lue.")
    )
    delivery.send_message(message.pk)
    OutboxMessage.objects.update(service_id="service-1")
    return message


def event(**changes: Any) -> dict[str, Any]:
    fields = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "ID": 42,
        "MessageID": "service-1",
        "Email": "lukija@kunta.example",
        "BouncedAt": "2026-05-01T12:00:00Z",
        "Details": "550 5.1.1 unknown",
    }
    return fields | changes


def call(told: object, *, secret: str | None = SECRET) -> int:
    headers = {}
    if secret is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    content = told if isinstance(told, str) else json.dumps(told)
    response = client.post(ADDRESS, content, content_type="application/json", headers=headers)
    return response.status_code


def state_of(message: OutboxMessage) -> str:
    message.refresh_from_db()
    return message.state


def test_bounce_that_the_service_tells_is_taken_once(message: OutboxMessage):
    assert call(event()) == 200
    assert call(event()) == 200
    assert state_of(message) == "bounced"
    assert message.last_error == "550 5.1.1 unknown"
    assert SuppressedAddress.objects.get().address == "lukija@kunta.example"
    assert MessageEvent.objects.filter(kind="bounced").count() == 1


def test_bounce_without_a_status_is_taken_at_the_service_s_word(message: OutboxMessage):
    assert call(event(Details="unknown user")) == 200
    assert SuppressedAddress.objects.count() == 1


def test_complaint_that_the_service_tells_is_taken(message: OutboxMessage):
    assert call(event(RecordType="SpamComplaint", Type="SpamComplaint")) == 200
    assert (state_of(message), message.complained_at is not None) == ("sent", True)
    assert SuppressedAddress.objects.get().reason == "complaint"


@pytest.mark.parametrize("secret", [None, "", "kenno:wrong", "kenno:", "wrong:long-secret"])
def test_forged_call_changes_nothing(message: OutboxMessage, secret: str | None):
    assert call(event(), secret=secret) == 400
    assert (state_of(message), SuppressedAddress.objects.count()) == ("sent", 0)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"Type": "Transient"}, "delayed"),
        ({"Type": "SoftBounce", "Details": "smtp;452 4.2.2 Over quota"}, "bounced"),
        ({"Details": "550 5.7.1 Rejected by policy"}, "bounced"),
        ({"Type": "Blocked"}, "bounced"),
        ({"Type": "DMARCPolicy"}, "bounced"),
    ],
)
def test_event_that_may_pass_does_not_suppress(
    message: OutboxMessage, changes: dict[str, str], kind: str
):
    assert call(event(**changes)) == 200
    assert message.events.latest("pk").kind == kind
    assert SuppressedAddress.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"RecordType": "Delivery"},
        {"RecordType": "Open"},
        {"RecordType": "Click"},
        {"MessageID": "of-others", "Email": "muu@kunta.example"},
    ],
)
def test_event_that_asks_for_nothing_changes_nothing(
    message: OutboxMessage, changes: dict[str, str]
):
    assert call(event(**changes)) == 200
    assert (state_of(message), SuppressedAddress.objects.count()) == ("sent", 0)
    assert message.events.count() == 1


def test_events_without_a_name_are_told_apart_by_what_they_say(message: OutboxMessage):
    nameless = {key: value for key, value in event(Type="Transient").items() if key != "ID"}
    call(nameless)
    call(nameless)
    call(nameless | {"BouncedAt": "2026-05-01T13:00:00Z"})
    assert message.events.filter(kind="delayed").count() == 2


@pytest.mark.parametrize(
    ("backend", "secret"),
    [
        (BACKEND, ""),
        (BACKEND, None),
        ("django.core.mail.backends.smtp.EmailBackend", SECRET),
        ("anymail.backends.test.EmailBackend", SECRET),
    ],
)
def test_there_is_no_webhook_without_a_service_and_a_secret(backend: str, secret: str | None):
    assert webhook_patterns(backend, secret=secret) == []


@pytest.mark.parametrize("service", ["mailgun", "amazon_ses", "sendgrid", "mandrill", "brevo"])
def test_webhook_is_that_of_the_service_in_use(service: str):
    [pattern] = webhook_patterns(f"anymail.backends.{service}.EmailBackend", secret=SECRET)
    assert str(pattern.pattern) == f"{service}/tracking/"
