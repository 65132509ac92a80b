"""What becomes of the yearly question when a card changes; only for the actions of this room."""

from django.utils import timezone

from kenno.core import links
from kenno.core.enums import LinkPurpose
from kenno.people.enums import ConfirmationAnswer
from kenno.people.models import Confirmation, Contact, User


def settle(contact: Contact, answer: ConfirmationAnswer) -> bool:
    """Close the open question about a contact, if there is one; tell whether there was."""
    closed = Confirmation.objects.open().filter(contact=contact)
    was_open = bool(closed.update(answered_at=timezone.now(), answer=answer))
    if was_open:
        use_up_links(contact.person)
    return was_open


def settle_saved(contact: Contact) -> None:
    """A card that its person saved holds; a hand-over that waits for a successor goes on."""
    waiting = Confirmation.objects.waiting_for_owner().filter(contact=contact)
    if waiting.exists():
        settle(contact, ConfirmationAnswer.KEPT)


def use_up_links(person: User) -> None:
    """Let the links of the mails work no more once nothing is left to answer."""
    if not Confirmation.objects.open().filter(contact__person=person).exists():
        links.use_up_links(purpose=LinkPurpose.CONFIRM_CONTACTS, subject=person)


def predecessors(successor: Contact) -> list[Contact]:
    """Return whose job this contact takes over by agreeing, and close the questions about them."""
    waiting = Confirmation.objects.waiting_for_successor().filter(successor=successor)
    found = [
        confirmation.contact
        for confirmation in waiting.select_related("contact__person").order_by("pk")
    ]
    for contact in found:
        settle(contact, ConfirmationAnswer.HANDED_OVER)
    return found
