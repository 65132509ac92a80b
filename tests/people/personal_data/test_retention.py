"""Each rule of what is kept for how long, at its boundary days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from kenno.core import housekeeping, suppression
from kenno.core.enums import MessageState, SuppressionReason
from kenno.core.models import AuditRecord, OutboxMessage, SuppressedAddress
from kenno.core.retention import forget_expired
from kenno.people import actions
from kenno.people.actions import Asked, retention
from kenno.people.enums import ConsentPurpose, Visibility
from kenno.people.models import Confirmation, Consent, Contact, User
from kenno.practices.models import PracticeConfirmation
from kenno.search.models import IndexChange
from tests.factories.people import (
    ContactFactory,
    ContributorFactory,
    InvitedContactFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.practices import PublishedPracticeFactory

NOON = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@pytest.fixture
def go(time_machine, db) -> Callable[[timedelta], None]:
    """Go to some time after NOON."""

    def move(by: timedelta) -> None:
        time_machine.move_to(NOON + by, tick=False)

    move(timedelta())
    return move


def forgotten(name: str, *, rehearse: bool = False) -> int:
    return forget_expired(rehearse=rehearse)[name]


def test_card_is_hidden_when_its_consent_expires(go):
    contact = ShownContactFactory()
    practice = PublishedPracticeFactory(contact=contact)
    Consent.objects.update(expires_at=NOON + timedelta(days=2))
    IndexChange.objects.all().delete()
    go(timedelta(days=2, seconds=-1))
    assert forgotten("people.consents") == 0
    go(timedelta(days=2))
    assert forgotten("people.consents") == 1
    contact.refresh_from_db()
    assert contact.visibility == Visibility.NONE
    assert str(practice.pk) in set(IndexChange.objects.values_list("key", flat=True))
    assert AuditRecord.objects.filter(action="people.consent_expired").count() == 1
    assert forgotten("people.consents") == 0


def test_only_the_name_is_hidden_when_only_its_consent_expires(go):
    contact = ShownContactFactory(visibility=Visibility.ROLE_AND_NAME)
    Consent.objects.filter(purpose=ConsentPurpose.NAME).update(expires_at=NOON)
    assert forgotten("people.consents") == 1
    contact.refresh_from_db()
    assert contact.visibility == Visibility.ROLE


def test_search_is_told_of_a_job_that_has_ended_by_its_date(go):
    contact = ShownContactFactory(ends_on=TODAY + timedelta(days=3))
    practice = PublishedPracticeFactory(contact=contact)
    IndexChange.objects.all().delete()
    go(timedelta(days=2))
    forget_expired()
    assert IndexChange.objects.count() == 0
    go(timedelta(days=3))
    forget_expired()
    assert set(IndexChange.objects.values_list("key", flat=True)) == {str(practice.pk)}


def test_ended_card_is_deleted_after_twelve_months(go):
    contact = ShownContactFactory(ends_on=TODAY)
    practice = PublishedPracticeFactory(contact=contact)
    go(timedelta(days=364))
    assert forgotten("people.cards") == 0
    go(timedelta(days=365))
    assert forgotten("people.cards") == 1
    assert Contact.objects.count() == 0
    practice.refresh_from_db()
    assert practice.contact is None
    consent = Consent.objects.get()
    assert (consent.person, consent.contact, consent.purpose) == (None, None, "role")


def test_invitation_is_deleted_after_sixty_days_with_its_person(go):
    contact = InvitedContactFactory(invited_at=NOON)
    go(timedelta(days=60, seconds=-1))
    assert forgotten("people.invitations") == 0
    go(timedelta(days=60))
    assert forgotten("people.invitations") == 1
    assert User.objects.filter(pk=contact.person_id).exists() is False


def test_invitation_of_somebody_who_is_known_is_deleted_without_them(go):
    person = ContributorFactory()
    InvitedContactFactory(invited_at=NOON, person=person)
    go(timedelta(days=60))
    assert forgotten("people.invitations") == 1
    assert User.objects.filter(pk=person.pk).exists() is True


def test_accepted_card_is_no_invitation(go):
    ContactFactory(invited_at=NOON)
    go(timedelta(days=200))
    assert forgotten("people.invitations") == 0


def test_answers_are_deleted_after_twenty_four_months(go):
    question = {"about": TODAY, "asked_on": TODAY, "told_on": TODAY, "answered_at": NOON}
    Confirmation.objects.create(contact=ContactFactory(), answer="kept", **question)
    Confirmation.objects.create(
        contact=ContactFactory(), about=TODAY, asked_on=TODAY, told_on=TODAY
    )
    practice = PublishedPracticeFactory()
    PracticeConfirmation.objects.create(practice=practice, answer="kept", **question)
    to_do = {**question, "about": TODAY + timedelta(days=1)}
    PracticeConfirmation.objects.create(practice=practice, answer="archive", **to_do)
    go(timedelta(days=730))
    assert (forgotten("people.answers"), forgotten("practices.answers")) == (0, 0)
    go(timedelta(days=731))
    counts = forget_expired()
    assert (counts["people.answers"], counts["practices.answers"]) == (1, 1)
    assert (Confirmation.objects.count(), PracticeConfirmation.objects.count()) == (1, 1)


def test_receipt_of_a_removal_is_deleted_after_a_week(go):
    actions.remove_person(person=UserFactory(), asked=Asked.BY_LETTER, by=None)
    go(timedelta(days=7, seconds=-1))
    assert forgotten("people.receipts") == 0
    go(timedelta(days=7))
    assert forgotten("people.receipts") == 1
    assert OutboxMessage.objects.count() == 0


def test_receipt_that_bounced_keeps_the_address_no_longer(go):
    actions.remove_person(person=UserFactory(), asked=Asked.BY_LETTER, by=None)
    receipt = OutboxMessage.objects.get()
    suppression.suppress(
        address=receipt.recipient, reason=SuppressionReason.BOUNCE, message=receipt
    )
    go(timedelta(days=7))
    forget_expired()
    assert SuppressedAddress.objects.count() == 0


@pytest.fixture
def idle(go) -> User:
    """Somebody without role or card, who signed in last at NOON."""
    found: User = UserFactory(last_login=NOON, date_joined=NOON - timedelta(days=900))
    return found


WARNED = timedelta(days=701)
REMOVED = timedelta(days=731)


def test_unused_account_is_told_thirty_days_before(idle, go):
    go(WARNED - timedelta(days=1))
    assert forgotten("people.unused_told") == 0
    go(WARNED)
    assert forgotten("people.unused_told") == 1
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient) == ("people.unused_account", idle.email)
    assert "2. maaliskuuta 2028" in message.body
    assert forgotten("people.unused_told") == 0


def test_unused_account_is_removed_thirty_days_after_it_was_told(idle, go):
    go(WARNED)
    forget_expired()
    go(REMOVED - timedelta(days=1))
    assert forgotten("people.unused") == 0
    go(REMOVED)
    assert forgotten("people.unused") == 1
    assert User.objects.count() == 0
    assert AuditRecord.objects.get(action="people.removed").data == {"asked": "unused"}


def test_unused_account_is_told_first_however_late(idle, go):
    go(timedelta(days=1000))
    counts = forget_expired()
    assert (counts["people.unused_told"], counts["people.unused"]) == (1, 0)
    go(timedelta(days=1029))
    assert forgotten("people.unused") == 0
    go(timedelta(days=1030))
    assert forgotten("people.unused") == 1


def test_sign_in_after_being_told_keeps_the_account(idle, go):
    go(WARNED)
    forget_expired()
    User.objects.update(last_login=NOON + WARNED + timedelta(days=5))
    go(REMOVED)
    assert forgotten("people.unused") == 0
    go(REMOVED + timedelta(days=690))
    assert forgotten("people.unused_told") == 1
    assert forgotten("people.unused") == 0


@pytest.mark.parametrize(
    "make",
    [
        lambda: ContributorFactory(last_login=NOON, date_joined=NOON),
        lambda: ContactFactory(person__last_login=NOON, person__date_joined=NOON),
        lambda: UserFactory(last_login=NOON, date_joined=NOON, is_example=True),
        lambda: UserFactory(last_login=NOON, date_joined=NOON, is_staff=True),
        lambda: UserFactory(last_login=NOON, date_joined=NOON, is_superuser=True),
    ],
)
def test_account_with_role_or_card_and_special_ones_are_kept(go, make):
    make()
    go(timedelta(days=2000))
    counts = forget_expired()
    assert (counts["people.unused_told"], counts["people.unused"]) == (0, 0)


def test_rehearsal_counts_the_same_and_changes_nothing(go):
    ShownContactFactory()
    ContactFactory(ends_on=TODAY, person=ContributorFactory())
    InvitedContactFactory(invited_at=NOON)
    UserFactory(last_login=NOON, date_joined=NOON)
    go(timedelta(days=800))
    before = (Contact.objects.count(), User.objects.count(), OutboxMessage.objects.count())
    counts = forget_expired(rehearse=True)
    assert before == (
        Contact.objects.count(),
        User.objects.count(),
        OutboxMessage.objects.count(),
    )
    assert counts == forget_expired()


def test_second_run_finds_nothing(go):
    ShownContactFactory()
    ContactFactory(ends_on=TODAY)
    InvitedContactFactory(invited_at=NOON)
    go(timedelta(days=800))
    forget_expired()
    again = forget_expired()
    assert {name: count for name, count in again.items() if count} == {}


def test_command_prints_the_counts_and_a_rehearsal_says_so(go):
    ContactFactory(ends_on=TODAY)
    go(timedelta(days=400))
    rehearsed, done = StringIO(), StringIO()
    call_command("forget_expired", "--dry-run", stdout=rehearsed)
    call_command("forget_expired", stdout=done)
    line = "Cards deleted 12 months after the job ended: 1"
    assert line in rehearsed.getvalue()
    assert rehearsed.getvalue().endswith("Nothing was changed.\n")
    assert line in done.getvalue()
    assert Contact.objects.count() == 0


def test_housekeeping_keeps_the_rules_too(go):
    ContactFactory(ends_on=TODAY)
    go(timedelta(days=400))
    assert housekeeping.prune()["people.cards"] == 1


def test_sent_messages_are_pruned_by_the_rule_of_the_outbox(go):
    OutboxMessage.objects.create(
        kind="people.invitation",
        recipient="a@b.example",
        subject="x",
        body="x",
        state=MessageState.SENT,
        sent_at=NOON,
    )
    go(timedelta(days=365))
    assert housekeeping.prune()["messages"] == 1


def test_rules_go_through_all_however_many_are_read_at_a_time(go, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    ContactFactory.create_batch(5, ends_on=date(2024, 1, 1))
    assert forget_expired()["people.cards"] == 5
    assert Contact.objects.count() == 0
