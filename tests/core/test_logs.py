import logging

import pytest
from django.conf import settings
from django.test import Client

from kenno.core.logs import WithoutTokens

TOKEN = "MsaL5T4qzplLc0iMRuzOTiNvJkSQCdZb8O2jz5X5nvU"


def formatted(message: str, *arguments: object) -> str:
    record = logging.LogRecord("test", logging.WARNING, "", 0, message, arguments, None)
    return WithoutTokens("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"/kysely/{TOKEN}/siirra/", "/kysely/…/siirra/"),
        (f"/sv/enkat/{TOKEN}/", "/sv/enkat/…/"),
        (f"/kirjaudu/linkki/{TOKEN}?next=/", "/kirjaudu/linkki/…?next=/"),
        (f"/kysely/{TOKEN}", "/kysely/…"),
        ("/kaytanteet/koko-kylan-yhteinen-lukuhetki-kirjastossa-2/", None),
        ("/kunnat/oulu/", None),
    ],
)
def test_log_tells_an_address_without_its_token(address: str, told: str | None) -> None:
    assert formatted("Gone: %s", address) == f"WARNING Gone: {told or address}"


def test_log_of_a_refused_link_has_no_token(db: None, client: Client, caplog) -> None:
    handler = settings.LOGGING["formatters"]["plain"]
    assert handler["()"] == "kenno.core.logs.WithoutTokens"
    client.get(f"/kysely/{TOKEN}/")
    [record] = [record for record in caplog.records if record.name == "django.request"]
    assert TOKEN not in WithoutTokens("%(message)s").format(record)
