"""Giving and withdrawing consents; only for the actions of this room."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language

from kenno.people.consents import LIFETIME, TEXT_VERSION, consent_language, consent_text
from kenno.people.enums import ConsentPurpose, ConsentSource, Visibility
from kenno.people.models import Consent, Contact

PURPOSES_OF: Final[dict[str, tuple[ConsentPurpose, ...]]] = {
    Visibility.NONE: (),
    Visibility.ROLE: (ConsentPurpose.ROLE,),
    Visibility.ROLE_AND_NAME: (ConsentPurpose.ROLE, ConsentPurpose.NAME),
}
# One that holds for longer is not given anew whenever a card is saved.
LONG_ENOUGH: Final = timedelta(days=365)


def agree(contact: Contact, *, how: ConsentSource, renew: bool = False) -> None:
    """Give the consents that the contact's visibility needs, and withdraw the others.

    The text is that of the active language, which is the one that was shown. One that holds for
    over a year more in its present wording is left as it is, unless `renew`.
    """
    needed = PURPOSES_OF[contact.visibility]
    withdraw([contact], keep=needed)
    now, language = timezone.now(), consent_language(get_language())
    there = set() if renew else _lasting(contact)
    Consent.objects.bulk_create(
        Consent(
            person=contact.person,
            contact=contact,
            purpose=purpose,
            text=consent_text(purpose, language),
            text_version=TEXT_VERSION,
            language=language,
            given_at=now,
            how=how,
            expires_at=now + LIFETIME,
        )
        for purpose in needed
        if purpose not in there
    )


def withdraw(contacts: Iterable[Contact], *, keep: Iterable[ConsentPurpose] = ()) -> int:
    """Withdraw the consents of these contacts but those to `keep`; return how many there were."""
    ids = [contact.pk for contact in contacts]
    given = Consent.objects.valid().filter(contact__in=ids).exclude(purpose__in=list(keep))
    return given.update(withdrawn_at=timezone.now())


def _lasting(contact: Contact) -> set[str]:
    lasting = Consent.objects.valid().filter(
        contact=contact, text_version=TEXT_VERSION, expires_at__gt=timezone.now() + LONG_ENOUGH
    )
    return set(lasting.order_by("pk").values_list("purpose", flat=True))
