"""A person who asked, and was closed out and reported, leaves nothing behind when removed."""

import pytest
from django.utils import timezone

from kenno.core.models import OutboxMessage
from kenno.people import actions
from kenno.people.actions import Asked
from kenno.people.enums import InquiryState, ReportReason
from kenno.people.models import ClosedSender, Contact, Inquiry, User
from tests.factories.people import UserFactory
from tests.people.inquiries.conftest import Ask
from tests.people.personal_data.test_removal import everything_stored

pytestmark = pytest.mark.django_db
ADDRESS = "poistuva@kunta.example"
NAME = "Kulttuurisihteeri Esimerkkinen"


@pytest.fixture
def asker() -> User:
    person: User = UserFactory(
        email=ADDRESS, first_name="Kulttuurisihteeri", last_name="Esimerkkinen"
    )
    return person


@pytest.mark.parametrize(
    ("mail", "ended"),
    [
        ({"state": "waiting"}, InquiryState.TAKEN_BACK),
        ({"state": "refused", "refusal": "rejected"}, InquiryState.REFUSED),
        ({"state": "sent", "body": "", "html": ""}, InquiryState.RELAYED),
    ],
)
def test_no_table_holds_who_asked_any_more(
    ask: Ask, contact: Contact, asker: User, mail: dict[str, str], ended: str
) -> None:
    inquiry = ask(contact, by=asker, name=NAME)
    actions.close_sender(inquiry=inquiry)
    actions.report(inquiry=inquiry, reason=ReportReason.ADVERTISING)
    left = {"sent_at": timezone.now()} if mail["state"] == "sent" else {}
    OutboxMessage.objects.filter(kind="people.inquiry").update(**mail, **left)
    assert ADDRESS in everything_stored()
    actions.remove_person(person=asker, asked=Asked.BY_THEMSELVES, by=asker)
    stored = everything_stored()
    assert [text in stored for text in (ADDRESS, "esimerkkinen")] == [False, False]
    assert Inquiry.objects.get().state == ended
    closed = ClosedSender.objects.get()
    assert (closed.label, closed.shown_label) == ("", "poistettu henkilö")
