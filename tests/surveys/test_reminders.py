from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kenno.core.exceptions import Conflict, Refusal
from kenno.people.models import User
from kenno.surveys.actions import reminders as actions
from kenno.surveys.actions.links import make_link, open_link
from kenno.surveys.models import Reminder, ReminderMail
from kenno.surveys.queries.recipients import Audience, audience_now, reminder_audience
from tests.factories.inquiries import QuestionMailFactory
from tests.factories.surveys import (
    ClosedRoundFactory,
    CopyFactory,
    InvitationFactory,
    OpenRoundFactory,
    RecipientFactory,
    ReminderFactory,
    SentInvitationFactory,
    StartedInvitationFactory,
    SubmittedResponseFactory,
)

pytestmark = pytest.mark.django_db

TEXTS = {"text_fi": "Vielä ehtii.", "text_sv": "Ännu hinner ni.", "text_en": "There is time."}


def test_audiences_are_by_state_without_who_has_answered_or_declined():
    survey = OpenRoundFactory()
    in_round = {"recipient__round": survey}
    unopened = SentInvitationFactory(**in_round)
    opened = SentInvitationFactory(**in_round, opened_at=timezone.now())
    started = StartedInvitationFactory(**in_round)
    InvitationFactory(**in_round)
    SentInvitationFactory(**in_round, mail_state="bounced")
    for mark in ("declined_at", "submitted_at", "delegated_at", "revoked_at"):
        StartedInvitationFactory(**in_round, **{mark: timezone.now()})
    SentInvitationFactory()
    assert list(reminder_audience(survey, "unopened")) == [unopened]
    assert list(reminder_audience(survey, "unfinished")) == [opened, started]


def test_nobody_of_a_municipality_that_has_answered_is_reminded():
    invitation = SentInvitationFactory()
    recipient = invitation.recipient
    copy = CopyFactory(round=recipient.round, municipality=recipient.municipality)
    SentInvitationFactory(recipient=copy)
    SubmittedResponseFactory(round=recipient.round, municipality=recipient.municipality)
    assert list(reminder_audience(recipient.round, "unopened")) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"planned_at": timezone.now() - timedelta(days=365)},
        {"planned_at": timezone.now() + timedelta(days=365)},
        {"texts": {**TEXTS, "text_sv": " "}},
        {"audience": "everyone"},
    ],
)
def test_reminder_that_does_not_hold_is_refused(changes, coordinator: User):
    details = {
        "audience": "unopened",
        "planned_at": timezone.now() + timedelta(days=2),
        "texts": TEXTS,
    }
    with pytest.raises(Refusal):
        actions.plan_reminder(survey=OpenRoundFactory(), by=coordinator, **(details | changes))
    assert Reminder.objects.count() == 0


def test_same_reminder_twice_is_refused(coordinator: User):
    survey = OpenRoundFactory()
    details = {"audience": "unopened", "planned_at": timezone.now() + timedelta(days=2)}
    actions.plan_reminder(survey=survey, texts=TEXTS, by=coordinator, **details)
    with pytest.raises(Refusal):
        actions.plan_reminder(survey=survey, texts=TEXTS, by=coordinator, **details)
    assert Reminder.objects.count() == 1


def test_reminder_is_not_planned_for_a_closed_round(coordinator: User):
    with pytest.raises(Conflict):
        actions.plan_reminder(
            survey=ClosedRoundFactory(),
            audience="unopened",
            planned_at=timezone.now() + timedelta(days=1),
            texts=TEXTS,
            by=coordinator,
        )


def test_reminder_reaches_each_once_in_their_language(django_capture_on_commit_callbacks):
    reminder = ReminderFactory()
    for language in ("fi", "sv"):
        SentInvitationFactory(recipient=RecipientFactory(round=reminder.round, language=language))
    with django_capture_on_commit_callbacks(execute=True):
        assert (actions.send_reminders(), actions.send_reminders()) == (2, 0)
    reminder.refresh_from_db()
    finnish, swedish = mail.outbox
    assert finnish.subject == "Muistutus: Mitä hyvää teillä tehdään?"
    assert "Kutsumme odottaa vielä." in finnish.body
    assert "Vår inbjudan väntar ännu." in swedish.body
    assert reminder.sent_at is not None


def test_reminder_leaves_at_the_pace_and_not_to_who_answers_meanwhile(settings, time_machine):
    settings.SURVEY_MAILS_PER_MINUTE = 1
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    reminder = ReminderFactory()
    SentInvitationFactory(recipient__round=reminder.round)
    second = SentInvitationFactory(recipient__round=reminder.round)
    assert actions.send_reminders() == 1
    reminder.refresh_from_db()
    assert reminder.sent_at is None
    SubmittedResponseFactory(round=reminder.round, municipality=second.recipient.municipality)
    time_machine.move_to(now + timedelta(minutes=1), tick=False)
    assert actions.send_reminders() == 0
    reminder.refresh_from_db()
    assert reminder.sent_at is not None
    assert ReminderMail.objects.count() == 1


def test_reminder_of_a_paused_or_closed_round_does_not_leave():
    for state in ("paused", "closed"):
        reminder = ReminderFactory(round__state=state)
        SentInvitationFactory(recipient__round=reminder.round)
    assert actions.send_reminders() == 0


def test_reminder_leaves_the_link_of_the_invitation_working():
    reminder = ReminderFactory()
    invitation = SentInvitationFactory(recipient__round=reminder.round)
    token = make_link(invitation).rstrip("/").rpartition("/")[2]
    actions.send_reminders()
    assert open_link(token).invitation == invitation


def test_reminder_is_cancelled_until_it_begins_to_leave(coordinator: User):
    planned, leaving = ReminderFactory(), ReminderFactory()
    ReminderMail.objects.create(
        reminder=leaving, invitation=SentInvitationFactory(), message=QuestionMailFactory()
    )
    actions.cancel_reminder(reminder=planned, by=coordinator)
    with pytest.raises(Conflict):
        actions.cancel_reminder(reminder=leaving, by=coordinator)
    with pytest.raises(Conflict):
        actions.cancel_reminder(reminder=planned, by=coordinator)
    assert Reminder.objects.get() == leaving


def test_reminder_leaves_out_who_had_mail_of_the_round_within_three_days(coordinator: User):
    reminder = ReminderFactory()
    survey = reminder.round
    reached = SentInvitationFactory(recipient__round=survey)
    lately = timezone.now() - timedelta(days=2)
    SentInvitationFactory(recipient__round=survey, queued_at=lately)
    SentInvitationFactory(recipient__round=survey, reminded_at=lately)
    SentInvitationFactory(recipient__round=survey, mail_stopped_at=lately)
    assert audience_now(survey, "unopened") == Audience(reached=1, too_soon=2)
    client = Client()
    client.force_login(coordinator)
    page = client.get(f"/tyopoyta/kyselyt/{survey.pk}/muistutukset/").content.decode()
    told = "(2 jätetään väliin, koska he ovat saaneet viestin kyselystä alle 3 päivää sitten)"
    assert page.count(told) == 2
    assert actions.send_reminders() == 1
    assert list(ReminderMail.objects.values_list("invitation", flat=True)) == [reached.pk]
    reached.refresh_from_db()
    assert reached.reminded_at is not None
    assert audience_now(survey, "unopened") == Audience(reached=0, too_soon=3)


def test_reminder_reaches_a_person_for_each_of_their_municipalities():
    reminder = ReminderFactory()
    first = SentInvitationFactory(recipient__round=reminder.round)
    recipient = RecipientFactory(round=reminder.round, person=first.person)
    SentInvitationFactory(recipient=recipient)
    assert audience_now(reminder.round, "unopened") == Audience(reached=2, too_soon=0)
    assert (actions.send_reminders(), actions.send_reminders()) == (2, 0)
