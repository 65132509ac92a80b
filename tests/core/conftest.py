import pytest

from kenno.people.models import User


@pytest.fixture
def person(db) -> User:
    return User.objects.create_user(
        "person@kenno.example", first_name="Aino", last_name="Esimerkki"
    )
