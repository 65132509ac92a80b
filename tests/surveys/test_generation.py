"""A survey for measurements: in all states, marked as an example, and gone when it is removed."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.practices.actions.examples import TERMS, remove_examples
from kenno.practices.models import Practice
from kenno.surveys.actions.generation import generate_survey
from kenno.surveys.enums import InvitationState, PlaceState, RoundState
from kenno.surveys.models import Invitation, Recipient, Response, ResponsePractice, SurveyRound
from kenno.surveys.queries.tracking import tracked_places
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import AnswerFactory
from tests.practices.test_examples import FACTORIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> None:
    """A small country, and words for its practices."""
    MunicipalityFactory.create_batch(44)
    for name in TERMS:
        FACTORIES[name].create_batch(6)


@pytest.mark.usefixtures("country")
def test_generate_survey_makes_rounds_in_all_states() -> None:
    made = generate_survey(recipients=120, practices=30, earlier=2)
    assert (made.recipients, made.practices) == (120, 30)
    assert Recipient.objects.count() == 360
    assert Counter(SurveyRound.objects.order_by("pk").values_list("state", flat=True)) == {
        RoundState.CLOSED: 2,
        RoundState.OPEN: 1,
    }
    states = Counter(place.state for place in tracked_places(made.survey))
    assert states[PlaceState.UNASKED] == 2
    assert (
        states[PlaceState.SUBMITTED]
        == Response.objects.submitted().filter(round=made.survey).count()
    )
    invitations = Invitation.objects.with_state().order_by("pk")
    there = set(invitations.values_list("state_now", flat=True))
    assert there == set(InvitationState) - {InvitationState.REVOKED}
    assert OutboxMessage.objects.count() == 0


@pytest.mark.usefixtures("country")
def test_generate_survey_tells_practices_of_the_municipality_that_answers() -> None:
    made = generate_survey(recipients=42, practices=20)
    told = ResponsePractice.objects.filter(response__round=made.survey).select_related(
        "response", "practice"
    )
    assert told.count() == 20
    for one in told.order_by("pk"):
        assert one.practice.municipality_id == one.response.municipality_id
        assert (one.practice.provenance, one.practice.is_example) == ("survey", True)
        assert one.response.submitted_at is not None or one.practice.review_state == "draft"


@pytest.mark.usefixtures("country")
def test_remove_examples_takes_generated_surveys_and_leaves_real_ones() -> None:
    real = AnswerFactory()
    generate_survey(recipients=50, practices=10, earlier=1)
    remove_examples()
    assert list(SurveyRound.objects.all()) == [real.response.round]
    assert list(Response.objects.all()) == [real.response]
    assert (Practice.objects.count(), User.objects.filter(is_example=True).count()) == (0, 0)


@pytest.mark.usefixtures("country")
def test_generate_survey_twice_uses_the_same_persons() -> None:
    generate_survey(recipients=50, practices=0)
    generate_survey(recipients=60, practices=0)
    assert User.objects.filter(is_example=True).count() == 60
    assert AuditRecord.objects.filter(action="surveys.generated").count() == 2


def test_generate_survey_without_places_says_so() -> None:
    with pytest.raises(Municipality.DoesNotExist):
        generate_survey(recipients=1, practices=0)


@pytest.mark.parametrize(
    "wrong", [{"recipients": 0}, {"recipients": -1}, {"practices": -1}, {"earlier": -1}]
)
def test_command_refuses_numbers_that_make_no_survey(wrong: dict[str, int]) -> None:
    with pytest.raises(CommandError):
        call_command("generate_survey", **wrong)


def test_command_makes_a_survey(capsys: pytest.CaptureFixture[str]) -> None:
    MunicipalityFactory()
    call_command("generate_survey", recipients=1, practices=0)
    survey = SurveyRound.objects.get()
    assert capsys.readouterr().out == (
        f"Survey {survey.pk}: 1 recipients, {Response.objects.count()} responses, "
        "0 practices; 0 earlier\n"
    )
