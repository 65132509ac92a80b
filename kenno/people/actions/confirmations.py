"""How a contact answers the yearly question: it holds, somebody else takes over, or it ends."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.core import audit, links
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.people import registry
from kenno.people.actions import rounds
from kenno.people.actions.consents import agree, withdraw
from kenno.people.actions.contacts import end_contact, locked, take_over
from kenno.people.actions.invitations import cancel_invitation, invite_contact
from kenno.people.consents import TEXT_VERSION, consent_language
from kenno.people.enums import ConfirmationAnswer, ConsentSource, Visibility
from kenno.people.models import Confirmation, Contact, User

# Whoever has stepped back may come back by the link of the mail until the next round.
LINK_LIFETIME: Final = timedelta(days=365)


class ConsentTextChanged(Conflict):
    """The words that were shown are not the present ones any more."""


def make_link(person: User) -> str:
    """Return the token of a new link by which a person answers for all their cards."""
    return links.create_link(
        purpose=LinkPurpose.CONFIRM_CONTACTS, subject=person, lifetime=LINK_LIFETIME
    )


def asked_person(token: str) -> User:
    """Return whom a link of a yearly mail is for; raise Gone when it does not work (any more)."""
    person = links.find_link(token=token, purpose=LinkPurpose.CONFIRM_CONTACTS).subject
    if person is None or not person.is_active:
        raise Gone(_("Linkki ei ole enää voimassa."))
    found: User = person
    return found


@transaction.atomic
def keep_contact(*, contact: Contact, text_version: str, by: User) -> Contact:
    """Say that a card holds, and agree anew to what is shown of it; return it as it now is.

    Who had stepped back is shown again, and a successor who has not answered is asked no more.
    `text_version` is that of the words that were shown, in the active language. Raises
    ConsentTextChanged when there are newer ones, Conflict when the question has been answered,
    and Refusal when the card is another's.
    """
    present, confirmation = _asked(contact, by)
    if present.visibility != Visibility.NONE and text_version != TEXT_VERSION:
        raise ConsentTextChanged(
            _("Suostumuksen teksti on muuttunut. Lue se uudelleen ja vahvista sitten.")
        )
    _cancel_successor(confirmation, by)
    present.confirmed_on = timezone.localdate()
    present.stepped_back_at = None
    present.version += 1
    present.save(update_fields=["confirmed_on", "stepped_back_at", "version"])
    agree(present, how=ConsentSource.YEARLY, renew=True)
    rounds.settle(present, ConfirmationAnswer.KEPT)
    audit.record("people.contact_confirmed", subject=present, by=by)
    registry.contacts_changed([present.pk])
    return present


@transaction.atomic
def remove_contact(*, contact: Contact, by: User) -> None:
    """End a card from the yearly question: at once nothing of it is shown, nothing agreed to.

    Raises Conflict when the question has been answered, and Refusal when the card is another's.
    """
    present, confirmation = _asked(contact, by)
    _cancel_successor(confirmation, by)
    withdraw([present])
    rounds.settle(present, ConfirmationAnswer.REMOVED)
    end_contact(contact=present, by=by)


@transaction.atomic
def hand_over(*, contact: Contact, title: str, email: str, message: str = "", by: User) -> Contact:
    """Ask somebody to take a contact's job over; return the successor's card.

    The contact stays until the successor agrees; who has this job already takes over at once.
    One who was named before and has not answered is asked no more. The view checks who may. Raises
    Refusal when the address does not hold or is the contact's own, Conflict when the card is not
    in use.
    """
    present = locked(contact)
    if present.is_ended or not present.is_accepted:
        raise Conflict(_("Tehtävä on jo päättynyt."))
    if email.strip().lower() == present.person.email:
        raise Refusal(_("Tämä on yhteyshenkilön oma osoite. Kirjoita seuraajan osoite."))
    confirmation = _open_for(present)
    _cancel_successor(confirmation, by)
    successor = invite_contact(
        email=email,
        title=title,
        organisation=present.organisation,
        language=consent_language(get_language()),
        message=message,
        by=by,
    )
    confirmation.successor = successor
    confirmation.handed_over_at = timezone.now()
    confirmation.successor_failed_on = None
    confirmation.save()
    audit.record(
        "people.contact_successor_asked", subject=present, by=by, data={"successor": successor.pk}
    )
    if successor.is_accepted:
        take_over(successor=successor, by=by)
    return successor


def _asked(contact: Contact, by: User) -> tuple[Contact, Confirmation]:
    present = locked(contact)
    if present.person_id != by.pk:
        raise Refusal(_("Vain henkilö itse vastaa kortistaan."))
    confirmation = Confirmation.objects.select_for_update().open().filter(contact=present).first()
    if confirmation is None or present.is_ended:
        raise Conflict(_("Tästä tehtävästä on jo vastattu, tai se on päättynyt."))
    return present, confirmation


def _open_for(contact: Contact) -> Confirmation:
    today = timezone.localdate()
    found = Confirmation.objects.select_for_update().open().filter(contact=contact).first()
    if found is not None:
        return found
    begun, _created = Confirmation.objects.update_or_create(
        contact=contact,
        about=today,
        defaults={"answered_at": None, "answer": "", "asked_on": today, "told_on": today},
    )
    return begun


def _cancel_successor(confirmation: Confirmation, by: User | None) -> None:
    successor = confirmation.successor
    confirmation.successor = confirmation.handed_over_at = None
    confirmation.save(update_fields=["successor", "handed_over_at"])
    if successor is not None and not successor.is_accepted:
        cancel_invitation(contact=successor, by=by)


def drop_successor(confirmation: Confirmation, today: date) -> None:
    """Ask no successor any more who declined or did not answer; the contact is to be asked."""
    _cancel_successor(confirmation, None)
    confirmation.successor_failed_on = confirmation.asked_on = today
    confirmation.reminded = 0
    # The mail of today is still to come.
    confirmation.told_on = today
    confirmation.save()
    audit.record("people.contact_successor_failed", subject=confirmation.contact, by=None)
