"""Every change that coordinators make to messages and to addresses that are not mailed."""

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from kenno.core import audit, outbox, suppression
from kenno.core.enums import MessageState
from kenno.core.exceptions import Conflict, Gone
from kenno.core.models import OutboxMessage, SuppressedAddress
from kenno.people.queries.messages import MessageFilter, retriable


@transaction.atomic
def retry_message(*, message: OutboxMessage, by: AbstractBaseUser) -> None:
    """Send a refused message again from the beginning.

    Raises Conflict when it is not refused any more, or its address is not to be mailed.
    """
    present = OutboxMessage.objects.select_for_update().get(pk=message.pk)
    if present.state != MessageState.REFUSED:
        raise Conflict(_("Viesti ei odota uutta yritystä: sen tila on muuttunut."))
    if suppression.find(present.recipient):
        raise Conflict(_("Osoitteeseen ei lähetetä viestejä. Salli osoite ensin."))
    outbox.retry_messages(OutboxMessage.objects.filter(pk=present.pk), by=by)
    audit.record("people.message_retried", subject=present, by=by)


@transaction.atomic
def retry_messages(*, chosen: MessageFilter, by: AbstractBaseUser) -> int:
    """Send the refused messages that a filter finds again; return how many.

    Those to addresses that are not mailed stay as they are.
    """
    retried = outbox.retry_messages(retriable(chosen), by=by)
    if retried:
        audit.record("people.messages_retried", subject=None, by=by, data={"messages": retried})
    return retried


@transaction.atomic
def lift_suppression(*, suppressed: SuppressedAddress, by: AbstractBaseUser) -> None:
    """Let an address be mailed again; raise Gone when somebody did it meanwhile."""
    found = SuppressedAddress.objects.select_for_update().filter(pk=suppressed.pk).first()
    if found is None:
        raise Gone(_("Osoite on jo sallittu."))
    audit.record("people.address_lifted", subject=found, by=by, data={"reason": found.reason})
    found.delete()


def note_audit_export(*, rows: int, chosen: Mapping[str, str], by: AbstractBaseUser) -> None:
    """Write down who took the audit trail out, how much of it, and by which filters.

    What was searched for may be a person's name: of that only the filter's name is kept.
    """
    audit.record(
        "people.audit_exported",
        subject=None,
        by=by,
        data={"rows": rows, "filters": sorted(name for name, value in chosen.items() if value)},
    )
