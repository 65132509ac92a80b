"""Joining by the domain of a confirmed address, and the domains that let one join."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from kenno.core.exceptions import Gone, Refusal
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people.actions import (
    add_domain,
    add_person,
    begin_joining,
    create_sign_in_link,
    deactivate,
    join,
    remove_domain,
    remove_membership,
)
from kenno.people.enums import Role
from kenno.people.models import Joining, Membership, MunicipalityDomain, User
from kenno.places.models import Municipality
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    CoordinatorFactory,
    RegionCoordinatorFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.people.conftest import signed_in, text_of

pytestmark = pytest.mark.django_db

DOMAINS = "/tyopoyta/kuntien-sahkopostit/"
ADDRESS = "uusi@alavieska.example"
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def alavieska() -> Municipality:
    return MunicipalityFactory(code="009", name_fi="Alavieska", region=RegionFactory(code="17"))


@pytest.fixture
def domain(alavieska: Municipality) -> MunicipalityDomain:
    return add_domain(domain="alavieska.example", municipality=alavieska, by=None)


def ask_for_code(client: Client, email: str) -> str | None:
    """Ask for a code and return it from the outbox, None when none was sent."""
    before = OutboxMessage.objects.count()
    client.post("/kirjaudu/", {"email": email})
    if OutboxMessage.objects.count() == before:
        return None
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", OutboxMessage.objects.latest("pk").body)
    assert found is not None
    return found[0]


def confirm(client: Client, email: str) -> None:
    client.post("/kirjaudu/koodi/", {"code": ask_for_code(client, email)})


def roles_of(email: str) -> list[str]:
    return [membership.title for membership in Membership.objects.filter(user__email=email)]


def test_an_unknown_address_of_a_domain_joins_when_its_code_is_given(
    client: Client, domain: MunicipalityDomain
) -> None:
    code = ask_for_code(client, "Uusi@Alavieska.example")
    assert code is not None
    assert roles_of(ADDRESS) == []
    response = client.post("/kirjaudu/koodi/", {"code": code})
    assert response["Location"] == "/tyopoyta/"
    assert roles_of(ADDRESS) == ["kunnan kirjoittaja, Alavieska"]
    person = User.objects.get(email=ADDRESS)
    record = AuditRecord.objects.get(action="people.joined_by_domain")
    assert (record.subject, record.by, record.data) == (person, person, {"municipality": "009"})
    assert Joining.objects.count() == 0


def test_joining_speaks_the_language_of_the_page(domain: MunicipalityDomain) -> None:
    with translation.override("sv"):
        address = reverse("account_login")
    Client().post(address, {"email": ADDRESS})
    assert User.objects.get().language == "sv"


def test_the_page_answers_the_same_for_every_address(domain: MunicipalityDomain) -> None:
    UserFactory(email="tuttu@alavieska.example")
    answers = []
    for email in (ADDRESS, "tuttu@alavieska.example", "vieras@muualla.example"):
        client = Client()
        response = client.post("/kirjaudu/", {"email": email}, follow=True)
        page = text_of(response).replace(email, "osoite")
        answers.append((response.redirect_chain, re.sub(r'value="[\w-]{64}"', "", page)))
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(
    "email", ["uusi@muualla.example", "uusi@sub.alavieska.example", "uusi@xalavieska.example"]
)
def test_an_address_of_another_domain_makes_no_account(
    email: str, client: Client, domain: MunicipalityDomain
) -> None:
    assert ask_for_code(client, email) is None
    assert User.objects.count() == 0


def test_a_wrong_code_gives_no_role(client: Client, domain: MunicipalityDomain) -> None:
    ask_for_code(client, ADDRESS)
    client.post("/kirjaudu/koodi/", {"code": "AAAA-AAAA"})
    assert roles_of(ADDRESS) == []


def test_asking_twice_makes_one_account(domain: MunicipalityDomain) -> None:
    for _ in range(2):
        assert ask_for_code(Client(), ADDRESS) is not None
    confirm(Client(), ADDRESS)
    assert User.objects.count() == 1
    assert roles_of(ADDRESS) == ["kunnan kirjoittaja, Alavieska"]


def test_codes_stay_limited_for_an_unknown_address(
    client: Client, domain: MunicipalityDomain
) -> None:
    for _ in range(3):
        ask_for_code(Client(), ADDRESS)
    assert ask_for_code(client, ADDRESS) is None


def test_a_known_person_gets_no_role_by_the_domain(
    client: Client, domain: MunicipalityDomain
) -> None:
    UserFactory(email=ADDRESS)
    confirm(client, ADDRESS)
    assert roles_of(ADDRESS) == []


def test_a_closed_account_does_not_open_by_the_domain(
    client: Client, domain: MunicipalityDomain
) -> None:
    UserFactory(email=ADDRESS, is_active=False)
    assert ask_for_code(client, ADDRESS) is None
    assert roles_of(ADDRESS) == []


def test_a_role_taken_away_does_not_come_back_by_the_domain(
    client: Client, domain: MunicipalityDomain
) -> None:
    confirm(client, ADDRESS)
    remove_membership(membership=Membership.objects.get(user__email=ADDRESS), by=None)
    confirm(Client(), ADDRESS)
    assert roles_of(ADDRESS) == []


def test_a_role_taken_away_does_not_come_back_when_the_account_is_gone(
    client: Client, domain: MunicipalityDomain
) -> None:
    confirm(client, ADDRESS)
    remove_membership(membership=Membership.objects.get(user__email=ADDRESS), by=None)
    User.objects.get(email=ADDRESS).delete()
    assert ask_for_code(Client(), ADDRESS) is None
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "written",
    ["uusi+toinen@alavieska.example", "uusi@ALAVIESKA.example", "uusi@alavieska。example"],
)
def test_a_role_taken_away_does_not_come_back_by_another_way_to_write_the_address(
    client: Client, domain: MunicipalityDomain, written: str
) -> None:
    confirm(client, ADDRESS)
    remove_membership(membership=Membership.objects.get(), by=None)
    assert begin_joining(email=written, language="fi") is None
    assert User.objects.count() == 1


def test_a_known_address_in_wide_letters_makes_no_second_account(
    domain: MunicipalityDomain,
) -> None:
    UserFactory(email=ADDRESS)
    assert begin_joining(email="uusi@ＡLAVIESKA.example", language="fi") is None
    assert User.objects.count() == 1


def test_a_role_given_again_by_hand_forgets_that_it_was_taken(
    domain: MunicipalityDomain, alavieska: Municipality
) -> None:
    membership = ContributorFactory(email=ADDRESS, municipality=alavieska).memberships.get()
    remove_membership(membership=membership, by=None)
    add_person(email=ADDRESS, role=Role.CONTRIBUTOR, municipality=alavieska, by=None)
    User.objects.get(email=ADDRESS).delete()
    assert begin_joining(email=ADDRESS, language="fi") is not None


def test_a_role_given_and_taken_while_the_code_waits_does_not_come_back(
    client: Client, domain: MunicipalityDomain, alavieska: Municipality
) -> None:
    code = ask_for_code(client, ADDRESS)
    membership = add_person(
        email=ADDRESS, role=Role.CONTRIBUTOR, municipality=alavieska, by=None
    ).membership
    remove_membership(membership=membership, by=None)
    client.post("/kirjaudu/koodi/", {"code": code})
    assert roles_of(ADDRESS) == []


def test_an_account_closed_while_the_code_waits_stays_closed(
    client: Client, domain: MunicipalityDomain
) -> None:
    code = ask_for_code(client, ADDRESS)
    deactivate(person=User.objects.get(email=ADDRESS), by=None)
    client.post("/kirjaudu/koodi/", {"code": code})
    assert roles_of(ADDRESS) == []
    assert client.get("/tyopoyta/").status_code == 302


def test_a_domain_removed_while_the_code_waits_gives_nothing(
    client: Client, domain: MunicipalityDomain
) -> None:
    code = ask_for_code(client, ADDRESS)
    remove_domain(domain=domain, by=None)
    client.post("/kirjaudu/koodi/", {"code": code})
    assert roles_of(ADDRESS) == []


def test_a_link_is_no_proof_of_the_address(client: Client, domain: MunicipalityDomain) -> None:
    person = begin_joining(email=ADDRESS, language="fi")
    assert person is not None
    address = create_sign_in_link(person)
    client.post(address[address.index("/kirjaudu/") :])
    assert roles_of(ADDRESS) == []


def test_join_gives_the_role_once(domain: MunicipalityDomain) -> None:
    person = begin_joining(email=ADDRESS, language="fi")
    assert person is not None
    assert join(person=person) is not None
    assert join(person=person) is None
    assert AuditRecord.objects.filter(action="people.joined_by_domain").count() == 1


def test_prune_joinings_deletes_accounts_never_confirmed(
    domain: MunicipalityDomain, alavieska: Municipality, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    begin_joining(email="odottaa@alavieska.example", language="fi")
    begin_joining(email="kutsuttu@alavieska.example", language="fi")
    add_person(
        email="kutsuttu@alavieska.example",
        role=Role.CONTRIBUTOR,
        municipality=alavieska,
        by=None,
    )
    confirm(Client(), "liittynyt@alavieska.example")
    UserFactory(email="lukija@kunta.example")
    for days, deleted in ((7, 0), (7.01, 1)):
        time_machine.move_to(NOW + timedelta(days=days), tick=False)
        output = StringIO()
        call_command("prune_joinings", stdout=output)
        assert output.getvalue() == f"Unconfirmed accounts: {deleted} deleted\n"
    assert set(User.objects.values_list("email", flat=True)) == {
        "kutsuttu@alavieska.example",
        "liittynyt@alavieska.example",
        "lukija@kunta.example",
    }


def test_add_domain_refuses_one_that_is_taken(
    domain: MunicipalityDomain, alavieska: Municipality
) -> None:
    with pytest.raises(Refusal, match="on jo lisätty jollekin kunnalle"):
        add_domain(domain="ALAVIESKA.example", municipality=MunicipalityFactory(), by=None)
    assert MunicipalityDomain.objects.get().municipality == alavieska


def test_remove_domain_twice_says_so(domain: MunicipalityDomain) -> None:
    remove_domain(domain=domain, by=None)
    with pytest.raises(Gone, match="jo poistettu"):
        remove_domain(domain=domain, by=None)
    actions = AuditRecord.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["people.domain_added", "people.domain_removed"]


@pytest.mark.parametrize("rows", [1, 3])
def test_domains_makes_five_queries(
    rows: int, alavieska: Municipality, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(CoordinatorFactory())
    for number in range(rows):
        add_domain(domain=f"a{number}.example", municipality=alavieska, by=None)
    # The session, the person and their roles; the count and the domains.
    with django_assert_num_queries(5):
        client.get(DOMAINS)


@pytest.mark.parametrize("maker", [CoordinatorFactory, AdministratorFactory])
def test_domains_are_added_and_removed_by_staff(
    maker: type[UserFactory], alavieska: Municipality
) -> None:
    person = maker()
    client = signed_in(person)
    assert "Yhtään osoitteen loppuosaa ei ole vielä" in text_of(client.get(DOMAINS))
    response = client.post(
        f"{DOMAINS}lisaa/", {"domain": "@Alavieska.example", "municipality": "009"}, follow=True
    )
    assert "Lisätty: alavieska.example." in text_of(response)
    added = MunicipalityDomain.objects.get()
    assert (added.domain, added.municipality, added.created_by) == (
        "alavieska.example",
        alavieska,
        person,
    )
    address = f"{DOMAINS}{added.pk}/poista/"
    assert "Poistetaanko osoitteen loppuosa?" in text_of(client.get(address))
    assert "Poistettu: alavieska.example." in text_of(client.post(address, follow=True))
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("domain", "", "Tämä kenttä on pakollinen."),
        ("domain", "alavieska", "Kirjoita osoitteen loppuosa, esimerkiksi alavieska.fi."),
        ("domain", "gmail.com", "gmail.com on kaikille avoin sähköpostipalvelu, ei kunnan oma."),
        ("domain", "varattu.example", "varattu.example on jo lisätty jollekin kunnalle."),
        ("municipality", "", "Tämä kenttä on pakollinen."),
        ("municipality", "999", "Kuntaa ei ole. Valitse kunta luettelosta."),
    ],
)
def test_add_domain_page_says_what_is_wrong_and_keeps_the_rest(
    field: str, value: str, message: str, alavieska: Municipality
) -> None:
    add_domain(domain="varattu.example", municipality=alavieska, by=None)
    client = signed_in(CoordinatorFactory())
    wanted = {"domain": "uusi.example", "municipality": "009", field: value}
    response = client.post(f"{DOMAINS}lisaa/", wanted)
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [message]}
    kept = 'value="uusi.example"' if field == "municipality" else '<option value="009" selected>'
    assert kept in response.content.decode()


def test_a_regions_coordinator_keeps_the_domains_of_the_region(
    alavieska: Municipality, domain: MunicipalityDomain
) -> None:
    elsewhere = MunicipalityFactory(code="148", name_fi="Inari")
    other = add_domain(domain="inari.example", municipality=elsewhere, by=None)
    client = signed_in(RegionCoordinatorFactory(region=alavieska.region))
    page = text_of(client.get(DOMAINS))
    assert "alavieska.example" in page
    assert "inari.example" not in page
    assert "Inari" not in text_of(client.get(f"{DOMAINS}lisaa/"))
    wanted = {"domain": "toinen.example", "municipality": "148"}
    for response in (
        client.post(f"{DOMAINS}lisaa/", wanted),
        client.post(f"{DOMAINS}{other.pk}/poista/"),
    ):
        assert response.status_code == 403
        assert "Kunta on oman alueesi ulkopuolella." in text_of(response)
    assert MunicipalityDomain.objects.count() == 2
    client.post(f"{DOMAINS}lisaa/", {**wanted, "municipality": "009"})
    assert MunicipalityDomain.objects.get(domain="toinen.example").municipality == alavieska


@pytest.mark.parametrize("maker", [ContributorFactory, UserFactory])
def test_domains_are_closed_to_others(maker: type[UserFactory], domain: MunicipalityDomain) -> None:
    client = signed_in(maker())
    for path in ("", "lisaa/", f"{domain.pk}/poista/"):
        assert client.post(f"{DOMAINS}{path}").status_code in (403, 405)
    assert MunicipalityDomain.objects.count() == 1
