"""Asking a municipality through another: whom, what becomes of the former, who may."""

import pytest
from django.test import Client
from django.utils import timezone

from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.surveys import rules
from kenno.surveys.actions.links import make_link, open_link
from kenno.surveys.actions.recipients import Asked, replace_main
from kenno.surveys.models import Invitation, Recipient, SurveyRound
from tests.factories.people import (
    AdministratorFactory,
    CoordinatorFactory,
    RegionCoordinatorFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import (
    ClosedRoundFactory,
    CopyFactory,
    OpenRoundFactory,
    SentInvitationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> SurveyRound:
    return OpenRoundFactory()


@pytest.fixture
def place() -> Municipality:
    return MunicipalityFactory(name_fi="Oulu", slug_fi="oulu")


@pytest.fixture
def former(survey: SurveyRound, place: Municipality) -> Invitation:
    return SentInvitationFactory(recipient__round=survey, recipient__municipality=place)


def path(survey: SurveyRound) -> str:
    return f"/tyopoyta/kyselyt/{survey.pk}/seuranta/kunnat/oulu/vastaanottaja/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def token_of(invitation: Invitation) -> str:
    return make_link(invitation).rstrip("/").rpartition("/")[2]


def test_copy_becomes_main_and_the_former_goes_on_as_a_copy(
    survey: SurveyRound, place: Municipality, former: Invitation, coordinator: User
) -> None:
    token = token_of(former)
    copy = CopyFactory(round=survey, municipality=place)
    replace_main(survey=survey, municipality=place, chosen=copy, keep_former=True, by=coordinator)
    assert list(Recipient.objects.main()) == [copy]
    assert open_link(token).invitation == former


def test_new_one_is_invited_and_the_former_ones_link_stops(
    survey: SurveyRound, place: Municipality, former: Invitation, coordinator: User
) -> None:
    token = token_of(former)
    asked = Asked(municipality=place, email="uusi@oulu.example", title="tuottaja")
    main = replace_main(
        survey=survey, municipality=place, chosen=asked, keep_former=False, by=coordinator
    )
    assert (main.is_main, main.person.email) == (True, "uusi@oulu.example")
    assert [one.recipient for one in Invitation.objects.to_send()] == [main]
    with pytest.raises(Gone):
        open_link(token)


def test_address_that_does_not_hold_leaves_everything_as_it_was(
    survey: SurveyRound, place: Municipality, former: Invitation, coordinator: User
) -> None:
    asked = Asked(municipality=place, email=former.person.email)
    with pytest.raises(Refusal):
        replace_main(
            survey=survey, municipality=place, chosen=asked, keep_former=False, by=coordinator
        )
    assert list(Recipient.objects.main()) == [former.recipient]
    former.refresh_from_db()
    assert former.revoked_at is None


def test_nobody_of_another_municipality_or_closed_round_becomes_main(
    survey: SurveyRound, place: Municipality, coordinator: User
) -> None:
    elsewhere = CopyFactory(round=survey)
    over = CopyFactory(round=ClosedRoundFactory(), municipality=place)
    for chosen in (elsewhere, over):
        with pytest.raises(Conflict):
            replace_main(
                survey=chosen.round,
                municipality=place,
                chosen=chosen,
                keep_former=True,
                by=coordinator,
            )
    assert not Recipient.objects.main().exists()


def test_page_changes_the_main_recipient(
    survey: SurveyRound, place: Municipality, former: Invitation
) -> None:
    copy = CopyFactory(round=survey, municipality=place, title="kirjastonjohtaja")
    revoked = CopyFactory(round=survey, municipality=place, title="peruttu")
    SentInvitationFactory(recipient=revoked, revoked_at=timezone.now())
    client = signed_in(RegionCoordinatorFactory(region=place.region))
    page = client.get(path(survey)).content.decode()
    assert "kirjastonjohtaja" in page
    assert "peruttu," not in page
    answer = client.post(path(survey), {"who": str(copy.pk), "keep_former": "revoke"})
    assert answer["Location"] == f"/tyopoyta/kyselyt/{survey.pk}/seuranta/kunnat/oulu/"
    assert list(Recipient.objects.main()) == [copy]
    former.refresh_from_db()
    assert former.revoked_at is not None


def test_page_adds_the_first_recipient_of_a_municipality(
    survey: SurveyRound, place: Municipality
) -> None:
    client = signed_in(CoordinatorFactory())
    listed = client.get(f"/tyopoyta/kyselyt/{survey.pk}/seuranta/kunnat/oulu/").content.decode()
    assert "Lisää päävastaanottaja, jotta voit haastatella kunnan" in listed
    data = {"who": "new", "email": "uusi@oulu.example", "language": "sv"}
    assert client.post(path(survey), data).status_code == 302
    main = Recipient.objects.main().get()
    assert (main.municipality, main.language) == (place, "sv")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Valitse vastaanottaja."),
        ({"who": "new"}, "Anna uuden vastaanottajan osoite."),
        ({"who": "new", "email": "ei osoite"}, "Syötä kelvollinen sähköpostiosoite."),
        ({"who": "999", "email": "uusi@oulu.example"}, "uusi@oulu.example"),
    ],
)
def test_page_says_what_is_wrong_and_keeps_what_was_typed(
    survey: SurveyRound, former: Invitation, data: dict[str, str], said: str
) -> None:
    answer = signed_in(CoordinatorFactory()).post(path(survey), {**data, "keep_former": "keep"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert list(Recipient.objects.main()) == [former.recipient]


def test_reassigning_is_for_coordinators_of_the_region(
    survey: SurveyRound, place: Municipality
) -> None:
    people = [
        RegionCoordinatorFactory(region=place.region),
        RegionCoordinatorFactory(),
        CoordinatorFactory(),
        AdministratorFactory(),
        UserFactory(),
    ]
    may = [True, False, True, False, False]
    assert [rules.can_reassign(person, place) for person in people] == may
    codes = [signed_in(person).get(path(survey)).status_code for person in people]
    assert codes == [200, 403, 200, 403, 403]
    posted = [signed_in(person).post(path(survey)).status_code for person in people[3:]]
    assert posted == [403, 403]
