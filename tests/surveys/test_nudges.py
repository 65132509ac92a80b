"""Reminding one person by hand: once a day, and never who has answered or declined."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people.models import User
from kenno.surveys import rules
from kenno.surveys.actions.nudges import remind_now
from kenno.surveys.models import Invitation
from tests.factories.people import (
    AdministratorFactory,
    CoordinatorFactory,
    RegionCoordinatorFactory,
    UserFactory,
)
from tests.factories.surveys import (
    ClosedRoundFactory,
    SentInvitationFactory,
    StartedInvitationFactory,
    SubmittedResponseFactory,
)

pytestmark = pytest.mark.django_db


def address(invitation: Invitation) -> str:
    return f"/tyopoyta/kyselyt/kutsu/{invitation.pk}/muistuta/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("factory", [SentInvitationFactory, StartedInvitationFactory])
def test_remind_now_sends_one_mail(factory: type[SentInvitationFactory]) -> None:
    invitation = factory(language="sv")
    remind_now(invitation=invitation, by=CoordinatorFactory())
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient) == ("surveys.reminder", invitation.person.email)
    assert (message.language, message.confidential) == ("sv", True)
    assert AuditRecord.objects.filter(action="surveys.invitation_reminded").count() == 1


def test_remind_now_twice_a_day_is_refused() -> None:
    invitation, me = SentInvitationFactory(), CoordinatorFactory()
    remind_now(invitation=invitation, by=me)
    with pytest.raises(Refusal):
        remind_now(invitation=invitation, by=me)
    assert OutboxMessage.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        remind_now(invitation=invitation, by=me)
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize(
    "marks",
    [
        {"submitted_at": timezone.now()},
        {"declined_at": timezone.now()},
        {"delegated_at": timezone.now()},
        {"revoked_at": timezone.now()},
        {"mail_state": "bounced"},
        {"person": None},
    ],
)
def test_remind_now_leaves_alone_who_has_nothing_to_do(marks: dict[str, object]) -> None:
    with pytest.raises(Conflict):
        remind_now(invitation=SentInvitationFactory(**marks), by=CoordinatorFactory())
    assert OutboxMessage.objects.count() == 0


def test_remind_now_leaves_alone_a_municipality_that_has_answered() -> None:
    invitation = SentInvitationFactory()
    recipient = invitation.recipient
    SubmittedResponseFactory(round=recipient.round, municipality=recipient.municipality)
    with pytest.raises(Conflict):
        remind_now(invitation=invitation, by=CoordinatorFactory())


def test_remind_now_is_over_with_the_round() -> None:
    invitation = SentInvitationFactory(recipient__round=ClosedRoundFactory())
    with pytest.raises(Conflict):
        remind_now(invitation=invitation, by=CoordinatorFactory())


def test_page_asks_first_and_reminds_by_post() -> None:
    invitation = SentInvitationFactory()
    region = invitation.recipient.municipality.region
    client = signed_in(RegionCoordinatorFactory(region=region))
    assert client.get(address(invitation)).status_code == 200
    assert OutboxMessage.objects.count() == 0
    response = client.post(address(invitation))
    place = invitation.recipient.municipality
    survey = invitation.recipient.round_id
    assert response["Location"] == f"/tyopoyta/kyselyt/{survey}/seuranta/kunnat/{place.slug}/"
    assert OutboxMessage.objects.count() == 1
    assert client.post(address(invitation)).status_code == 400


def test_page_is_for_coordinators_of_the_region() -> None:
    invitation = SentInvitationFactory()
    place = invitation.recipient.municipality
    people = [
        RegionCoordinatorFactory(region=place.region),
        RegionCoordinatorFactory(),
        CoordinatorFactory(),
        AdministratorFactory(),
        UserFactory(),
    ]
    may = [True, False, True, False, False]
    assert [rules.can_remind(person, place) for person in people] == may
    codes = [signed_in(person).get(address(invitation)).status_code for person in people]
    assert codes == [200, 403, 200, 403, 403]
    posted = [signed_in(person).post(address(invitation)).status_code for person in people[3:]]
    assert posted == [403, 403]


def test_municipality_offers_reminding_where_it_can_be_done() -> None:
    open_one = SentInvitationFactory()
    declined = SentInvitationFactory(declined_at=timezone.now())
    client = signed_in(CoordinatorFactory())
    for invitation, offered in ((open_one, True), (declined, False)):
        recipient = invitation.recipient
        page = client.get(
            f"/tyopoyta/kyselyt/{recipient.round_id}/seuranta/kunnat/{recipient.municipality.slug}/"
        )
        assert (address(invitation) in page.content.decode()) is offered
