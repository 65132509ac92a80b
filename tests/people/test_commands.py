from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from kenno.core.models import OutboxMessage
from kenno.people.models import Membership, User
from tests.factories.people import UserFactory
from tests.factories.places import MunicipalityFactory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue().splitlines()


def test_demo_sign_in_links_makes_two_examples_once_and_prints_their_links() -> None:
    alavieska = MunicipalityFactory(code="009")
    for _ in range(2):
        lines = run("demo_sign_in_links")
    start = f"{settings.BASE_URL}/kirjaudu/linkki/"
    assert [line.split(settings.BASE_URL)[0] for line in lines] == [
        "Sign in as coordinator: ",
        "Sign in as contributor: ",
    ]
    assert all(start in line for line in lines)
    people = User.objects.order_by("email").values_list("email", "is_example")
    assert list(people) == [
        ("koordinaattori@kenno.example", True),
        ("kulttuurisihteeri@alavieska.example", True),
    ]
    assert Membership.objects.get(role="contributor").municipality == alavieska
    assert OutboxMessage.objects.count() == 0


def test_demo_sign_in_links_says_when_the_municipalities_are_missing() -> None:
    with pytest.raises(CommandError, match="kenno load-places"):
        run("demo_sign_in_links")
    assert User.objects.count() == 0


def test_sign_in_link_prints_a_link() -> None:
    UserFactory(email="a@kunta.example")
    (line,) = run("sign_in_link", "A@kunta.example")
    assert line.startswith(f"{settings.BASE_URL}/kirjaudu/linkki/")


def test_sign_in_link_says_when_there_is_nobody() -> None:
    with pytest.raises(CommandError, match=r"Nobody has the address a@kunta\.example"):
        run("sign_in_link", "a@kunta.example")


def test_sign_in_link_says_when_the_account_is_closed() -> None:
    UserFactory(email="a@kunta.example", is_active=False)
    with pytest.raises(CommandError, match="Tunnus on suljettu"):
        run("sign_in_link", "a@kunta.example")


def test_add_person_gives_a_role_once() -> None:
    MunicipalityFactory(code="009", name_fi="Alavieska")
    arguments = ("add_person", "a@kunta.example", "--municipality", "009")
    assert run(*arguments) == ["a@kunta.example: kunnan kirjoittaja, Alavieska (added)"]
    assert run(*arguments) == [
        "a@kunta.example: kunnan kirjoittaja, Alavieska (had this role already)"
    ]


def test_add_person_makes_a_coordinator() -> None:
    lines = run("add_person", "a@kunta.example", "--role", "coordinator")
    assert lines == ["a@kunta.example: koordinaattori (added)"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a@kunta.example", "--municipality", "999"], "no municipality with the code 999"),
        (["a@kunta.example"], "Kirjoittajalla on kunta"),
        (["nonsense", "--role", "coordinator"], "Sähköpostiosoite ”nonsense” ei kelpaa"),
        (["a@kunta.example", "--role", "king"], "invalid choice: 'king'"),
    ],
)
def test_add_person_says_what_is_wrong(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run("add_person", *arguments)
    assert User.objects.count() == 0
