"""Everything about a person goes at once; what must stay loses the name."""

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from kenno.core import audit, suppression
from kenno.core.enums import MessageState, SuppressionReason
from kenno.core.exceptions import Gone, Refusal
from kenno.core.models import AuditRecord, MessageEvent, OutboxMessage, SignedLink
from kenno.moderation import actions as moderation
from kenno.people import actions
from kenno.people.actions import Asked
from kenno.people.models import Consent, Contact, Membership, RefusedAddress, User
from kenno.practices.actions.confirmations import keep_practice
from kenno.practices.models import Practice
from kenno.search.models import SavedSearch
from tests.factories.pages import FeedbackFactory
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.search import AddressSearchFactory, SavedSearchFactory

ADDRESS = "poistuva@kunta.example"
NAMES = {"first_name": "Kulttuurisihteeri", "last_name": "Esimerkkinen"}


@pytest.fixture
def person(db) -> User:
    """Somebody with a role, a card, practices, searches, messages and a history."""
    found: User = ContributorFactory(email=ADDRESS, **NAMES)
    card = ShownContactFactory(person=found)
    practice = PublishedPracticeFactory(
        municipality=found.memberships.get().municipality, contact=card, created_by=found
    )
    draft = practice.get_latest_revision_as_object()
    draft.summary = "Uusi tiivistelmä"
    moderation.save_draft(record=draft, by=found, based_on=0)
    keep_practice(practice=practice, by=found)
    SavedSearchFactory(owner=found)
    AddressSearchFactory(email=ADDRESS)
    FeedbackFactory(email=ADDRESS)
    actions.create_sign_in_link(found)
    actions.change_settings(person=found, language="sv", by=found, **NAMES)
    message = OutboxMessage.objects.create(
        kind="people.invitation",
        recipient=ADDRESS.upper(),
        subject=f"Tervetuloa {ADDRESS}",
        body=f"Kirjaudu osoitteella {ADDRESS}",
        state=MessageState.SENT,
        sent_at=timezone.now(),
    )
    MessageEvent.objects.create(message=message, kind="bounced", detail=f"<{ADDRESS}> unknown")
    OutboxMessage.objects.create(
        kind="people.invitation", recipient=ADDRESS, subject="Odottaa", body="Odottaa"
    )
    audit.record(
        "people.invitation", subject=practice, by=None, message=f"Pyysi {ADDRESS} ({found})"
    )
    return found


def remove(person: User) -> None:
    actions.remove_person(person=person, asked=Asked.BY_THEMSELVES, by=person)


def everything_stored() -> str:
    """Return every text in the tables of this service, but for the receipt of a removal."""
    found = []
    for model in apps.get_models():
        rows = model._default_manager.order_by("pk")
        if model is OutboxMessage:
            rows = rows.exclude(kind="people.removal_receipt")
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        found += [str(row) for row in rows.values_list(*names)] if names else []
    return "\n".join(found).lower()


def test_no_table_holds_the_address_or_the_name_any_more(person):
    CoordinatorFactory()
    assert ADDRESS in everything_stored()
    remove(person)
    stored = everything_stored()
    assert [text in stored for text in (ADDRESS, "esimerkkinen")] == [False, False]


def test_account_roles_cards_searches_and_links_are_deleted(person):
    remove(person)
    left = [model.objects.count() for model in (User, Membership, Contact, SavedSearch, SignedLink)]
    assert left == [0, 0, 0, 0, 0]


def test_consents_stay_without_the_person_and_hold_no_more(person):
    remove(person)
    consent = Consent.objects.get()
    assert (consent.person, consent.contact, consent.purpose, consent.is_valid) == (
        None,
        None,
        "role",
        False,
    )


def test_practice_stays_without_its_writer_and_contact(person):
    remove(person)
    practice = Practice.objects.get()
    who = (practice.contact, practice.created_by, practice.draft_saved_by)
    assert (practice.live, who) == (True, (None, None, None))
    assert practice.get_latest_revision().user is None
    assert practice.get_latest_revision_as_object().summary == "Uusi tiivistelmä"


def test_trail_says_removed_person_for_what_they_did(person, coordinating):
    remove(person)
    record = AuditRecord.objects.get(action="practices.confirmed")
    assert (record.by, record.by_is_removed) == (None, True)
    assert audit.entries([record])[0].who == "poistettu henkilö"
    settings = AuditRecord.objects.get(action="people.settings_changed")
    assert settings.label == "poistettu henkilö"
    told = AuditRecord.objects.get(action="people.invitation")
    assert told.message == "Pyysi poistettu henkilö (poistettu henkilö)"
    page = coordinating.get("/tyopoyta/tapahtumat/").content.decode()
    assert "poistettu henkilö" in page


def test_what_the_system_did_stays_the_systems(person):
    remove(person)
    assert AuditRecord.objects.get(action="people.invitation").by_is_removed is False


def test_messages_that_left_stay_empty_and_waiting_ones_go(person):
    remove(person)
    kept = OutboxMessage.objects.get(kind="people.invitation")
    assert (kept.recipient, kept.subject, kept.body, kept.state) == ("", "", "", "sent")
    assert kept.events.get().detail == ""


def test_receipt_goes_to_the_person_in_their_language(person):
    remove(person)
    receipt = OutboxMessage.objects.get(kind="people.removal_receipt")
    assert (receipt.recipient, receipt.language, receipt.confidential) == (ADDRESS, "sv", True)


def test_address_that_is_not_mailed_gets_no_receipt_and_is_kept_no_more(person):
    suppression.suppress(address=ADDRESS, reason=SuppressionReason.BOUNCE)
    remove(person)
    assert OutboxMessage.objects.filter(kind="people.removal_receipt").count() == 0
    assert suppression.find(ADDRESS) is None


def test_nothing_keeps_a_removed_person_from_joining_again(person):
    remove(person)
    assert RefusedAddress.objects.count() == 0


def test_example_gets_no_receipt(db):
    remove(UserFactory(is_example=True))
    assert OutboxMessage.objects.count() == 0


def test_removal_is_written_down_without_the_person(person):
    remove(person)
    record = AuditRecord.objects.get(action="people.removed")
    assert (record.by, record.by_is_removed, record.label, record.data) == (
        None,
        True,
        "",
        {"asked": "by-themselves"},
    )


def test_removal_by_letter_is_written_down_with_who_did_it(person):
    coordinator = CoordinatorFactory()
    actions.remove_person(person=person, asked=Asked.BY_LETTER, by=coordinator)
    record = AuditRecord.objects.get(action="people.removed")
    assert (record.by, record.data) == (coordinator, {"asked": "by-letter"})


def test_name_of_others_with_the_same_first_name_stays(db):
    other = UserFactory(first_name="Kulttuurisihteeri", last_name="Toinen")
    audit.record("people.closed", subject=other, by=None)
    remove(UserFactory(first_name="Kulttuurisihteeri"))
    assert AuditRecord.objects.get(action="people.closed").label == "Kulttuurisihteeri Toinen"


def test_removing_twice_is_told(person):
    remove(person)
    with pytest.raises(Gone):
        actions.remove_person(person=person, asked=Asked.BY_LETTER, by=CoordinatorFactory())


def test_last_coordinator_is_told_what_to_do_first_and_nothing_goes(coordinator):
    with pytest.raises(Refusal) as refusal:
        remove(coordinator)
    assert "Anna rooli ensin toiselle" in str(refusal.value.message)
    assert User.objects.filter(pk=coordinator.pk).exists() is True
    assert OutboxMessage.objects.count() == 0


def test_coordinator_whose_only_colleague_is_closed_is_the_last(coordinator):
    CoordinatorFactory(is_active=False)
    with pytest.raises(Refusal):
        remove(coordinator)


def test_one_of_two_coordinators_may_go(coordinator):
    CoordinatorFactory()
    remove(coordinator)
    assert User.objects.filter(pk=coordinator.pk).exists() is False


def test_link_of_a_removed_person_is_gone(person, client):
    address = actions.create_sign_in_link(person).partition("//")[2].partition("/")[2]
    remove(person)
    assert client.get(f"/{address}").status_code == 410


def test_removed_inviter_is_in_no_invitation(person):
    organisation = person.contacts.get().organisation
    actions.invite_contact(
        email="uusi@kunta.example",
        title="kirjastonjohtaja",
        organisation=organisation,
        language="sv",
        by=person,
    )
    invitation = OutboxMessage.objects.get(recipient="uusi@kunta.example")
    assert "Esimerkkinen" in invitation.body
    remove(person)
    stored = everything_stored()
    assert [text in stored for text in (ADDRESS, "esimerkkinen")] == [False, False]
    invitation.refresh_from_db()
    assert (invitation.state, "borttagen person" in invitation.body) == ("waiting", True)
