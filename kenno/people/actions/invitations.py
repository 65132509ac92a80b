"""Asking a person to be a contact, and their answer from the personal link of the mail."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, links, outbox
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.people import mails, registry
from kenno.people.actions.contacts import Card, change_contact, check, locked
from kenno.people.enums import ConsentSource
from kenno.people.models import Contact, Organisation, User

INVITATION_LIFETIME: Final = timedelta(days=30)
INVITATIONS_IN_A_DAY: Final = 50
BETWEEN_INVITATIONS: Final = timedelta(hours=1)


@transaction.atomic
def invite_contact(
    *,
    email: str,
    title: str,
    organisation: Organisation,
    language: str,
    message: str = "",
    by: User,
) -> Contact:
    """Ask the person with this address to be an organisation's contact; return the card.

    A new person gets an account without a role, in `language` (fi, sv or en), and reads `message`
    in the mail. Nothing is shown before they agree. Who has this job already is not asked again;
    an open invitation is sent anew. Raises Refusal when the address or title does not hold, or too
    many were sent.
    """
    email = email.strip().lower()
    _check_address(email)
    person, _new = User.objects.get_or_create(
        email=email, defaults={"password": make_password(None), "language": language}
    )
    if not person.is_active:
        raise Refusal(_("Tämän henkilön tunnus on suljettu. Ota yhteyttä koordinaattoriin."))
    contact = Contact.objects.filter(
        person=person, organisation=organisation, title=title, ends_on__isnull=True
    ).first()
    if contact is None:
        _keep_to_the_limit(by)
        contact = Contact(person=person, organisation=organisation, title=title, invited_by=by)
        check(contact)
        contact.save()
    elif contact.is_accepted or _was_just_sent(contact):
        return contact
    _send(contact, message=message, by=by)
    return contact


@transaction.atomic
def invite_again(*, contact: Contact, by: User) -> None:
    """Send an invitation anew; earlier links stop working.

    Raises Conflict when the person has answered, and Refusal when one was sent within an hour.
    """
    present = locked(contact)
    if present.is_accepted:
        raise Conflict(_("Henkilö on jo suostunut yhteyshenkilöksi."))
    if _was_just_sent(present):
        raise Refusal(_("Kutsu on lähetetty tunnin sisällä. Odota hetki ennen uutta."))
    _send(present, by=by)


@transaction.atomic
def cancel_invitation(*, contact: Contact, by: User | None) -> None:
    """Take an invitation back; the link stops working. Conflict when the person has agreed."""
    present = locked(contact)
    if present.is_accepted:
        raise Conflict(_("Henkilö on jo suostunut yhteyshenkilöksi."))
    audit.record("people.contact_invitation_cancelled", subject=present, by=by)
    delete_invitation(present)


def invited_contact(token: str) -> Contact:
    """Return whom an unused link invites as what; raise Gone when it does not work (any more)."""
    return _of_link(links.find_link(token=token, purpose=LinkPurpose.CONTACT).subject)


@transaction.atomic
def accept_invitation(*, token: str, card: Card) -> Contact:
    """Agree from the link of the mail to be a contact, with what the person filled in.

    Raises Gone when the link does not work, and Refusal when the details do not hold: then the
    link is still unused.
    """
    contact = _of_link(links.use_link(token=token, purpose=LinkPurpose.CONTACT).subject)
    return change_contact(
        contact=contact,
        card=card,
        based_on=contact.version,
        by=contact.person,
        how=ConsentSource.LINK,
    )


@transaction.atomic
def decline_invitation(*, token: str) -> None:
    """Decline from the link of the mail; what was kept for the invitation only is deleted."""
    contact = _of_link(links.use_link(token=token, purpose=LinkPurpose.CONTACT).subject)
    decline_contact(contact=contact, by=contact.person)


@transaction.atomic
def decline_contact(*, contact: Contact, by: User) -> None:
    """Decline an invitation; Conflict when it has been accepted, Refusal when it is another's."""
    present = locked(contact)
    if present.person_id != by.pk:
        raise Refusal(_("Vain kutsuttu itse voi kieltäytyä."))
    if present.is_accepted:
        raise Conflict(_("Olet jo suostunut yhteyshenkilöksi. Voit päättää tehtävän."))
    audit.record("people.contact_declined", subject=present, by=by)
    delete_invitation(present)


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal(_("Sähköpostiosoite ”%(email)s” ei kelpaa.") % {"email": email}) from error


def _of_link(contact: Contact | None) -> Contact:
    if contact is None or contact.is_accepted or not contact.person.is_active:
        raise Gone(_("Kutsu ei ole enää voimassa."))
    return contact


def _was_just_sent(contact: Contact) -> bool:
    sent = contact.invited_at
    return sent is not None and timezone.now() - sent < BETWEEN_INVITATIONS


def _keep_to_the_limit(by: User) -> None:
    a_day_ago = timezone.now() - timedelta(days=1)
    sent = Contact.objects.filter(invited_by=by, created_at__gt=a_day_ago).count()
    if sent >= INVITATIONS_IN_A_DAY:
        raise Refusal(_("Olet lähettänyt tänään jo monta kutsua. Jatka huomenna."))


def _send(contact: Contact, *, by: User, message: str = "") -> None:
    links.revoke_links(purpose=LinkPurpose.CONTACT, subject=contact)
    token = links.create_link(
        purpose=LinkPurpose.CONTACT, subject=contact, lifetime=INVITATION_LIFETIME
    )
    contact.invited_by, contact.invited_at = by, timezone.now()
    contact.save(update_fields=["invited_by", "invited_at"])
    audit.record("people.contact_invited", subject=contact, by=by)
    if contact.person.is_example:
        return
    with translation.override(contact.person.language):
        url = settings.BASE_URL + reverse("people:contact_invitation", args=[token])
        mail = mails.contact_invitation(contact, url, message)
    outbox.queue_message(
        kind="people.contact_invitation",
        recipient=contact.person.email,
        mail=mail,
        confidential=True,
        expires_at=timezone.now() + INVITATION_LIFETIME,
    )


def delete_invitation(contact: Contact) -> None:
    """Delete an invitation, and its person when nothing else is known of them."""
    registry.contact_replaced(contact, None)
    links.revoke_links(purpose=LinkPurpose.CONTACT, subject=contact)
    person = contact.person
    contact.delete()
    known = (
        person.last_login is not None
        or person.is_example
        or person.memberships.exists()
        or person.contacts.exists()
        or registry.is_needed(person)
    )
    if not known:
        person.delete()
