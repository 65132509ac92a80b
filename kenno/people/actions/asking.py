"""Asking contacts once a year whether their cards still hold; run daily, as often as it happens.

    day 0       asked by mail, one for all the cards of a person
    day 14, 28  reminded
    day 42      steps back: no longer shown, until an answer comes

Each step counts from the mail before it, so that a task which was not run for days neither hurries
nor mails twice.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, outbox
from kenno.core.dates import months_before
from kenno.core.exceptions import Conflict
from kenno.people import mails, registry
from kenno.people.actions.confirmations import drop_successor, make_link
from kenno.people.actions.contacts import hold
from kenno.people.enums import ConfirmationAnswer
from kenno.people.models import Confirmation, Contact, ContactQuerySet, User
from kenno.people.models.confirmations import REMINDERS, ConfirmationQuerySet

MONTHS_BETWEEN: Final = 12
# Cards that fall due this soon go into the same mail.
MONTHS_TOGETHER: Final = 11
SUCCESSOR_ANSWERS_IN: Final = timedelta(days=30)
MAIL_GOOD_FOR: Final = timedelta(days=14)
# About half a minute, for which sign-in codes wait in the same queue.
MOST_IN_A_RUN: Final = 1000


@dataclass(frozen=True)
class AskedContacts:
    """What one run did: persons mailed, hand-overs that failed, contacts that stepped back."""

    persons: int
    failed_hand_overs: int
    stepped_back: int


def ask_contacts() -> AskedContacts:
    """Ask and remind the contacts whose turn it is, and let those step back who do not answer.

    Where more than MOST_IN_A_RUN persons wait, the next run goes on from there.
    """
    today = timezone.localdate()
    _close_ended()
    failed = _follow_successors(today)
    persons = set(_due(today).values_list("person", flat=True))
    waiting = Confirmation.objects.to_remind(today).waiting_for_owner()
    persons |= set(waiting.order_by("pk").values_list("contact__person", flat=True))
    left_alone = {confirmation.contact.person_id for confirmation in failed}
    turns = [*sorted(left_alone), *sorted(persons - left_alone)[:MOST_IN_A_RUN]]
    mailed = sum(_ask_person(pk, today, failed) for pk in turns)
    return AskedContacts(mailed, len(failed), _step_back(today))


@transaction.atomic
def ask_again(*, contact: Contact, by: User) -> None:
    """Ask a contact anew who has not answered, and begin the reminders from the start.

    Raises Conflict when nothing is open or when they were mailed today already.
    """
    today = timezone.localdate()
    person = User.objects.select_for_update().get(pk=contact.person_id)
    waiting = Confirmation.objects.waiting_for_owner().filter(contact=contact)
    confirmation = waiting.select_for_update(of=("self",)).first()
    if confirmation is None:
        raise Conflict(_("Yhteyshenkilö on jo vastannut."))
    if confirmation.told_on == today and confirmation.mails:
        raise Conflict(_("Yhteyshenkilölle on jo lähetetty viesti tänään."))
    confirmation.asked_on = today
    confirmation.reminded = 0
    confirmation.told_on = today
    confirmation.save()
    _mail(person, today)
    audit.record("people.contact_asked_again", subject=contact, by=by)


def _due(today: date, months: int = MONTHS_BETWEEN) -> QuerySet[Contact]:
    """Return the contacts at work whose card was last said to hold so many months ago."""
    last = Coalesce("confirmed_on", TruncDate("accepted_at"), output_field=DateField())
    asked = Confirmation.objects.filter(contact=OuterRef("pk"))
    return (
        Contact.objects.at_work()
        .filter(is_example=False, person__is_example=False)
        .annotate(last_held=last)
        .filter(last_held__lte=months_before(today, months))
        .exclude(Exists(asked.open()))
        .exclude(Exists(asked.filter(about=OuterRef("last_held"))))
        .order_by("pk")
    )


def _close_ended() -> None:
    """Ask no more about jobs that ended by their date."""
    ended = Confirmation.objects.open().filter(contact__in=Contact.objects.ended())
    ended.update(answered_at=timezone.now(), answer=ConfirmationAnswer.ENDED)


def _follow_successors(today: date) -> list[Confirmation]:
    """Return the questions whose successor declined or did not answer; they are open anew."""
    waiting = Confirmation.objects.waiting_for_successor().select_related(
        "successor__person", "contact__person"
    )
    too_late = timezone.now() - SUCCESSOR_ANSWERS_IN
    waited_for_long = Q(successor__isnull=True) | Q(handed_over_at__lte=too_late)
    found = waiting.filter(waited_for_long).order_by("pk")
    return [confirmation for confirmation in found if _drop(confirmation, today)]


@transaction.atomic
def _drop(confirmation: Confirmation, today: date) -> bool:
    """Ask a successor no more, unless they have just agreed; tell whether it was done."""
    # First the card, as whoever agrees does.
    hold(confirmation.successor_id)
    waiting = Confirmation.objects.waiting_for_successor().filter(pk=confirmation.pk)
    if not waiting.select_for_update(of=("self",)).exists():
        return False
    drop_successor(confirmation, today)
    return True


@transaction.atomic
def _ask_person(pk: int, today: date, failed: list[Confirmation]) -> bool:
    """Mail a person all their open questions, when there is reason to; tell whether there was."""
    person = User.objects.select_for_update().filter(pk=pk).first()
    if person is None or not person.is_active or person.is_example:
        return False
    new = []
    if _due(today).filter(person=person).exists():
        new = [_begin(card, today) for card in _due(today, MONTHS_TOGETHER).filter(person=person)]
    reminded = _of(person).to_remind(today)
    remind = list(reminded.order_by("pk").select_for_update(of=("self",)))
    for confirmation in remind:
        confirmation.reminded += 1
        confirmation.save(update_fields=["reminded"])
    again = [confirmation for confirmation in failed if confirmation.contact.person_id == pk]
    if not new and not remind and not again:
        return False
    _mail(person, today, is_reminder=not new and not again)
    return True


def _of(person: User) -> ConfirmationQuerySet:
    return Confirmation.objects.waiting_for_owner().filter(contact__person=person)


def _begin(card: Contact, today: date) -> Confirmation:
    confirmation = Confirmation.objects.create(
        contact=card,
        about=card.last_held,  # type: ignore[attr-defined]
        asked_on=today,
        told_on=today,
    )
    audit.record("people.contact_asked", subject=card, by=None)
    return confirmation


def _mail(person: User, today: date, *, is_reminder: bool = False) -> None:
    """Send one mail that lists every open question of a person."""
    waiting = list(_of(person).select_related("contact__organisation").order_by("contact__title"))
    if not waiting:
        return
    for confirmation in waiting:
        confirmation.told_on = today
        confirmation.mails += 1
        confirmation.save(update_fields=["told_on", "mails"])
    token = make_link(person)
    with translation.override(person.language):
        url = settings.BASE_URL + reverse("people:confirm_contacts", args=[token])
        mail = mails.yearly_question(waiting, url, is_reminder=is_reminder)
    outbox.queue_message(
        kind="people.yearly_question",
        recipient=person.email,
        mail=mail,
        key=f"people.yearly_question:{person.pk}:{today}",
        confidential=True,
        expires_at=timezone.now() + MAIL_GOOD_FOR,
    )


def _step_back(today: date) -> int:
    """Let the contacts step back who did not answer; return how many."""
    unanswered = Confirmation.objects.unanswered(today).waiting_for_owner()
    silent: ContactQuerySet = Contact.objects.accepted().current()
    found = silent.filter(
        stepped_back_at__isnull=True,
        pk__in=unanswered.values("contact"),
    ).select_related("organisation")
    stepped = 0
    for contact in found.order_by("pk"):
        stepped += _step_one_back(contact)
    return stepped


@transaction.atomic
def _step_one_back(contact: Contact) -> bool:
    """Hide a contact unless they have just answered; tell whether it was done."""
    # First the card, as whoever answers does.
    hold(contact.pk)
    waiting = Confirmation.objects.waiting_for_owner().filter(
        contact=contact, reminded__gte=REMINDERS
    )
    if not waiting.select_for_update(of=("self",)).exists():
        return False
    Contact.objects.filter(pk=contact.pk).update(
        stepped_back_at=timezone.now(), version=F("version") + 1
    )
    audit.record("people.contact_stepped_back", subject=contact, by=None)
    registry.contacts_changed([contact.pk])
    return True
