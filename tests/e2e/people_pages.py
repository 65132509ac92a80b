"""The walked pages on roles, joining and the second factor."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator

from kenno.people.actions import add_domain
from kenno.people.models import Membership, User
from kenno.places.actions import load_places
from kenno.places.models import Municipality, Region
from tests.e2e.walked import LONG_WORD, WalkedPage
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    CoordinatorFactory,
    MainContributorFactory,
    RegionCoordinatorFactory,
)
from tests.people.second_factor.steps import passkey_of, with_app


def _coordinator() -> User:
    return CoordinatorFactory(first_name="Koordinaattori")


def _administrator() -> User:
    return AdministratorFactory(first_name="Ylläpitäjä")


def _regional() -> User:
    load_places()
    return RegionCoordinatorFactory(region=Region.objects.get(code="19"))


def _main() -> User:
    load_places()
    return MainContributorFactory(municipality=Municipality.objects.get(code="148"))


def _writers(path: str) -> Callable[[], str]:
    """A page of the main contributor; {pk} in its path is another writer's role."""

    def address() -> str:
        place = Membership.objects.get().municipality
        writer = ContributorFactory(first_name=LONG_WORD, municipality=place)
        return f"/tyopoyta/kirjoittajat/{path}".format(pk=writer.memberships.get().pk)

    return address


def _domains(path: str) -> Callable[[], str]:
    """A page on domains; {pk} in its path is a long one of Inari."""

    def address() -> str:
        load_places()
        domain = "kulttuurikasvatussuunnitelmatyoryhma.inarinkunta.example"
        place = Municipality.objects.get(code="148")
        added = add_domain(domain=domain, municipality=place, by=None)
        return f"/tyopoyta/kuntien-sahkopostit/{path}".format(pk=added.pk)

    return address


def _security() -> str:
    person = with_app(User.objects.get())
    passkey_of(person, LONG_WORD)
    return "/kirjaudu/turva/"


def _reset() -> str:
    person = with_app(CoordinatorFactory(email="kulttuuri@kunta.example"))
    assert Authenticator.objects.filter(user=person).exists()
    return f"/tyopoyta/ihmiset/{person.pk}/nollaa-toinen-vaihe/"


PEOPLE_PAGES = [
    WalkedPage("writers of a municipality", _writers(""), _main),
    WalkedPage("inviting a writer", _writers("kutsu/"), _main),
    WalkedPage("taking the role of a writer", _writers("{pk}/poista/"), _main),
    WalkedPage("mail domains", _domains(""), _coordinator),
    WalkedPage("no mail domains", lambda: "/tyopoyta/kuntien-sahkopostit/", _coordinator),
    WalkedPage("adding a mail domain", _domains("lisaa/"), _regional),
    WalkedPage("removing a mail domain", _domains("{pk}/poista/"), _coordinator),
    WalkedPage("adding a person to a region", lambda: "/tyopoyta/ihmiset/lisaa/", _regional),
    WalkedPage("outbox, for another role", lambda: "/tyopoyta/viestit/", _regional, status=403),
    WalkedPage("security of signing in", _security, _coordinator),
    WalkedPage("setting up an app", lambda: "/kirjaudu/turva/sovellus/", _coordinator),
    WalkedPage("adding a passkey", lambda: "/kirjaudu/turva/paasyavain/", _coordinator),
    WalkedPage("resetting a second factor", _reset, _administrator),
]
