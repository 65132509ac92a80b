import pytest
from django.core import mail
from django.test import Client

from kenno.practices.models import Practice
from kenno.surveys.actions.trials import throw_trials_away, trial_address
from kenno.surveys.models import Invitation, Response
from tests.factories.people import CoordinatorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import QuestionFactory, RoundFactory
from tests.surveys.answering.conftest import BASICS, Link

pytestmark = pytest.mark.django_db


def test_trial_is_answered_like_the_round_and_sends_nothing(django_capture_on_commit_callbacks):
    survey = RoundFactory(practice_sections=BASICS, opens_at=None, closes_at=None)
    question = QuestionFactory(round=survey, required=True)
    address = trial_address(
        survey=survey, municipality=MunicipalityFactory(), by=CoordinatorFactory()
    )
    link = Link(Invitation.objects.get(), address.rstrip("/").rpartition("/")[2], Client())
    with django_capture_on_commit_callbacks(execute=True):
        assert "Tämä on kokeilu" in link.get("invitation").content.decode()
        assert link.get("decline").status_code == 200
        assert link.get("delegate").status_code == 410
        link.post("start")
        data = {f"q{question.pk}": "Kokeilu", f"was-q{question.pk}": ""}
        link.post("group", 1, data=data)
        link.post("add_practice", data={"title": "Kokeilu", "is_new": "1"})
        practice = Practice.objects.get()
        page = link.get("section", practice.pk, "basics").context
        opened = {key: page[key] for key in ("sitting", "based_on", "section_state")}
        told = {**opened, "title": "Kokeilu", "summary": "Lyhyesti"}
        link.post("section", practice.pk, "basics", data=told)
        link.post("submit")
    response = Response.objects.get()
    assert response.is_trial
    assert response.submitted_at is not None
    practice.refresh_from_db()
    assert practice.review_state == "draft"
    assert mail.outbox == []
    throw_trials_away(survey)
    assert not Response.objects.exists()
    assert not Practice.objects.exists()
