"""How long things of persons are kept: one small function for each rule, run daily."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import DateTimeField, Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone, translation

from kenno.core import audit, links, outbox
from kenno.core.dates import months_before
from kenno.core.models import OutboxMessage, SuppressedAddress
from kenno.people import mails, registry
from kenno.people.actions.invitations import delete_invitation
from kenno.people.actions.removal import RECEIPT_KIND, Asked, remove_person
from kenno.people.enums import Visibility
from kenno.people.models import Confirmation, Consent, Contact, Membership, User
from kenno.people.queries.contacts import faded_since

ENDED_CARDS_MONTHS: Final = 12
INVITATIONS_DAYS: Final = 60
ANSWERS_MONTHS: Final = 24
UNUSED_MONTHS: Final = 24
# So many are read at a time, and looked at again before their turn.
BATCH: Final = 100
WARNED_BEFORE: Final = timedelta(days=30)
# How far back what faded by itself is told anew, should the clock have stood.
FADED_WITHIN: Final = timedelta(days=8)
M = TypeVar("M", bound=Model)


def hide_expired(now: datetime, rehearse: bool) -> int:
    """Hide cards whose consent to be shown has expired, and names whose own consent has.

    They were shown to nobody any more; now they also say so, and search is told.
    """
    expired = Contact.objects.with_expired_consent().order_by("pk")
    if rehearse:
        return expired.count()
    hidden = _each(expired, _hide)
    with transaction.atomic():
        registry.contacts_changed(faded_since(now - FADED_WITHIN))
    return hidden


@transaction.atomic
def _hide(contact: Contact) -> None:
    visibility = Visibility.ROLE if contact.role_agreed else Visibility.NONE
    Contact.objects.filter(pk=contact.pk).update(visibility=visibility, version=F("version") + 1)
    audit.record("people.consent_expired", subject=contact, by=None)
    registry.contacts_changed([contact.pk])


def _each(found: QuerySet[M], forget: Callable[[M], None]) -> int:
    """Do something with each record, never all of them in memory; return how many they were.

    One that is not among `found` any more when its turn comes is left out.
    """
    ids = list(found.values_list("pk", flat=True))
    done = 0
    for start in range(0, len(ids), BATCH):
        for record in found.filter(pk__in=ids[start : start + BATCH]):
            forget(record)
            done += 1
    return done


def delete_ended_cards(now: datetime, rehearse: bool) -> int:
    """Delete cards 12 months after their job ended; consents to them lose the person."""
    last = months_before(timezone.localdate(now), ENDED_CARDS_MONTHS)
    expired = Contact.objects.filter(ends_on__lte=last).order_by("pk")
    if rehearse:
        return expired.count()
    return _each(expired.select_related("person", "organisation"), _delete_card)


@transaction.atomic
def _delete_card(card: Contact) -> None:
    registry.contact_replaced(card, None)
    Consent.objects.filter(contact=card).update(person=None, contact=None)
    links.forget_links(card)
    audit.record("people.card_deleted", subject=card, by=None)
    card.delete()


def delete_unanswered_invitations(now: datetime, rehearse: bool) -> int:
    """Delete invitations 60 days after they were sent, with what was kept for them only."""
    last = now - timedelta(days=INVITATIONS_DAYS)
    asked = Coalesce("invited_at", "created_at", output_field=DateTimeField())
    expired = Contact.objects.invited().annotate(asked=asked).filter(asked__lte=last)
    expired = expired.exclude(is_example=True).order_by("pk")
    if rehearse:
        return expired.count()
    return _each(expired.select_related("person", "organisation"), _delete_invitation)


@transaction.atomic
def _delete_invitation(contact: Contact) -> None:
    audit.record("people.contact_invitation_expired", subject=contact, by=None)
    delete_invitation(contact)


def delete_old_answers(now: datetime, rehearse: bool) -> int:
    """Delete answers to the yearly question after 24 months."""
    last = months_before(timezone.localdate(now), ANSWERS_MONTHS)
    expired = Confirmation.objects.answered().filter(answered_at__date__lte=last)
    return expired.count() if rehearse else expired.delete()[0]


def delete_receipts(now: datetime, rehearse: bool) -> int:
    """Delete the receipts of removals, the last that knows the address, after a week."""
    expired = OutboxMessage.objects.filter(
        kind=RECEIPT_KIND, created_at__lte=now - mails.RECEIPT_KEPT
    )
    count = expired.count()
    if not rehearse:
        # One that bounced would keep the address otherwise.
        SuppressedAddress.objects.filter(message__in=expired).delete()
        expired.delete()
    return count


def unused(now: datetime, *, at: datetime | None = None) -> QuerySet[User]:
    """Return accounts without role or card of which nobody has made use since 24 months ago.

    `at` asks which will be so at another moment.
    """
    last = months_before(timezone.localdate(at or now), UNUSED_MONTHS)
    memberships = Membership.objects.filter(user=OuterRef("pk"))
    cards = Contact.objects.filter(person=OuterRef("pk"))
    return (
        User.objects.annotate(
            used_at=Greatest(Coalesce("last_login", "date_joined"), F("date_joined"))
        )
        .filter(used_at__date__lte=last, is_example=False, is_superuser=False, is_staff=False)
        .exclude(Exists(memberships))
        .exclude(Exists(cards))
        .order_by("pk")
    )


def warn_unused(now: datetime, rehearse: bool) -> int:
    """Tell owners of unused accounts 30 days before that their data will be removed."""
    found = unused(now, at=now + WARNED_BEFORE).filter(
        Q(removal_told_at__isnull=True) | Q(removal_told_at__lt=F("used_at"))
    )
    if rehearse:
        return found.count()
    return _each(found, partial(_warn, now=now))


@transaction.atomic
def _warn(person: User, *, now: datetime) -> None:
    User.objects.filter(pk=person.pk).update(removal_told_at=now)
    audit.record("people.unused_told", subject=person, by=None)
    with translation.override(person.language):
        mail = mails.unused_account(timezone.localdate(now + WARNED_BEFORE))
    outbox.queue_message(
        kind="people.unused_account",
        recipient=person.email,
        mail=mail,
        key=f"people.unused_account:{person.pk}:{timezone.localdate(now)}",
    )


def remove_unused(now: datetime, rehearse: bool) -> int:
    """Remove accounts unused for 24 months whose owners were told 30 days ago."""
    found = unused(now).filter(
        removal_told_at__lte=now - WARNED_BEFORE, removal_told_at__gte=F("used_at")
    )
    if rehearse:
        return found.count()
    return _each(found, _remove)


def _remove(person: User) -> None:
    remove_person(person=person, asked=Asked.UNUSED, by=None)
