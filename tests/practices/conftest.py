import pytest
from django.test import Client

from kenno.people.models import User
from kenno.practices.models import Practice
from tests.factories.people import ContributorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PracticeFactory


@pytest.fixture
def author() -> User:
    return ContributorFactory(municipality=MunicipalityFactory(name_fi="Alavieska"))


@pytest.fixture
def practice(author: User) -> Practice:
    return PracticeFactory(
        municipality=author.memberships.get().municipality, title="Kyläkino", created_by=author
    )


@pytest.fixture
def writer(client: Client, author: User) -> Client:
    client.force_login(author)
    return client
