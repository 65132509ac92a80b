import pytest
from django.utils import timezone

from kenno.core import personal_data
from kenno.core.models import SignedLink
from kenno.people import actions as people
from kenno.people.actions.removal import Asked, remove_person
from kenno.people.models import User
from kenno.surveys.actions.links import make_link
from kenno.surveys.models import Recipient
from tests.factories.people import InvitedContactFactory
from tests.factories.surveys import RecipientFactory, SentInvitationFactory

pytestmark = pytest.mark.django_db


def test_person_sees_where_they_have_been_asked_and_what_they_said():
    invitation = SentInvitationFactory(
        declined_at=timezone.now(), decline_reason="Ei ehditä.", recipient__title="johtaja"
    )
    SentInvitationFactory()
    found = {each.name: each.entries for each in personal_data.sections(invitation.person)}
    (asked,), (invited,) = found["surveys.asked"], found["surveys.invited"]
    assert asked.title == invited.title == "Mitä hyvää teillä tehdään?"
    assert "johtaja" in [fact.value for fact in asked.facts]
    assert "Ei ehditä." in [fact.value for fact in invited.facts]


def test_removed_person_is_taken_out_but_that_the_municipality_was_asked_stays():
    invitation = SentInvitationFactory(declined_at=timezone.now(), decline_reason="Ei ehditä.")
    make_link(invitation)
    remove_person(person=invitation.person, asked=Asked.BY_LETTER, by=None)
    invitation.refresh_from_db()
    assert (invitation.person, invitation.decline_reason) == (None, "")
    assert Recipient.objects.get().person is None
    assert SignedLink.objects.count() == 0


def test_account_that_a_survey_needs_outlives_a_declined_invitation_to_be_a_contact():
    asked, other = InvitedContactFactory(), InvitedContactFactory()
    recipient = RecipientFactory(person=asked.person)
    for contact in (asked, other):
        people.decline_contact(contact=contact, by=contact.person)
    assert list(User.objects.order_by("pk")) == [recipient.person]
