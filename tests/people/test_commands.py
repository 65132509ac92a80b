from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from kenno.people.demonstration import add_demonstration_persons
from kenno.people.models import User
from tests.factories.people import UserFactory
from tests.factories.places import MunicipalityFactory, RegionFactory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue().splitlines()


def test_demo_sign_in_links_prints_one_for_each_demonstration_person() -> None:
    MunicipalityFactory(code="009")
    add_demonstration_persons()

    lines = run("demo_sign_in_links")

    assert [line.partition(": ")[0] for line in lines] == [
        "Sign in as Koordinaattori (esimerkki)",
        "    and type this recovery code when asked for one",
        "Sign in as Kulttuurisihteeri (esimerkki)",
    ]
    assert ["/kirjaudu/linkki/" in line for line in lines] == [True, False, True]


def test_demo_sign_in_links_are_for_the_two_persons_only() -> None:
    MunicipalityFactory(code="009")
    add_demonstration_persons()
    lines = run("demo_sign_in_links")
    UserFactory(is_example=True)
    assert len(run("demo_sign_in_links")) == len(lines)


def test_demo_sign_in_links_without_demonstration_says_how_to_begin() -> None:
    assert "kenno add-person" in run("demo_sign_in_links")[0]
    assert User.objects.count() == 0


def test_add_demonstration_persons_twice_makes_two() -> None:
    MunicipalityFactory(code="009")

    assert add_demonstration_persons() == add_demonstration_persons()
    assert User.objects.filter(is_example=True).count() == 2


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
    assert lines == ["a@kunta.example: valtakunnallinen koordinaattori (added)"]


def test_add_person_makes_a_region_coordinator_and_a_main_contributor() -> None:
    MunicipalityFactory(code="009", name_fi="Alavieska", region=RegionFactory(code="17"))
    lines = run("add_person", "a@kunta.example", "--role", "region-coordinator", "--region", "17")
    assert lines[0].startswith("a@kunta.example: alueen koordinaattori, ")
    lines = run("add_person", "a@kunta.example", "--municipality", "009", "--main")
    assert lines == ["a@kunta.example: kunnan pääkirjoittaja, Alavieska (added)"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a@kunta.example", "--region", "99"], "no region with the code 99"),
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
