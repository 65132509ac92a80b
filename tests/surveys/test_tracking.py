"""How a round goes: the state of each municipality, the figures, the reasons."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from kenno.core import suppression
from kenno.core.enums import SuppressionReason
from kenno.places.models import Municipality
from kenno.surveys.enums import InvitationState, PlaceState, RecipientSource
from kenno.surveys.models import SurveyRound
from kenno.surveys.queries import tracked, tracking
from kenno.surveys.queries.maps import map_of_states
from kenno.surveys.queries.progress import progress_of
from kenno.surveys.queries.tracking import PlaceFilter
from tests.factories.people import (
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import (
    ClosedRoundFactory,
    CopyFactory,
    InvitationFactory,
    OpenRoundFactory,
    RecipientFactory,
    ResponseFactory,
    ResponsePracticeFactory,
    SentInvitationFactory,
    StartedInvitationFactory,
    SubmittedResponseFactory,
)
from tests.factories.vocabulary import StatutoryTaskFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture
def survey() -> SurveyRound:
    return OpenRoundFactory()


@pytest.fixture
def place() -> Municipality:
    return MunicipalityFactory(name_fi="Oulu", slug_fi="oulu", population=215_000)


def state_of(survey: SurveyRound, place: Municipality) -> PlaceState:
    (found,) = (one for one in tracking.tracked_places(survey) if one.municipality == place)
    return found.state


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        ({}, PlaceState.WAITING),
        ({"mail_state": "sent"}, PlaceState.SENT),
        ({"mail_state": "bounced"}, PlaceState.FAILED),
        ({"mail_state": "refused"}, PlaceState.FAILED),
        ({"opened_at": NOW}, PlaceState.OPENED),
        ({"started_at": NOW}, PlaceState.STARTED),
        ({"submitted_at": NOW}, PlaceState.STARTED),
        ({"delegated_at": NOW}, PlaceState.DELEGATED),
        ({"declined_at": NOW}, PlaceState.DECLINED),
        ({"revoked_at": NOW}, PlaceState.UNASKED),
    ],
)
def test_place_state_follows_its_one_invitation(
    survey: SurveyRound, place: Municipality, marks: dict[str, object], state: PlaceState
) -> None:
    InvitationFactory(recipient=RecipientFactory(round=survey, municipality=place), **marks)
    assert state_of(survey, place) == state


def test_place_without_recipient_is_unasked(survey: SurveyRound, place: Municipality) -> None:
    assert state_of(survey, place) == PlaceState.UNASKED


def test_place_state_of_an_answer_comes_first(survey: SurveyRound, place: Municipality) -> None:
    recipient = RecipientFactory(round=survey, municipality=place)
    InvitationFactory(recipient=recipient, declined_at=NOW)
    SubmittedResponseFactory(round=survey, municipality=place)
    assert state_of(survey, place) == PlaceState.SUBMITTED


def test_place_with_a_begun_answer_has_started(survey: SurveyRound, place: Municipality) -> None:
    ResponseFactory(round=survey, municipality=place)
    assert state_of(survey, place) == PlaceState.STARTED


def test_place_state_ignores_trials_and_other_rounds(
    survey: SurveyRound, place: Municipality
) -> None:
    trial = CopyFactory(round=survey, municipality=place, source=RecipientSource.TRIAL)
    StartedInvitationFactory(recipient=trial)
    ResponseFactory(round=survey, municipality=place, is_trial=True)
    SubmittedResponseFactory(municipality=place)
    assert state_of(survey, place) == PlaceState.UNASKED


def test_place_state_is_the_furthest_of_its_recipients(
    survey: SurveyRound, place: Municipality
) -> None:
    main = RecipientFactory(round=survey, municipality=place)
    InvitationFactory(recipient=main, mail_state="bounced")
    assert state_of(survey, place) == PlaceState.FAILED
    copy = CopyFactory(round=survey, municipality=place)
    SentInvitationFactory(recipient=copy, opened_at=NOW)
    assert state_of(survey, place) == PlaceState.OPENED


def test_place_has_declined_when_its_main_recipient_has(
    survey: SurveyRound, place: Municipality
) -> None:
    InvitationFactory(recipient=RecipientFactory(round=survey, municipality=place), declined_at=NOW)
    SentInvitationFactory(recipient=CopyFactory(round=survey, municipality=place))
    assert state_of(survey, place) == PlaceState.DECLINED


def test_place_has_not_declined_when_a_copy_has(survey: SurveyRound, place: Municipality) -> None:
    SentInvitationFactory(recipient=RecipientFactory(round=survey, municipality=place))
    InvitationFactory(recipient=CopyFactory(round=survey, municipality=place), declined_at=NOW)
    assert state_of(survey, place) == PlaceState.SENT


def test_figures_count_municipalities_and_invitations(survey: SurveyRound) -> None:
    SubmittedResponseFactory(round=survey)
    recipient = RecipientFactory(round=survey)
    parent = SentInvitationFactory(recipient=recipient, delegated_at=NOW)
    SentInvitationFactory(recipient=recipient, person=UserFactory(), parent=parent)
    MunicipalityFactory()
    places = tracking.tracked_places(survey)
    told = {one.state: (one.count, one.percent) for one in tracking.figures(places) if one.count}
    assert told == {
        PlaceState.SUBMITTED: (1, 33),
        PlaceState.DELEGATED: (1, 33),
        PlaceState.UNASKED: (1, 33),
    }
    counts = {one.state: one.count for one in tracking.invitation_figures(places)}
    assert counts == {InvitationState.SENT: 1, InvitationState.DELEGATED: 1}


def test_figures_stand_by_region_size_and_language(
    survey: SurveyRound, place: Municipality
) -> None:
    MunicipalityFactory(region=place.region, population=1_000, language_status="sv")
    SubmittedResponseFactory(round=survey, municipality=place)
    places = tracking.tracked_places(survey)
    (region,) = tracking.figures_by_region(places)
    assert (region.code, region.total, region.percent) == (place.region.code, 2, 50)
    assert [one.count for one in region.figures] == [1, 1]
    sizes = [(row.code, row.total, row.percent) for row in tracking.figures_by_size(places)]
    assert sizes == [("0-2000", 1, 0), ("100000-", 1, 100)]
    languages = [(row.code, row.total) for row in tracking.figures_by_language(places)]
    assert languages == [(place.language_status, 1), ("sv", 1)]


def test_figures_by_task_count_practices_told_of(survey: SurveyRound) -> None:
    art, culture = StatutoryTaskFactory(), StatutoryTaskFactory()
    response = SubmittedResponseFactory(round=survey)
    for _number in range(2):
        told = ResponsePracticeFactory(response=response)
        told.practice.statutory_tasks.set([art])
        told.practice.save()
    elsewhere = ResponsePracticeFactory().practice
    elsewhere.statutory_tasks.set([culture])
    elsewhere.save()
    rows = {
        row.code: (row.municipalities, row.practices) for row in tracking.figures_by_task(survey)
    }
    assert (rows[art.code], rows[culture.code]) == ((1, 2), (0, 0))
    places = tracking.tracked_places(survey)
    found = tracking.chosen_places(survey, places, PlaceFilter(task=art.code))
    assert [one.municipality for one in found] == [response.municipality]


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (PlaceFilter(), ["Ii", "Oulu"]),
        (PlaceFilter(state="submitted"), ["Oulu"]),
        (PlaceFilter(state="unreached"), ["Ii"]),
        (PlaceFilter(invitation="bounced"), ["Ii"]),
        (PlaceFilter(size="100000-"), ["Oulu"]),
        (PlaceFilter(language="sv"), ["Ii"]),
        (PlaceFilter(region="77", state="submitted"), []),
    ],
)
def test_chosen_places_fit_the_filter(
    survey: SurveyRound, place: Municipality, chosen: PlaceFilter, names: list[str]
) -> None:
    other = MunicipalityFactory(name_fi="Ii", population=9_000, language_status="sv")
    InvitationFactory(
        recipient=RecipientFactory(round=survey, municipality=other), mail_state="bounced"
    )
    SubmittedResponseFactory(round=survey, municipality=place)
    found = tracking.chosen_places(survey, tracking.tracked_places(survey), chosen)
    assert [one.municipality.name_fi for one in found] == names


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        ({"mail_state": "sent"}, ""),
        ({"mail_state": "bounced"}, "Viesti palautui: osoite ei toimi."),
        ({"mail_state": "refused"}, "Viesti ei lähtenyt: syy ei ole tiedossa."),
        ({"declined_at": NOW}, "Kieltäytyi kertomatta syytä."),
        ({"declined_at": NOW, "decline_reason": "Ei ehditä."}, "Ei ehditä."),
        ({"revoked_at": NOW}, "Kutsu on peruttu."),
        ({"person": None}, "Vastaanottaja on poistanut tietonsa."),
    ],
)
def test_asked_tells_why_no_answer_comes(
    survey: SurveyRound, place: Municipality, marks: dict[str, object], why: str
) -> None:
    InvitationFactory(recipient=RecipientFactory(round=survey, municipality=place), **marks)
    (asked,) = tracked.asked_in(survey, [place.pk])[place.pk]
    assert asked.why == why


def test_asked_tells_of_an_address_that_is_not_mailed(
    survey: SurveyRound, place: Municipality
) -> None:
    one = SentInvitationFactory(recipient=RecipientFactory(round=survey, municipality=place))
    suppression.suppress(address=one.person.email, reason=SuppressionReason.ASKED)
    (asked,) = tracked.asked_in(survey, [place.pk])[place.pk]
    assert asked.why == "Osoitteeseen ei lähetetä viestejä."


def test_asked_stand_as_a_tree_of_delegations(survey: SurveyRound, place: Municipality) -> None:
    recipient = RecipientFactory(round=survey, municipality=place)
    copy = SentInvitationFactory(recipient=CopyFactory(round=survey, municipality=place))
    root = SentInvitationFactory(recipient=recipient, delegated_at=NOW)
    child = SentInvitationFactory(recipient=recipient, person=UserFactory(), parent=root)
    rows = tracked.asked_in(survey, [place.pk])[place.pk]
    assert [(row.invitation, row.depth) for row in rows] == [(root, 0), (child, 1), (copy, 0)]


def test_map_tells_each_state_by_sign_and_in_words(
    survey: SurveyRound, place: Municipality
) -> None:
    SubmittedResponseFactory(round=survey, municipality=place)
    drawn = map_of_states(tracking.tracked_places(survey), folder="/kunnat-kyselyssa/")
    ((cell,),) = (group.cells for group in drawn.groups)
    assert (cell.mark.figure, cell.mark.text) == ("✓", "vastannut")
    assert cell.url == "/kunnat-kyselyssa/oulu/"
    assert [(entry.figure, entry.label) for entry in drawn.legend] == [("✓", "vastannut")]


def test_progress_counts_answers_by_day_beside_earlier_rounds() -> None:
    opens = datetime(2026, 11, 1, 8, tzinfo=UTC)
    with time_machine.travel(opens + timedelta(days=2), tick=False):
        survey = OpenRoundFactory(opens_at=opens)
        # In the site's time this is already the next day.
        late = datetime(2026, 11, 1, 22, 30, tzinfo=UTC)
        SubmittedResponseFactory(round=survey, submitted_at=opens)
        SubmittedResponseFactory(round=survey, submitted_at=late)
        earlier = ClosedRoundFactory(
            opens_at=opens - timedelta(days=365), closes_at=opens - timedelta(days=362)
        )
        SubmittedResponseFactory(round=earlier, submitted_at=opens - timedelta(days=363))
        found = progress_of(survey)
    assert found is not None
    assert [(line.name, line.counts) for line in found.lines] == [
        (survey.name, [1, 2, 2]),
        (earlier.name, [0, 0, 1, 1]),
    ]
    assert found.rows == [["0", "1", "0"], ["1", "2", "0"], ["2", "2", "1"], ["3", "–", "1"]]


def test_progress_counts_what_came_after_the_last_day_that_is_drawn() -> None:
    opens = timezone.now() - timedelta(days=300)
    survey = OpenRoundFactory(opens_at=opens, closes_at=timezone.now() + timedelta(days=1))
    SubmittedResponseFactory(round=survey, submitted_at=timezone.now())
    found = progress_of(survey)
    assert found is not None
    assert (len(found.lines[0].counts), found.lines[0].last) == (121, 1)


def test_progress_without_answers_is_none(survey: SurveyRound) -> None:
    assert progress_of(survey) is None
