import pytest
from django.test import Client

from kenno.people.models import User
from tests.factories.people import CoordinatorFactory


@pytest.fixture
def coordinator(db: None) -> User:
    return CoordinatorFactory()


@pytest.fixture
def coordinating(client: Client, coordinator: User) -> Client:
    """A browser in which a national coordinator has signed in."""
    client.force_login(coordinator)
    return client
