"""What the tests of the second factor do with a browser and a person."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people.models import User
from tests.people.conftest import signed_in
from tests.utils.signing import take_second_factor

SECURITY = "/kirjaudu/turva/"
APP = f"{SECURITY}sovellus/"
PASSKEY = f"{SECURITY}paasyavain/"
CODES = f"{SECURITY}varakoodit/"
GIVE = "/kirjaudu/toinen-vaihe/"
AGAIN = "/kirjaudu/vahvista/"
QUEUE = "/tyopoyta/tarkistus/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str = SECRET) -> str:
    """Return what an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(person: User) -> User:
    """Give the person an authenticator app with SECRET."""
    TOTP.activate(person, SECRET)
    return person


def without_factor(person: User) -> Client:
    """Return a browser in which the person has given the code from the mail only."""
    client = signed_in(person)
    take_second_factor(client)
    return client


def sign_in_by_code(client: Client, person: User, wanted: str = "") -> HttpResponse:
    query = f"?next={wanted}" if wanted else ""
    client.post("/kirjaudu/", {"email": person.email, "next": wanted})
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", OutboxMessage.objects.latest("pk").body)
    assert found is not None
    return client.post(f"/kirjaudu/koodi/{query}", {"code": found[0]})


def set_up_app(client: Client) -> HttpResponse:
    secret = client.get(APP).context["secret"].replace(" ", "")
    return client.post(APP, {"code": code_of(secret)})


def reauthenticated(person: User) -> Client:
    client = without_factor(person)
    client.post(AGAIN, {"code": code_of()})
    return client


def passkey_of(person: User, name: str = "työpuhelin") -> Authenticator:
    """Give the person a passkey that no browser has: enough to be listed and removed."""
    data = {"name": name, "credential": {}}
    return Authenticator.objects.create(user=person, type="webauthn", data=data)


def actions_of(person: User) -> list[str]:
    return list(
        AuditRecord.objects.filter(object_id=str(person.pk), action__contains="second_factor")
        .order_by("pk")
        .values_list("action", flat=True)
    )
