"""Addresses that are not mailed again: they bounced, complained, or asked for it."""

from django.db import transaction

from kenno.core import audit
from kenno.core.enums import SuppressionReason
from kenno.core.mailboxes import mail_address
from kenno.core.models import OutboxMessage, SuppressedAddress


def find(address: str) -> SuppressedAddress | None:
    """Return the suppression of an address, or None when it may be mailed."""
    return SuppressedAddress.objects.filter(address=mail_address(address)).first()


@transaction.atomic
def suppress(
    *, address: str, reason: SuppressionReason, message: OutboxMessage | None = None
) -> SuppressedAddress:
    """Mail an address no more; `message` is the one that brought it about.

    Run twice, the second changes nothing. The system itself does this, on word from outside.
    """
    suppressed, created = SuppressedAddress.objects.get_or_create(
        address=mail_address(address), defaults={"reason": reason, "message": message}
    )
    if created:
        audit.record(
            "core.address_suppressed", subject=suppressed, by=None, data={"reason": str(reason)}
        )
    return suppressed


def forget(address: str) -> None:
    """Keep an address no more that is not mailed; its person has had their data removed."""
    SuppressedAddress.objects.filter(address=mail_address(address)).delete()
