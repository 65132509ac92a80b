from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kenno.people.models import User
from kenno.practices.actions.requests import make_link
from kenno.practices.models import DraftRequest
from tests.factories.people import CoordinatorFactory


@dataclass
class RequestLink:
    """A browser without an account behind the personal link of a request."""

    client: Client
    asked: DraftRequest
    token: str

    def url(self, name: str, *arguments: Any) -> str:
        return reverse(f"practices:{name}", args=[self.token, *arguments])

    def get(self, name: str, *arguments: Any) -> HttpResponse:
        return self.client.get(self.url(name, *arguments))

    def post(
        self, name: str, *arguments: Any, data: dict[str, Any] | None = None, **headers: str
    ) -> HttpResponse:
        return self.client.post(self.url(name, *arguments), data or {}, headers=headers)


def link_to(asked: DraftRequest, client: Client | None = None) -> RequestLink:
    """Make a new personal link to a request."""
    token = make_link(asked).rstrip("/").rpartition("/")[2]
    return RequestLink(client or Client(), asked, token)


@pytest.fixture
def coordinator(db: None) -> User:
    return CoordinatorFactory()
