"""Reminding one person by hand: not too often, and never who has answered or declined."""

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
    RecipientFactory,
    SentInvitationFactory,
    StartedInvitationFactory,
    SubmittedResponseFactory,
)
from tests.utils.htmx import HEADERS

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


def test_remind_now_is_refused_for_three_days_after_any_mail_of_the_round() -> None:
    invitation, me = SentInvitationFactory(), CoordinatorFactory()
    remind_now(invitation=invitation, by=me)
    with pytest.raises(Refusal):
        remind_now(invitation=invitation, by=me)
    with time_machine.travel(timezone.now() + timedelta(days=2)), pytest.raises(Refusal):
        remind_now(invitation=invitation, by=me)
    fresh = SentInvitationFactory(queued_at=timezone.now() - timedelta(days=2))
    with pytest.raises(Refusal):
        remind_now(invitation=fresh, by=me)
    assert OutboxMessage.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        remind_now(invitation=invitation, by=me)
    assert OutboxMessage.objects.count() == 2


def test_remind_now_counts_the_mails_of_a_person_not_of_a_municipality() -> None:
    first = SentInvitationFactory()
    recipient = RecipientFactory(round=first.recipient.round, person=first.person)
    second = SentInvitationFactory(recipient=recipient)
    of_another_round = SentInvitationFactory(person=first.person)
    remind_now(invitation=first, by=CoordinatorFactory())
    with pytest.raises(Refusal):
        remind_now(invitation=second, by=CoordinatorFactory())
    remind_now(invitation=of_another_round, by=CoordinatorFactory())
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize(
    "marks",
    [
        {"submitted_at": timezone.now()},
        {"declined_at": timezone.now()},
        {"delegated_at": timezone.now()},
        {"revoked_at": timezone.now()},
        {"mail_stopped_at": timezone.now()},
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


def test_button_reminds_and_shows_the_list_again() -> None:
    invitation = SentInvitationFactory()
    place, survey = invitation.recipient.municipality, invitation.recipient.round_id
    client = signed_in(RegionCoordinatorFactory(region=place.region))
    assert client.get(address(invitation)).status_code == 405
    of_list = f"/tyopoyta/kyselyt/{survey}/seuranta/kunnat/?state=sent"
    response = client.post(address(invitation), {"back": of_list}, follow=True)
    assert response.redirect_chain == [(of_list, 302)]
    assert "Muistutus lähtee." in response.content.decode()
    of_place = f"/tyopoyta/kyselyt/{survey}/seuranta/kunnat/{place.slug}/"
    response = client.post(address(invitation), {"back": "https://muualla.example/"}, follow=True)
    assert response.redirect_chain == [(of_place, 302)]
    assert "alle 3 päivää sitten" in response.content.decode()
    assert OutboxMessage.objects.count() == 1


def test_button_of_a_row_is_replaced_by_what_came_of_it() -> None:
    invitation, client = SentInvitationFactory(), signed_in(CoordinatorFactory())
    answers = [client.post(address(invitation), headers=HEADERS) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 400]
    first, second = (answer.content.decode().strip() for answer in answers)
    assert first == "<span data-announce>Muistutus lähtee.</span>"
    assert "alle 3 päivää sitten" in second
    assert OutboxMessage.objects.count() == 1


def test_button_is_for_coordinators_of_the_region() -> None:
    invitation = SentInvitationFactory(declined_at=timezone.now())
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
    codes = [signed_in(person).post(address(invitation)).status_code for person in people]
    assert codes == [302, 403, 302, 403, 403]


@pytest.mark.parametrize("rest", ["kunnat/", "kunnat/{slug}/"])
def test_lists_offer_actions_to_those_who_may_act(rest: str) -> None:
    invitation = SentInvitationFactory()
    place, survey = invitation.recipient.municipality, invitation.recipient.round_id
    actions = [
        address(invitation),
        f"/tyopoyta/kyselyt/kutsu/{invitation.pk}/haastattele/",
        f"/tyopoyta/kyselyt/{survey}/seuranta/kunnat/{place.slug}/vastaanottaja/",
    ]
    for person, offered in ((CoordinatorFactory(), True), (AdministratorFactory(), False)):
        path = f"/tyopoyta/kyselyt/{survey}/seuranta/{rest.format(slug=place.slug)}"
        page = signed_in(person).get(path).content.decode()
        assert [action in page for action in actions] == [offered] * 3


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
