"""A sent answer opened again for the municipality, and closed again as it was."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, outbox
from kenno.core.exceptions import Conflict, Refusal
from kenno.people.models import User
from kenno.surveys import mails
from kenno.surveys.actions.links import links_of_response_end_at, make_link
from kenno.surveys.enums import RoundState
from kenno.surveys.models import Invitation, Response

LONGEST_REOPENING: Final = timedelta(days=90)


@transaction.atomic
def reopen_response(*, response: Response, reason: str, until: datetime, by: User) -> None:
    """Open a sent answer again until a moment; who sent it gets a mail with a link and the reason.

    Everyone invited to write it may go on by the links they have. Raises Conflict when it is not
    sent, and Refusal when the round takes no answers at all, the moment does not hold, or there is
    nobody to write it.
    """
    present = _locked(response)
    if present.submitted_at is None:
        raise Conflict(_("Vastaus on jo avoinna."))
    if present.round.state not in (RoundState.OPEN, RoundState.CLOSED):
        raise Refusal(_("Kysely on tauolla tai arkistoitu, joten vastausta ei voi avata."))
    now = timezone.now()
    if not now < until <= now + LONGEST_REOPENING:
        raise Refusal(
            _("Viimeisen päivän pitää olla tulevaisuudessa, enintään %(days)d päivän päässä.")
            % {"days": LONGEST_REOPENING.days}
        )
    writer = _writer(present)
    if writer is None or writer.person is None:
        raise Refusal(_("Vastauksella ei ole enää kirjoittajaa, jolle linkin voisi lähettää."))
    Response.objects.filter(pk=present.pk).update(
        submitted_at=None,
        submitted_by=None,
        reopened_until=until,
        sent_before_at=present.submitted_at,
        sent_before_by=present.submitted_by,
    )
    present.refresh_from_db()
    _invited(present).filter(submitted_at__isnull=False).update(submitted_at=None)
    links_of_response_end_at(present, until)
    data = {"until": until.isoformat()}
    audit.record("surveys.response_reopened", subject=present, by=by, message=reason, data=data)
    with translation.override(writer.language):
        url = make_link(writer, replace=False, until=until)
        mail = mails.reopened(present, url, reason=reason, until=until)
    if not writer.person.is_example:
        outbox.queue_message(
            kind="surveys.response_reopened",
            recipient=writer.person.email,
            mail=mail,
            confidential=True,
            expires_at=until,
        )


@transaction.atomic
def close_again(*, response: Response, by: User | None) -> None:
    """Let an answer that was opened again count as sent, as it had been sent before.

    What was changed meanwhile stays. Raises Conflict when it is not open again.
    """
    present = _locked(response)
    if present.sent_before_at is None:
        raise Conflict(_("Vastaus on jo lähetetty."))
    sender = present.sent_before_by
    Response.objects.filter(pk=present.pk).update(
        submitted_at=present.sent_before_at,
        submitted_by=sender,
        reopened_until=None,
        sent_before_at=None,
        sent_before_by=None,
    )
    if sender is not None:
        Invitation.objects.filter(pk=sender.pk).update(submitted_at=present.sent_before_at)
    audit.record("surveys.response_closed_again", subject=present, by=by)


def close_those_reopened_in_vain() -> int:
    """Close the answers that nobody sent by their new last day; the clock calls this."""
    closed = 0
    for response in Response.objects.reopened_in_vain().order_by("pk"):
        # Somebody may send it, or a coordinator close it, at the same moment.
        with suppress(Conflict):
            close_again(response=response, by=None)
            closed += 1
    return closed


def _locked(response: Response) -> Response:
    rows = Response.objects.select_for_update(of=("self",)).select_related("round", "municipality")
    return rows.get(pk=response.pk)


def _invited(response: Response) -> QuerySet[Invitation]:
    return Invitation.objects.real().filter(
        recipient__round=response.round_id, recipient__municipality=response.municipality_id
    )


def _writer(response: Response) -> Invitation | None:
    """Return who sent the answer, else whoever has begun to write it, if their links work."""
    usable = _invited(response).filter(revoked_at__isnull=True, person__is_active=True)
    usable = usable.select_related("person", "recipient__round", "recipient__municipality")
    sender = usable.filter(pk=response.submitted_by_id or 0).first()
    return sender or usable.filter(started_at__isnull=False).order_by("pk").first()
