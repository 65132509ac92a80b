import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from kenno.practices.models import Material, Practice
from kenno.surveys.actions.trials import throw_trials_away, trial_address
from kenno.surveys.models import Invitation, Response
from tests.factories.people import CoordinatorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.surveys import (
    AnswerFactory,
    CopyFactory,
    OpenRoundFactory,
    QuestionFactory,
    ResponseFactory,
    ResponsePracticeFactory,
    RoundFactory,
    SentInvitationFactory,
)
from tests.surveys.answering.conftest import BASICS, Link, link_to

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


def test_files_of_a_trial_go_from_the_disk_with_it(django_capture_on_commit_callbacks):
    survey = RoundFactory(
        practice_sections=[{"section": "basics", "fields": ["title", "summary", "image"]}]
    )
    trial = ResponseFactory(round=survey, is_trial=True)
    answer = AnswerFactory(response=trial)
    answer.file.save("suunnitelma.txt", ContentFile(b"Suunnitelma"))
    practice = ResponsePracticeFactory(response=trial).practice
    practice.lead_image = get_image_model().objects.create(title="Kuva", file=get_test_image_file())
    practice.save()
    material = Material(title="Ohje", practice=practice)
    material.file.save("ohje.txt", ContentFile(b"Ohje"))
    kept = AnswerFactory(response=ResponseFactory(round=survey))
    kept.file.save("oikea.txt", ContentFile(b"Oikea"))
    files = [answer.file, material.file, practice.lead_image.file, kept.file]
    with django_capture_on_commit_callbacks(execute=True):
        throw_trials_away(survey)
        assert [file.storage.exists(file.name) for file in files] == [True] * 4
    assert [file.storage.exists(file.name) for file in files] == [False, False, False, True]


def test_writing_without_the_start_button_is_noted_as_begun(invited):
    survey = OpenRoundFactory(practice_sections=BASICS)
    question = QuestionFactory(round=survey)
    begun = invited(survey)
    recipient = begun.invitation.recipient
    copy = CopyFactory(round=survey, municipality=recipient.municipality)
    link = link_to(SentInvitationFactory(recipient=copy, declined_at=timezone.now()))
    link.get("group", 1)
    link.invitation.refresh_from_db()
    assert link.invitation.started_at is None
    link.post("group", 1, data={f"q{question.pk}": "Kirjastossa", f"was-q{question.pk}": ""})
    link.invitation.refresh_from_db()
    assert link.invitation.started_at is not None
    assert link.invitation.declined_at is None
