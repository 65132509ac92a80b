"""Help for those who lost it, and the demonstration."""

import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command
from django.test import Client

from kenno.core.exceptions import Refusal
from kenno.core.models import AuditRecord
from kenno.people.actions import (
    make_recovery_code,
    reset_second_factor,
)
from kenno.people.demonstration import add_demonstration_persons
from kenno.people.models import User
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    CoordinatorFactory,
    RegionCoordinatorFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.people.conftest import signed_in, text_of
from tests.people.second_factor.steps import GIVE, QUEUE, actions_of, with_app

pytestmark = pytest.mark.django_db


def test_reset_second_factor_asks_first_and_ends_the_sessions() -> None:
    administrator = signed_in(AdministratorFactory())
    person = with_app(CoordinatorFactory())
    RecoveryCodes.activate(person)
    theirs = signed_in(person)
    address = f"/tyopoyta/ihmiset/{person.pk}/nollaa-toinen-vaihe/"
    assert address in administrator.get(f"/tyopoyta/ihmiset/{person.pk}/").content.decode()
    assert "soita hänelle" in text_of(administrator.get(address))
    assert theirs.get("/tyopoyta/").status_code == 200
    response = administrator.post(address, follow=True)
    assert "Kirjautumisen toinen vaihe on nollattu." in text_of(response)
    assert theirs.get("/tyopoyta/")["Location"] == "/kirjaudu/?next=/tyopoyta/"
    assert Authenticator.objects.count() == 0
    assert actions_of(person) == ["people.second_factor_reset"]
    assert administrator.post(address).status_code == 400
    assert "jonka voisi nollata" in text_of(administrator.get(address))


@pytest.mark.parametrize(
    "maker", [CoordinatorFactory, RegionCoordinatorFactory, ContributorFactory]
)
def test_reset_second_factor_is_for_administrators(maker: type[UserFactory]) -> None:
    person = with_app(CoordinatorFactory())
    client = signed_in(maker())
    for method in ("get", "post"):
        address = f"/tyopoyta/ihmiset/{person.pk}/nollaa-toinen-vaihe/"
        assert getattr(client, method)(address).status_code == 403
    assert Authenticator.objects.count() == 1


def run(*arguments: str) -> list[str]:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue().splitlines()


def test_reset_second_factor_command_says_what_it_did() -> None:
    person = with_app(CoordinatorFactory(email="a@kunta.example"))
    lines = run("reset_second_factor", "A@kunta.example")
    assert lines == ["a@kunta.example: sets up a new second factor at the next sign-in"]
    assert actions_of(person) == ["people.second_factor_reset"]
    with pytest.raises(CommandError, match="jonka voisi nollata"):
        run("reset_second_factor", "a@kunta.example")
    with pytest.raises(CommandError, match=r"Nobody has the address b@kunta\.example"):
        run("reset_second_factor", "b@kunta.example")


def test_reset_second_factor_refuses_who_has_none(coordinator: User) -> None:
    with pytest.raises(Refusal, match="jonka voisi nollata"):
        reset_second_factor(person=coordinator, by=None)
    assert AuditRecord.objects.count() == 0


def test_make_recovery_code_is_for_demonstration_persons(coordinator: User) -> None:
    with pytest.raises(Refusal, match="vain esimerkkihenkilölle"):
        make_recovery_code(person=coordinator)
    assert Authenticator.objects.count() == 0


def demonstration() -> tuple[str, str]:
    """Return the path of the demonstration coordinator's link, and the code to type."""
    lines = run("demo_sign_in_links")
    path = re.sub(r"^.*(?=/kirjaudu/linkki/)", "", lines[0])
    return path, lines[1].rpartition(": ")[2]


def test_the_demonstration_coordinator_signs_in_by_link_and_code(client: Client) -> None:
    MunicipalityFactory(code="009")
    add_demonstration_persons()
    first_path, first_code = demonstration()
    path, code = demonstration()
    assert client.post(first_path).status_code == 410
    assert client.post(path)["Location"] == GIVE
    assert "Koodi ei täsmää." in text_of(client.post(GIVE, {"code": first_code}))
    assert client.post(GIVE, {"code": code})["Location"] == "/tyopoyta/"
    assert client.get(QUEUE).status_code == 200
