"""The walked pages on how a round goes, on taking its answers out, and on what it found."""

from collections.abc import Callable

from django.utils import timezone

from kenno.people.models import User
from kenno.places.actions import load_places
from kenno.places.models import Region
from kenno.surveys.actions.generation import generate_survey
from kenno.surveys.models import Question, SurveyRound
from kenno.surveys.queries.recipients import remindable
from tests.e2e.walked import LONG_WORD, WalkedPage
from tests.factories.people import CoordinatorFactory, RegionCoordinatorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import AnswersFileFactory
from tests.factories.vocabulary import StatutoryTaskFactory


def _coordinator() -> User:
    return CoordinatorFactory(first_name="Koordinaattori")


def _regional() -> User:
    load_places()
    return RegionCoordinatorFactory(region=Region.objects.get(code="19"))


def _survey() -> SurveyRound:
    """A round with a closed one before it, both in all states."""
    load_places()
    StatutoryTaskFactory(label_fi=LONG_WORD)
    survey = generate_survey(recipients=500, practices=0, earlier=1).survey
    SurveyRound.objects.update(name=LONG_WORD)
    Question.objects.update(text_fi=LONG_WORD)
    return survey


def _of_round(path: str) -> Callable[[], str]:
    return lambda: f"/tyopoyta/kyselyt/{_survey().pk}/{path}"


def _taking_out() -> str:
    """Files in all states, for the coordinator who opens the page."""
    survey, person = _survey(), User.objects.filter(first_name="Koordinaattori").get()
    for kind, made_at in (("xlsx", timezone.now()), ("csv", None)):
        AnswersFileFactory(round=survey, person=person, kind=kind, made_at=made_at, personal=True)
    AnswersFileFactory(round=survey, person=person, made_at=None, failed_at=timezone.now())
    return f"/tyopoyta/kyselyt/{survey.pk}/vie/"


def _calling() -> str:
    invitation = remindable(_survey()).first()
    assert invitation is not None
    return f"/tyopoyta/kyselyt/kutsu/{invitation.pk}/haastattele/"


def _summary() -> str:
    return f"/kyselyt/{_survey().pk - 1}/"


def _before_answers() -> str:
    MunicipalityFactory()
    survey = generate_survey(recipients=1, practices=0).survey
    survey.responses.all().delete()
    return f"/tyopoyta/kyselyt/{survey.pk}/seuranta/"


SURVEY_TRACKING_PAGES = [
    WalkedPage("no rounds to follow", lambda: "/tyopoyta/kyselyt/seuranta/", _coordinator),
    WalkedPage("rounds to follow", lambda: f"{_of_round('')()}../seuranta/", _coordinator),
    WalkedPage("tracker", _of_round("seuranta/"), _coordinator),
    WalkedPage("tracker before any answer", _before_answers, _coordinator),
    WalkedPage("tracker of a region", _of_round("seuranta/"), _regional),
    WalkedPage("tracked municipalities", _of_round("seuranta/kunnat/"), _coordinator),
    WalkedPage(
        "unreached municipalities", _of_round("seuranta/kunnat/?state=unreached"), _coordinator
    ),
    WalkedPage(
        "no tracked municipalities",
        _of_round("seuranta/kunnat/?state=waiting&size=100000-"),
        _coordinator,
    ),
    WalkedPage("tracked municipality", _of_round("seuranta/kunnat/oulu/"), _coordinator),
    WalkedPage("calling a municipality", _calling, _coordinator),
    WalkedPage("main recipient", _of_round("seuranta/kunnat/oulu/vastaanottaja/"), _coordinator),
    WalkedPage("taking answers out", _of_round("vie/"), _coordinator),
    WalkedPage("answers that were taken out", _taking_out, _coordinator),
    WalkedPage("summary of a round", _summary),
]
