"""The pages on how a round goes: who sees what, bad input, what they cost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.surveys import rules
from kenno.surveys.models import SurveyRound
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    CoordinatorFactory,
    RegionCoordinatorFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import (
    ClosedRoundFactory,
    InvitationFactory,
    OpenRoundFactory,
    RecipientFactory,
    RoundFactory,
    SentInvitationFactory,
    SubmittedResponseFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def survey() -> SurveyRound:
    return OpenRoundFactory()


@pytest.fixture
def place() -> Municipality:
    return MunicipalityFactory(name_fi="Oulu", slug_fi="oulu", population=215_000)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(survey: SurveyRound, rest: str = "") -> str:
    return f"/tyopoyta/kyselyt/{survey.pk}/seuranta/{rest}"


def test_tracker_shows_national_coordinators_everything(
    survey: SurveyRound, place: Municipality
) -> None:
    SubmittedResponseFactory(round=survey, municipality=place)
    MunicipalityFactory()
    response = signed_in(CoordinatorFactory()).get(address(survey))
    assert response.status_code == 200
    assert (response.context["total"], response.context["answered"].count) == (2, 1)
    page = response.content.decode()
    assert f'href="{address(survey, "kunnat/")}?state=unreached"' in page
    assert f'href="{address(survey, "kunnat/oulu/")}"' in page


def test_tracker_shows_regional_coordinators_their_own_region(
    survey: SurveyRound, place: Municipality
) -> None:
    MunicipalityFactory(name_fi="Muualla")
    client = signed_in(RegionCoordinatorFactory(region=place.region))
    shown = client.get(address(survey))
    assert shown.context["total"] == 1
    assert "Muualla" not in shown.content.decode()
    listed = client.get(address(survey, "kunnat/"))
    assert [row.place.municipality for row, _may in listed.context["rows"]] == [place]
    assert client.get(address(survey, "kunnat/oulu/")).status_code == 200


def test_list_knows_nothing_of_other_regions_in_its_filter(
    survey: SurveyRound, place: Municipality
) -> None:
    other = MunicipalityFactory(name_fi="Muualla")
    client = signed_in(RegionCoordinatorFactory(region=place.region))
    listed = client.get(address(survey, f"kunnat/?region={other.region.code}"))
    assert [row.place.municipality for row, _may in listed.context["rows"]] == [place]
    assert other.region.name not in listed.content.decode()


def test_municipality_of_another_region_is_not_shown(
    survey: SurveyRound, place: Municipality
) -> None:
    client = signed_in(RegionCoordinatorFactory(region=MunicipalityFactory().region))
    assert client.get(address(survey, "kunnat/oulu/")).status_code == 403


@pytest.mark.parametrize("rest", ["", "kunnat/", "kunnat/oulu/"])
def test_tracker_is_for_those_who_follow_rounds(
    survey: SurveyRound, place: Municipality, rest: str
) -> None:
    answers = [
        signed_in(person).get(address(survey, rest)).status_code
        for person in (
            CoordinatorFactory(),
            AdministratorFactory(),
            ContributorFactory(municipality=place),
            UserFactory(),
        )
    ]
    assert answers == [200, 200, 403, 403]
    assert Client().get(address(survey, rest)).status_code == 302


@pytest.mark.parametrize("rest", ["", "kunnat/", "kunnat/oulu/"])
@pytest.mark.usefixtures("place")
def test_draft_cannot_be_followed(rest: str) -> None:
    client = signed_in(CoordinatorFactory())
    assert client.get(address(RoundFactory(), rest)).status_code == 404


@pytest.mark.usefixtures("place")
def test_unknown_municipality_is_not_found(survey: SurveyRound) -> None:
    client = signed_in(CoordinatorFactory())
    assert client.get(address(survey, "kunnat/atlantis/")).status_code == 404


@pytest.mark.usefixtures("place")
def test_list_takes_strange_filters_for_none(survey: SurveyRound) -> None:
    strange = "kunnat/?state=x&region=%00&size=9&language=zz&task=%F0%9F%90%9D&page=99999"
    response = signed_in(CoordinatorFactory()).get(address(survey, strange))
    assert response.status_code == 200
    assert len(response.context["rows"]) == 1


def test_list_shows_who_was_asked_and_why_nobody_answers(
    survey: SurveyRound, place: Municipality
) -> None:
    recipient = RecipientFactory(
        round=survey, municipality=place, person__email="asia@oulu.example", title="<tuottaja>"
    )
    InvitationFactory(recipient=recipient, declined_at=NOW, decline_reason="<b>ei</b>")
    page = signed_in(CoordinatorFactory()).get(address(survey, "kunnat/")).content.decode()
    assert "asia@oulu.example" in page
    assert "&lt;tuottaja&gt;" in page
    assert "&lt;b&gt;ei&lt;/b&gt;" in page


def test_followed_lists_opened_rounds_only(survey: SurveyRound, place: Municipality) -> None:
    RoundFactory()
    client = signed_in(RegionCoordinatorFactory(region=place.region))
    response = client.get("/tyopoyta/kyselyt/seuranta/")
    assert list(response.context["page"]) == [survey]
    assert signed_in(UserFactory()).get("/tyopoyta/kyselyt/seuranta/").status_code == 403


def test_rules_let_regions_follow_their_own(place: Municipality) -> None:
    own = RegionCoordinatorFactory(region=place.region)
    other = RegionCoordinatorFactory(region=MunicipalityFactory().region)
    people = [own, other, CoordinatorFactory(), AdministratorFactory(), UserFactory()]
    assert [rules.can_follow_rounds(one) for one in people] == [True] * 4 + [False]
    may = [rules.can_follow_municipality(one, place) for one in people]
    assert may == [True, False, True, True, False]
    assert [rules.can_export_answers(one) for one in people] == [False] * 2 + [True] * 2 + [False]
    personal = [rules.can_export_personal_data(one) for one in people]
    assert personal == [False, False, True, False, False]


def fill(survey: SurveyRound, places: list[Municipality]) -> None:
    for place in places:
        invitation = SentInvitationFactory(
            recipient=RecipientFactory(round=survey, municipality=place)
        )
        SubmittedResponseFactory(
            round=survey, municipality=place, submitted_at=timezone.now(), submitted_by=invitation
        )


@pytest.mark.parametrize(("number", "earlier"), [(1, 0), (3, 10)])
@pytest.mark.parametrize(("rest", "queries"), [("", 11), ("kunnat/", 11), ("kunnat/oulu/", 10)])
def test_tracker_costs_the_same_for_any_number(
    survey: SurveyRound,
    place: Municipality,
    number: int,
    earlier: int,
    rest: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    places = [place, *MunicipalityFactory.create_batch(number - 1)]
    fill(survey, places)
    for year in range(earlier):
        opens = timezone.now() - timedelta(days=365 * (year + 1))
        fill(ClosedRoundFactory(opens_at=opens), places[:1])
    client = signed_in(CoordinatorFactory())
    client.get("/tyopoyta/")
    with django_assert_num_queries(queries):
        client.get(address(survey, rest))
