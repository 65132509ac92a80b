"""No more mail about a round: from the mail's header, from its page, and what still works."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import AuditRecord
from kenno.people.models import User
from kenno.surveys.actions.invitations import send_again, send_invitations
from kenno.surveys.actions.nudges import remind_now
from kenno.surveys.actions.reminders import send_reminders
from kenno.surveys.models import Invitation
from tests.factories.surveys import (
    InvitationFactory,
    OpenRoundFactory,
    RecipientFactory,
    ReminderFactory,
    SentInvitationFactory,
)

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def headers(sent: Any) -> tuple[str, str]:
    """The path behind the header that stops mails, and how it is asked for."""
    given = sent.message()
    [path] = re.findall(r"<https?://[^/]+(/.+)>", given["List-Unsubscribe"])
    return path, given["List-Unsubscribe-Post"]


def test_invitation_and_reminder_are_stopped_by_one_click(
    django_capture_on_commit_callbacks: Any,
) -> None:
    survey = OpenRoundFactory()
    InvitationFactory(recipient__round=survey)
    SentInvitationFactory(recipient__round=survey)
    ReminderFactory(round=survey)
    with django_capture_on_commit_callbacks(execute=True):
        assert (send_invitations(), send_reminders()) == (1, 1)
    assert len(mail.outbox) == 2
    for sent in mail.outbox:
        path, how = headers(sent)
        assert how == "List-Unsubscribe=One-Click"
        assert path in str(sent.body)
        client = Client(enforce_csrf_checks=True)
        answer = client.post(path, ONE_CLICK)
        assert (answer.status_code, answer.content.decode()) == (200, "Lopetettu.\n")
    assert Invitation.objects.filter(mail_stopped_at__isnull=False).count() == 2


def test_opening_the_page_stops_nothing_and_its_button_does(invited: Any) -> None:
    link = invited()
    page = link.get("stop_mail")
    assert page.status_code == 200
    assert link.url("decline") in page.content.decode()
    link.invitation.refresh_from_db()
    assert link.invitation.mail_stopped_at is None
    assert link.post("stop_mail")["Location"] == link.url("stop_mail")
    assert "Viestit on lopetettu" in link.get("stop_mail").content.decode()
    link.post("stop_mail")
    assert AuditRecord.objects.filter(action="surveys.mail_stopped").count() == 1


def test_who_stops_mail_may_still_answer_and_has_not_declined(invited: Any) -> None:
    link = invited()
    link.post("stop_mail")
    link.invitation.refresh_from_db()
    assert link.invitation.declined_at is None
    assert link.get("answer").status_code == 200


def test_stopping_holds_for_every_municipality_of_a_person_in_the_round(invited: Any) -> None:
    link = invited()
    recipient = RecipientFactory(
        round=link.invitation.recipient.round, person=link.invitation.person
    )
    second = SentInvitationFactory(recipient=recipient)
    elsewhere = SentInvitationFactory(person=link.invitation.person)
    link.post("stop_mail")
    for one in (second, elsewhere):
        one.refresh_from_db()
    assert second.mail_stopped_at is not None
    assert elsewhere.mail_stopped_at is None


def test_nothing_more_is_sent_to_who_stopped_the_mails(coordinator: User) -> None:
    stopped = SentInvitationFactory(mail_stopped_at=timezone.now())
    InvitationFactory(recipient__round=stopped.recipient.round, mail_stopped_at=timezone.now())
    with pytest.raises(Conflict):
        remind_now(invitation=stopped, by=coordinator)
    with pytest.raises(Refusal):
        send_again(invitation=stopped, by=coordinator)
    assert send_invitations() == 0


def test_mail_is_stopped_in_a_paused_round_too(invited: Any) -> None:
    link = invited()
    survey = link.invitation.recipient.round
    survey.state = "paused"
    survey.save()
    assert link.post("stop_mail", data=ONE_CLICK).status_code == 200


def test_unknown_link_stops_nothing() -> None:
    assert Client().post(f"/kysely/{'x' * 43}/lopeta-viestit/", ONE_CLICK).status_code == 410
