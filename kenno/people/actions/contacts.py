"""Every change of a contact by its own person; who keeps contacts invites and ends them."""

from dataclasses import dataclass, field, fields
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kenno.core import audit, links
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.people import registry
from kenno.people.actions import rounds
from kenno.people.actions.consents import agree, withdraw
from kenno.people.enums import ConfirmationAnswer, ConsentSource, Visibility
from kenno.people.models import Contact, Organisation, User
from kenno.vocabulary.models import Concept


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a person tells of themselves in one job, and what of it may be shown.

    `languages` are codes as `languages_in_order` gives them. The names are the person's own and
    the same on every card; they are shown only with `visibility` role and name.
    """

    title: str
    visibility: str = Visibility.NONE
    answers_questions: bool = False
    receives_visits: bool = False
    mentors: bool = False
    speaks: bool = False
    languages: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    topics: tuple[Concept, ...] = field(default=())
    first_name: str = ""
    last_name: str = ""


NAMES = ("first_name", "last_name")
PLAIN_FIELDS = tuple(
    field.name for field in fields(Card) if field.name not in ("topics", "visibility", *NAMES)
)


class ContactChanged(Conflict):
    """The card was saved elsewhere after the version that this save was based on."""


def locked(contact: Contact) -> Contact:
    """Return the contact as it now is, with its person; raise Gone when it was deleted."""
    present = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("person", "organisation", "invited_by")
        .filter(pk=contact.pk)
        .first()
    )
    if present is None:
        raise Gone(_("Yhteyshenkilökorttia ei ole enää."))
    return present


def hold(contact: int | None) -> None:
    """Let nobody else change this contact until the transaction is over, if it is there."""
    if contact is not None:
        list(Contact.objects.select_for_update().filter(pk=contact))


def _only_own(contact: Contact, by: User) -> None:
    if contact.person_id != by.pk:
        raise Refusal(_("Vain henkilö itse voi täyttää korttinsa ja suostua."))


@transaction.atomic
def add_own_contact(*, person: User, organisation: Organisation, title: str, by: User) -> Contact:
    """Make a person the contact of an organisation, as they ask themselves; nothing is shown yet.

    Returns the card that is there already when the person has this job. Raises Refusal when the
    title does not hold.
    """
    known = Contact.objects.filter(
        person=person, organisation=organisation, title=title, ends_on__isnull=True
    ).first()
    if known is not None and known.is_accepted:
        return known
    contact = known or Contact(person=person, organisation=organisation, title=title)
    _only_own(contact, by)
    contact.accepted_at = timezone.now()
    contact.confirmed_on = timezone.localdate()
    check(contact)
    contact.save()
    links.revoke_links(purpose=LinkPurpose.CONTACT, subject=contact)
    audit.record("people.contact_added", subject=contact, by=by)
    registry.contacts_changed([contact.pk])
    return contact


@transaction.atomic
def change_contact(
    *, contact: Contact, card: Card, based_on: int, by: User, how: ConsentSource
) -> Contact:
    """Change a person's own card and return it as it now is; an invitation is accepted by it.

    What `card.visibility` lets be shown is a consent in the active language, by way of `how`;
    showing less withdraws what was agreed before, at once. `based_on` is the version that the
    person saw. Raises ContactChanged when another was saved meanwhile, and Refusal when the
    details do not hold or somebody else's card is meant.
    """
    # The person first, whose name is saved too, as the yearly question and a removal do.
    list(User.objects.select_for_update().filter(pk=contact.person_id))
    present = locked(contact)
    _only_own(present, by)
    if present.version != based_on:
        raise ContactChanged(
            _(
                "Kortti on tallennettu sillä välin muualla, joten mitään ei tallennettu. Katso "
                "nykyiset tiedot ja tallenna uudelleen, jos omasi pätevät."
            )
        )
    accepting = not present.is_accepted
    _fill(present, card)
    check(present)
    _check_name(present)
    present.person.save(update_fields=NAMES)
    present.save()
    present.topics.set(card.topics)
    agree(present, how=how)
    rounds.settle_saved(present)
    if accepting:
        links.revoke_links(purpose=LinkPurpose.CONTACT, subject=present)
        take_over(successor=present, by=by)
    action = "people.contact_accepted" if accepting else "people.contact_changed"
    audit.record(action, subject=present, by=by, data={"visibility": present.visibility})
    registry.contacts_changed([present.pk])
    return present


def _fill(contact: Contact, card: Card) -> None:
    contact.visibility = card.visibility
    for name in PLAIN_FIELDS:
        setattr(contact, name, getattr(card, name))
    for name in NAMES:
        setattr(contact.person, name, getattr(card, name))
    contact.accepted_at = contact.accepted_at or timezone.now()
    contact.confirmed_on = timezone.localdate()
    contact.stepped_back_at = None
    contact.version += 1


def check(contact: Contact) -> None:
    """Raise Refusal that says what does not hold, if anything."""
    try:
        contact.full_clean()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error


def _check_name(contact: Contact) -> None:
    wanted = contact.visibility == Visibility.ROLE_AND_NAME
    if wanted and not contact.person.get_full_name():
        raise Refusal(_("Kirjoita nimesi, jos haluat sen näkyvän."))


@transaction.atomic
def hide_contacts(*, person: User, contact: Contact | None = None, by: User) -> int:
    """Withdraw at once every consent of a person, or those of one card; return how many cards.

    Nothing of the cards is shown from then on, and no questions are relayed; the cards stay.
    """
    cards = Contact.objects.select_for_update(of=("self",)).of_person(person).order_by("pk")
    if contact is not None:
        cards = cards.filter(pk=contact.pk)
    found = list(cards.select_related("organisation", "person"))
    for card in found:
        _only_own(card, by)
    withdrawn = withdraw(found)
    hidden = [card for card in found if card.visibility != Visibility.NONE]
    for card in hidden:
        card.visibility = Visibility.NONE
        card.version += 1
        card.save(update_fields=["visibility", "version"])
    if hidden or withdrawn:
        audit.record(
            "people.contact_hidden",
            subject=contact or person,
            by=by,
            data={"contacts": [card.pk for card in found]},
        )
    registry.contacts_changed([card.pk for card in found])
    return len(hidden)


def take_over(*, successor: Contact, by: User) -> None:
    """Let a contact who has agreed take the place of those who named them, whose jobs end."""
    for old in rounds.predecessors(successor):
        audit.record(
            "people.contact_handed_over", subject=old, by=by, data={"successor": successor.pk}
        )
        registry.contact_replaced(old, successor)
        end_contact(contact=old, by=by)


@transaction.atomic
def end_contact(*, contact: Contact, by: User) -> None:
    """End a job today: nothing of it is shown from now on. The second time changes nothing."""
    present = locked(contact)
    if present.is_ended:
        return
    today = timezone.localdate()
    if present.starts_on and present.starts_on > today:
        present.starts_on = None
    present.ends_on = today
    present.version += 1
    present.save(update_fields=["starts_on", "ends_on", "version"])
    rounds.settle(present, ConfirmationAnswer.ENDED)
    audit.record("people.contact_ended", subject=present, by=by)
    registry.contacts_changed([present.pk])


@transaction.atomic
def note_address_export(*, rows: int, by: User) -> None:
    """Write down that somebody took out the addresses of so many contacts."""
    audit.record("people.contact_addresses_exported", subject=None, by=by, data={"rows": rows})
