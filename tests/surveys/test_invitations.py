from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kenno.core.enums import MessageState
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.models import OutboxMessage, SignedLink
from kenno.people.models import User
from kenno.surveys.actions import invitations as actions
from kenno.surveys.actions.links import (
    make_link,
    note_opened,
    open_link,
    start_answer,
)
from kenno.surveys.enums import InvitationState, RecipientSource, RoundState
from kenno.surveys.models import Invitation, Response, SurveyRound
from kenno.surveys.tasks import run_rounds
from tests.factories.inquiries import QuestionMailFactory
from tests.factories.surveys import (
    ClosedRoundFactory,
    CopyFactory,
    InvitationFactory,
    OpenRoundFactory,
    RecipientFactory,
    SentInvitationFactory,
)

pytestmark = pytest.mark.django_db


def token_of(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def link_in(message: str) -> str:
    return next(token_of(word) for word in message.split() if "/kysely/" in word)


def test_invitation_is_sent_once_in_its_language(django_capture_on_commit_callbacks):
    SentInvitationFactory()
    invitation = InvitationFactory(recipient__language="sv")
    with django_capture_on_commit_callbacks(execute=True):
        first, second = actions.send_invitations(), actions.send_invitations()
    invitation.refresh_from_db()
    (sent,) = mail.outbox
    assert (first, second, invitation.mails) == (1, 0, 1)
    assert sent.subject == "Vad bra görs hos er?"
    assert sent.to == [invitation.person.email]
    assert invitation.state == InvitationState.SENT
    assert "Vi frågar vilken praxis kommunens kulturtjänster har." in sent.body


def test_link_of_the_mail_opens_the_invitation_and_is_not_kept(django_capture_on_commit_callbacks):
    invitation = InvitationFactory()
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_invitations()
    token = link_in(mail.outbox[0].body)
    assert open_link(token).invitation == invitation
    assert SignedLink.objects.get().token_hash != token
    assert OutboxMessage.objects.get().body == ""


def test_invitations_leave_at_the_pace(settings, time_machine):
    settings.SURVEY_MAILS_PER_MINUTE = 2
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    survey = OpenRoundFactory()
    for recipient in RecipientFactory.create_batch(5, round=survey):
        InvitationFactory(recipient=recipient)
    assert (actions.send_invitations(), actions.send_invitations()) == (2, 0)
    time_machine.move_to(now + timedelta(minutes=1), tick=False)
    assert actions.send_invitations() == 2
    time_machine.move_to(now + timedelta(minutes=2), tick=False)
    assert actions.send_invitations() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"revoked_at": timezone.now()},
        {"declined_at": timezone.now()},
        {"recipient__round__state": RoundState.PAUSED},
        {"recipient__round__state": RoundState.DRAFT},
        {"recipient__round__opens_at": timezone.now() + timedelta(days=1)},
        {"recipient__person__is_active": False},
        {"recipient__source": RecipientSource.TRIAL, "recipient__is_main": False},
    ],
)
def test_invitation_that_should_not_leave_does_not(changes):
    InvitationFactory(**changes)
    assert actions.send_invitations() == 0
    assert OutboxMessage.objects.count() == 0


def test_invitations_of_a_round_wait_for_its_opening_time(time_machine):
    opens = timezone.now() + timedelta(hours=1)
    InvitationFactory(recipient__round=OpenRoundFactory(opens_at=opens))
    assert actions.send_invitations() == 0
    time_machine.move_to(opens, tick=False)
    assert actions.send_invitations() == 1


def test_invitation_sent_again_has_a_new_link_instead_of_the_old(coordinator: User):
    invitation = SentInvitationFactory()
    old = token_of(make_link(invitation))
    actions.send_again(invitation=invitation, by=coordinator)
    invitation.refresh_from_db()
    assert (invitation.mails, OutboxMessage.objects.count()) == (2, 1)
    with pytest.raises(Gone):
        open_link(old)
    with pytest.raises(Refusal):
        actions.send_again(invitation=invitation, by=coordinator)


@pytest.mark.parametrize(
    "changes",
    [
        {"revoked_at": timezone.now()},
        {"submitted_at": timezone.now()},
        {"declined_at": timezone.now()},
        {"recipient__round__state": RoundState.PAUSED},
    ],
)
def test_invitation_that_is_over_is_not_sent_again(changes, coordinator: User):
    with pytest.raises(Conflict):
        actions.send_again(invitation=SentInvitationFactory(**changes), by=coordinator)


def test_invitation_of_a_closed_account_is_not_sent_again(coordinator: User):
    invitation = SentInvitationFactory(recipient__person__is_active=False)
    with pytest.raises(Refusal):
        actions.send_again(invitation=invitation, by=coordinator)


def test_revoked_invitation_has_no_link_and_no_waiting_mail(coordinator: User):
    invitation = SentInvitationFactory(message=QuestionMailFactory())
    token = token_of(make_link(invitation))
    actions.revoke_invitation(invitation=invitation, by=coordinator)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.REVOKED
    assert OutboxMessage.objects.count() == 0
    with pytest.raises(Gone):
        open_link(token)
    with pytest.raises(Conflict):
        actions.revoke_invitation(invitation=invitation, by=coordinator)


def test_state_of_a_mail_outlives_the_mail():
    invitation = SentInvitationFactory(
        mail_state="", message=QuestionMailFactory(state=MessageState.BOUNCED)
    )
    assert (actions.keep_mail_states(), actions.keep_mail_states()) == (1, 0)
    OutboxMessage.objects.all().delete()
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.BOUNCED


@pytest.mark.parametrize("token", ["x", "a" * 43, "ä", ""])
def test_forged_link_is_gone(token):
    make_link(InvitationFactory())
    with pytest.raises(Gone):
        open_link(token)


def test_link_of_a_paused_archived_or_unopened_round_is_gone():
    for state in (RoundState.PAUSED, RoundState.ARCHIVED, RoundState.DRAFT):
        token = token_of(make_link(InvitationFactory(recipient__round__state=state)))
        with pytest.raises(Gone):
            open_link(token)


def test_link_works_until_the_grace_is_over(time_machine):
    survey = OpenRoundFactory(grace_hours=2)
    token = token_of(make_link(InvitationFactory(recipient__round=survey)))
    last = survey.closes_at + timedelta(hours=2)
    time_machine.move_to(last - timedelta(seconds=1), tick=False)
    assert open_link(token).invitation.recipient.round == survey
    time_machine.move_to(last + timedelta(seconds=1), tick=False)
    with pytest.raises(Gone):
        open_link(token)


def test_opening_is_noted_once():
    invitation = SentInvitationFactory()
    note_opened(invitation=invitation)
    invitation.refresh_from_db()
    first = invitation.opened_at
    note_opened(invitation=invitation)
    invitation.refresh_from_db()
    assert first is not None
    assert invitation.opened_at == first


def test_answer_is_begun_once_for_everyone_invited_for_a_municipality():
    first = SentInvitationFactory()
    copy = SentInvitationFactory(
        recipient=CopyFactory(
            round=first.recipient.round, municipality=first.recipient.municipality
        )
    )
    responses = {start_answer(invitation=each).pk for each in (first, copy, first)}
    first.refresh_from_db()
    assert responses == {Response.objects.get().pk}
    assert first.state == InvitationState.STARTED


def test_who_declined_may_begin_after_all():
    invitation = SentInvitationFactory(declined_at=timezone.now(), decline_reason="Ei aikaa.")
    start_answer(invitation=invitation)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.decline_reason) == (InvitationState.STARTED, "")


def test_answer_is_not_begun_in_the_grace_but_one_begun_goes_on():
    survey = ClosedRoundFactory(closes_at=timezone.now() - timedelta(hours=1))
    invitation = SentInvitationFactory(recipient__round=survey)
    with pytest.raises(Refusal):
        start_answer(invitation=invitation)
    begun = Response.objects.create(round=survey, municipality=invitation.recipient.municipality)
    assert start_answer(invitation=invitation) == begun


def test_clock_sends_and_closes():
    InvitationFactory()
    over = OpenRoundFactory(opens_at=timezone.now() - timedelta(days=40))
    run_rounds.call()
    assert SurveyRound.objects.get(pk=over.pk).state == RoundState.CLOSED
    assert Invitation.objects.get().queued_at is not None
