"""Taking all that is kept about a person out of the service; what must stay loses the name."""

from enum import StrEnum

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, links, outbox, personal_data, suppression
from kenno.core.exceptions import Gone, Refusal
from kenno.core.models import OutboxMessage
from kenno.people import mails, registry
from kenno.people.actions.joining import allow_address
from kenno.people.actions.persons import remove_membership
from kenno.people.models import Consent, User
from kenno.people.queries.persons import staff_roles_only_of

RECEIPT_KIND = "people.removal_receipt"


class Asked(StrEnum):
    """How the removal was asked for."""

    BY_THEMSELVES = "by-themselves"
    BY_LETTER = "by-letter"
    BY_PHONE = "by-phone"
    UNUSED = "unused"


@transaction.atomic
def remove_person(*, person: User, asked: Asked, by: AbstractBaseUser | None) -> None:
    """Remove a person at once: account, roles, cards, messages and whatever each room keeps.

    Consents stay with their dates, purposes and versions, and the trail with what was done, both
    without the person. What they have written for their municipality stays, as it is the
    municipality's. A receipt is mailed first, unless the address is not mailed; its own address is
    deleted in a week. Raises Gone when the person is not there any more, and Refusal for the last
    in a staff role.
    """
    present = User.objects.select_for_update().filter(pk=person.pk).first()
    if present is None:
        raise Gone(_("Henkilön tiedot on jo poistettu."))
    _keep_the_service_staffed(present)
    receipt = _send_receipt(present, asked)
    for membership in present.memberships.select_related("municipality").order_by("pk"):
        remove_membership(membership=membership, by=None)
        if membership.municipality is not None:
            # Nobody took the role away, so whoever comes back may join by their domain again.
            allow_address(present.email, membership.municipality)
    personal_data.forget(present)
    outbox.forget_address(present.email, but=receipt)
    outbox.forget_words(audit.names_of(present), but=receipt)
    suppression.forget(present.email)
    links.forget_links(present)
    audit.forget_person(present)
    present.delete()
    staff = by if by is not None and by.pk != person.pk else None
    record = audit.record("people.removed", subject=None, by=staff, data={"asked": str(asked)})
    if asked == Asked.BY_THEMSELVES:
        record.by_is_removed = True
        record.save(update_fields=["by_is_removed"])


def _keep_the_service_staffed(person: User) -> None:
    roles = staff_roles_only_of(person)
    if roles:
        raise Refusal(
            _(
                "Palvelussa pitää olla ainakin yksi %(role)s, ja tämä henkilö on ainoa. Anna rooli "
                "ensin toiselle, niin tiedot voi poistaa."
            )
            % {"role": roles[0].label}
        )


def _send_receipt(person: User, asked: Asked) -> OutboxMessage | None:
    if person.is_example or suppression.find(person.email):
        return None
    with translation.override(person.language):
        mail = mails.removal_receipt(unused=asked == Asked.UNUSED)
    return outbox.queue_message(
        kind=RECEIPT_KIND,
        recipient=person.email,
        mail=mail,
        confidential=True,
        expires_at=timezone.now() + mails.RECEIPT_KEPT,
    )


def forget_contacts(person: User) -> None:
    """Delete a person's cards, and let the consents stand without the person."""
    for card in person.contacts.select_related("person", "organisation").order_by("pk"):
        registry.contact_replaced(card, None)
        links.forget_links(card)
        pk = card.pk
        card.delete()
        registry.contacts_changed([pk])
    now = timezone.now()
    Consent.objects.filter(person=person).update(
        person=None,
        contact=None,
        withdrawn_at=Coalesce(F("withdrawn_at"), Value(now)),
    )
