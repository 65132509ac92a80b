from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from kenno.core.enums import MessageState
from kenno.core.models import OutboxMessage
from kenno.people.models import User
from tests.factories.people import ContributorFactory, CoordinatorFactory, UserFactory

MakeMessage = Callable[..., OutboxMessage]


@pytest.fixture
def coordinator(db: None) -> User:
    return CoordinatorFactory(email="koordinaattori@kunta.example")


@pytest.fixture
def coordinating(coordinator: User) -> Client:
    """A browser in which a coordinator has signed in."""
    return signed_in(coordinator)


@pytest.fixture
def clients(db: None) -> dict[str, Client]:
    """A browser for each kind of person."""
    return {
        "anonymous": Client(),
        "no role": signed_in(UserFactory()),
        "contributor": signed_in(ContributorFactory()),
        "coordinator": signed_in(CoordinatorFactory()),
    }


@pytest.fixture
def make_message(db: None) -> MakeMessage:
    def make(**fields: object) -> OutboxMessage:
        defaults = {
            "kind": "people.invitation",
            "recipient": "uusi@kunta.example",
            "subject": "Tervetuloa",
            "body": "Kirjaudu sisään",
            "state": MessageState.WAITING,
        }
        return OutboxMessage.objects.create(**{**defaults, **fields})

    return make


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(response: HttpResponse) -> str:
    """Return a page with each run of white space as one space."""
    return " ".join(response.content.decode().split())
