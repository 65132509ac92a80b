"""What each role may do with people, and that a region's coordinator stays in the region."""

import pytest
from django.test import Client

from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people import rules
from kenno.people.models import Membership, Organisation, User
from kenno.places.models import Municipality, Region
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    CoordinatorFactory,
    MainContributorFactory,
    MembershipFactory,
    OrganisationFactory,
    RegionCoordinatorFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.people.conftest import signed_in, text_of

pytestmark = pytest.mark.django_db

NEW_WRITER = {
    "email": "uusi@kunta.example",
    "role": "contributor",
    "first_name": "",
    "last_name": "",
    "language": "fi",
}
ELSEWHERE = "Henkilö ei kirjoita oman alueesi kunnissa."


@pytest.fixture
def region() -> Region:
    return RegionFactory(code="19", name_fi="Lappi")


@pytest.fixture
def own(region: Region) -> Municipality:
    return MunicipalityFactory(code="148", name_fi="Inari", region=region)


@pytest.fixture
def elsewhere() -> Municipality:
    return MunicipalityFactory(code="009", name_fi="Alavieska")


@pytest.fixture
def regional(region: Region) -> Client:
    """A browser in which the coordinator of Lapland has signed in."""
    return signed_in(RegionCoordinatorFactory(region=region))


def test_a_person_with_several_hats_may_do_what_each_of_them_may(region: Region) -> None:
    person = RegionCoordinatorFactory(region=region)
    other = MembershipFactory(user=person, is_main=True)
    third = MembershipFactory(user=person)
    assert rules.coordinated_regions(person) == {region.pk}
    assert rules.contributes_for(person) == {other.municipality_id, third.municipality_id}
    assert rules.main_contributor_of(person) == {other.municipality_id}


def test_coordinates_holds_for_own_regions_and_for_national_coordinators(region: Region) -> None:
    regional, other = RegionCoordinatorFactory(region=region), RegionCoordinatorFactory()
    people = [regional, other, CoordinatorFactory(), AdministratorFactory(), ContributorFactory()]
    assert [rules.coordinates(person, region.pk) for person in people] == [
        True,
        False,
        True,
        False,
        False,
    ]
    assert [rules.coordinates_somewhere(person) for person in people] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert not rules.coordinates(regional, None)


def test_staff_roles_and_the_page_editors_need_a_second_factor() -> None:
    people = [
        RegionCoordinatorFactory(),
        CoordinatorFactory(),
        AdministratorFactory(),
        UserFactory(is_staff=True),
        UserFactory(is_superuser=True),
        MainContributorFactory(),
        UserFactory(),
        CoordinatorFactory(is_active=False),
    ]
    holds = [rules.needs_second_factor(person) for person in people]
    assert holds == [True, True, True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("maker", "given"),
    [
        (
            AdministratorFactory,
            {"contributor", "region-coordinator", "coordinator", "administrator"},
        ),
        (CoordinatorFactory, {"contributor", "region-coordinator", "coordinator"}),
        (RegionCoordinatorFactory, set()),
        (MainContributorFactory, set()),
        (ContributorFactory, set()),
        (UserFactory, set()),
    ],
)
def test_can_give_role_allows_exactly_these(
    maker: type[UserFactory], given: set[str], own: Municipality, region: Region
) -> None:
    person = maker()
    places: dict[str, tuple[Municipality | None, Region | None]] = {
        "contributor": (own, None),
        "region-coordinator": (None, region),
        "coordinator": (None, None),
        "administrator": (None, None),
    }
    allowed = {role for role, place in places.items() if rules.can_give_role(person, role, *place)}
    assert allowed == given


def test_can_give_role_lets_a_regions_coordinator_give_writers_of_the_region(
    region: Region, own: Municipality, elsewhere: Municipality
) -> None:
    person = RegionCoordinatorFactory(region=region)
    assert rules.can_give_role(person, "contributor", own, None)
    assert not rules.can_give_role(person, "contributor", elsewhere, None)
    assert not rules.can_give_role(person, "region-coordinator", None, region)


def test_can_close_account_wants_every_role_in_ones_own_reach(
    region: Region, own: Municipality, elsewhere: Municipality
) -> None:
    regional, national = RegionCoordinatorFactory(region=region), CoordinatorFactory()
    writer, both = (ContributorFactory(municipality=own) for _ in range(2))
    MembershipFactory(user=both, municipality=elsewhere)
    leader = ContributorFactory(municipality=own)
    MembershipFactory(user=leader, role="administrator", municipality=None)
    people = [writer, both, leader, UserFactory()]
    assert [rules.can_close_account(regional, other) for other in people] == [
        True,
        False,
        False,
        False,
    ]
    assert [rules.can_close_account(national, other) for other in people] == [
        True,
        True,
        False,
        True,
    ]


def test_people_shows_a_regions_coordinator_its_writers_only(
    regional: Client, own: Municipality, elsewhere: Municipality
) -> None:
    ContributorFactory(email="oma@kunta.example", municipality=own)
    ContributorFactory(email="muu@kunta.example", municipality=elsewhere)
    CoordinatorFactory()
    found = regional.get("/tyopoyta/ihmiset/").context["page"]
    assert [person.email for person in found] == ["oma@kunta.example"]


def test_a_regions_coordinator_adds_a_writer_of_the_region(
    regional: Client, own: Municipality
) -> None:
    form = text_of(regional.get("/tyopoyta/ihmiset/lisaa/"))
    assert '<option value="148">Inari</option>' in form
    response = regional.post(
        "/tyopoyta/ihmiset/lisaa/", {**NEW_WRITER, "municipality": "148"}, follow=True
    )
    assert response.status_code == 200
    assert Membership.objects.get(user__email="uusi@kunta.example").municipality == own


@pytest.mark.parametrize(
    "wanted",
    [
        {"municipality": "009"},
        {"role": "region-coordinator", "region": "19"},
        {"role": "coordinator"},
        {"role": "administrator"},
    ],
)
def test_a_regions_coordinator_gives_no_role_beyond_the_region(
    wanted: dict[str, str], regional: Client, own: Municipality, elsewhere: Municipality
) -> None:
    form = text_of(regional.get("/tyopoyta/ihmiset/lisaa/"))
    assert "Alavieska" not in form
    assert "valtakunnallinen koordinaattori" not in form
    response = regional.post("/tyopoyta/ihmiset/lisaa/", {**NEW_WRITER, **wanted})
    assert response.status_code == 403
    assert "se on oman alueesi ulkopuolella" in text_of(response)
    assert not User.objects.filter(email="uusi@kunta.example").exists()
    assert OutboxMessage.objects.count() == 0


def test_a_national_coordinator_does_not_make_administrators() -> None:
    client = signed_in(CoordinatorFactory())
    assert "ylläpitäjä" not in text_of(client.get("/tyopoyta/ihmiset/lisaa/")).lower()
    response = client.post("/tyopoyta/ihmiset/lisaa/", {**NEW_WRITER, "role": "administrator"})
    assert response.status_code == 403
    assert Membership.objects.filter(role="administrator").count() == 0


def test_an_administrator_makes_another() -> None:
    client = signed_in(AdministratorFactory())
    client.post("/tyopoyta/ihmiset/lisaa/", {**NEW_WRITER, "role": "administrator"})
    assert Membership.objects.filter(role="administrator").count() == 2


def test_add_person_wants_a_region_for_its_coordinator() -> None:
    client = signed_in(CoordinatorFactory())
    response = client.post("/tyopoyta/ihmiset/lisaa/", {**NEW_WRITER, "role": "region-coordinator"})
    assert response.context["form"].errors == {
        "region": ["Valitse maakunta, jota henkilö koordinoi."]
    }


def test_a_regions_coordinator_does_not_open_an_account_closed_by_others(
    regional: Client, own: Municipality
) -> None:
    person = CoordinatorFactory(email="uusi@kunta.example", is_active=False)
    response = regional.post("/tyopoyta/ihmiset/lisaa/", {**NEW_WRITER, "municipality": "148"})
    assert response.status_code == 400
    assert "Tunnus on suljettu." in text_of(response)
    person.refresh_from_db()
    assert not person.is_active


def test_a_regions_coordinator_takes_and_closes_within_the_region(
    regional: Client, own: Municipality
) -> None:
    first, second = (ContributorFactory(municipality=own) for _ in range(2))
    membership = first.memberships.get()
    response = regional.post(f"/tyopoyta/ihmiset/roolit/{membership.pk}/poista/")
    assert response["Location"] == "/tyopoyta/ihmiset/"
    assert first.memberships.count() == 0
    regional.post(f"/tyopoyta/ihmiset/{second.pk}/sulje/")
    second.refresh_from_db()
    assert not second.is_active


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_regions_coordinator_sees_and_changes_nobody_elsewhere(
    method: str, regional: Client, elsewhere: Municipality
) -> None:
    person = ContributorFactory(municipality=elsewhere)
    membership = person.memberships.get()
    assert ELSEWHERE in text_of(regional.get(f"/tyopoyta/ihmiset/{person.pk}/"))
    for path in (f"roolit/{membership.pk}/poista/", f"{person.pk}/sulje/"):
        response = getattr(regional, method)(f"/tyopoyta/ihmiset/{path}")
        assert response.status_code == 403
        assert "ulkopuolella" in text_of(response)
    person.refresh_from_db()
    assert (person.is_active, person.memberships.count()) == (True, 1)
    assert AuditRecord.objects.count() == 0


def test_a_person_page_offers_only_what_may_be_taken(
    regional: Client, own: Municipality, elsewhere: Municipality
) -> None:
    person = ContributorFactory(municipality=own)
    other = MembershipFactory(user=person, municipality=elsewhere)
    page = regional.get(f"/tyopoyta/ihmiset/{person.pk}/").content.decode()
    assert f"/tyopoyta/ihmiset/roolit/{other.pk}/poista/" not in page
    assert f"/tyopoyta/ihmiset/roolit/{person.memberships.get(municipality=own).pk}/poista/" in page
    assert f"/tyopoyta/ihmiset/{person.pk}/sulje/" not in page


@pytest.mark.parametrize("path", ["viestit/", "tapahtumat/", "haut/", "organisaatiot/tuo/"])
def test_pages_of_the_whole_country_are_closed_to_a_regions_coordinator(
    path: str, regional: Client
) -> None:
    assert regional.get(f"/tyopoyta/{path}").status_code == 403
    for maker in (CoordinatorFactory, AdministratorFactory):
        assert signed_in(maker()).get(f"/tyopoyta/{path}").status_code == 200


def organisation_form(organisation: Organisation, **fields: str) -> dict[str, str]:
    known = {
        "kind": organisation.kind,
        "name_fi": organisation.name_fi,
        "municipality": organisation.municipality.code if organisation.municipality else "",
        "version": str(organisation.version),
    }
    return {**known, **fields}


def test_a_regions_coordinator_keeps_the_organisations_of_the_region(
    regional: Client, own: Municipality, region: Region, elsewhere: Municipality
) -> None:
    kept = OrganisationFactory(municipality=own, name_fi="Inarin yhdistys")
    OrganisationFactory(municipality=elsewhere, name_fi="Muualla")
    OrganisationFactory(name_fi="Koko maan")
    OrganisationFactory(region=region, name_fi="Lapin yhdistys")
    listed = regional.get("/tyopoyta/organisaatiot/").context["page"]
    assert [organisation.name_fi for organisation in listed] == [
        "Inarin yhdistys",
        "Lapin yhdistys",
    ]
    address = f"/tyopoyta/organisaatiot/{kept.pk}/"
    regional.post(address, organisation_form(kept, name_fi="Inarin seura"))
    kept.refresh_from_db()
    assert kept.name_fi == "Inarin seura"
    assert regional.post(address, organisation_form(kept, municipality="009")).status_code == 403
    kept.refresh_from_db()
    assert kept.municipality == own


@pytest.mark.parametrize("path", ["", "lopeta/", "avaa/"])
def test_a_regions_coordinator_changes_no_organisation_elsewhere(
    path: str, regional: Client, elsewhere: Municipality
) -> None:
    for organisation in (OrganisationFactory(municipality=elsewhere), OrganisationFactory()):
        response = regional.post(
            f"/tyopoyta/organisaatiot/{organisation.pk}/{path}",
            organisation_form(organisation, name_fi="Toinen"),
        )
        assert response.status_code == 403
        assert "Organisaatio ei kuulu omaan alueeseesi." in text_of(response)
    assert not Organisation.objects.filter(name_fi="Toinen").exists()
    assert AuditRecord.objects.count() == 0


@pytest.mark.parametrize("municipality", ["", "009"])
def test_a_regions_coordinator_adds_no_organisation_elsewhere(
    municipality: str, regional: Client, elsewhere: Municipality
) -> None:
    wanted = {"kind": "association", "name_fi": "Uusi", "municipality": municipality}
    assert regional.post("/tyopoyta/organisaatiot/lisaa/", wanted).status_code == 403
    assert Organisation.objects.count() == 0
