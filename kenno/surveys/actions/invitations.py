"""Invitations: made at the opening, sent at a polite pace, each once; sent anew, revoked."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, links, outbox
from kenno.core.enums import LinkPurpose, MessageState
from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import LEFT, OutboxMessage
from kenno.people.models import User
from kenno.surveys import mails
from kenno.surveys.actions.links import make_addresses
from kenno.surveys.models import Invitation, Recipient, ReminderMail, SurveyRound

INVITATION_KIND: Final = "surveys.invitation"
BETWEEN_MAILS: Final = timedelta(hours=1)
# A little under a minute, so that a clock that is not quite even does not halve the pace.
PACE_WINDOW: Final = timedelta(seconds=55)


def make_invitations(survey: SurveyRound) -> int:
    """Make the invitations of recipients that have none; return how many. Runs twice unharmed."""
    own = Invitation.objects.filter(recipient=OuterRef("pk"))
    without = (
        Recipient.objects.real()
        .filter(round=survey, person__isnull=False)
        .exclude(Exists(own))
        .order_by("pk")
    )
    made = Invitation.objects.bulk_create(
        Invitation(recipient=recipient, person_id=recipient.person_id, language=recipient.language)
        for recipient in without
    )
    return len(made)


def mails_left_this_minute() -> int:
    """Return how many more survey mails may be put in the outbox now (SURVEY_MAILS_PER_MINUTE)."""
    since = timezone.now() - PACE_WINDOW
    queued = Invitation.objects.filter(queued_at__gt=since).count()
    queued += ReminderMail.objects.filter(at__gt=since).count()
    return max(0, settings.SURVEY_MAILS_PER_MINUTE - queued)


def send_invitations() -> int:
    """Put waiting invitations in the outbox, as many as the pace allows; return how many.

    Each goes once: its message, its link and the note of both are one transaction, and the
    outbox's key is the invitation's own. The clock calls this, and may call it twice.
    """
    left = mails_left_this_minute()
    waiting = list(Invitation.objects.to_send().values_list("pk", flat=True)[:left])
    return sum(_send_first(pk) for pk in waiting)


@transaction.atomic
def _send_first(pk: int) -> bool:
    invitation = _locked(pk)
    still_waits = Invitation.objects.to_send().filter(pk=pk).exists()
    if invitation is None or not still_waits:
        return False
    _queue(invitation)
    return True


@transaction.atomic
def send_again(*, invitation: Invitation, by: User) -> None:
    """Send an invitation anew; earlier links stop working.

    Raises Conflict when it is revoked, answered or declined, or its round takes no answers, and
    Refusal when it was sent within an hour, they want no more mail, or their account is closed.
    """
    present = _locked(invitation.pk)
    if present is None or present.revoked_at or present.submitted_at or present.declined_at:
        raise Conflict(_("Kutsun tila on muuttunut, joten sitä ei lähetetty."))
    if not present.recipient.round.takes_new_answers:
        raise Conflict(_("Kysely ei ota nyt vastauksia, joten kutsua ei lähetetty."))
    if present.person is None or not present.person.is_active:
        raise Refusal(_("Henkilön tunnus on suljettu."))
    if present.mail_stopped_at is not None:
        raise Refusal(_("Vastaanottaja ei halua enää viestejä tästä kyselystä."))
    if present.queued_at is not None and timezone.now() - present.queued_at < BETWEEN_MAILS:
        raise Refusal(_("Kutsu on lähetetty tunnin sisällä. Odota hetki ennen uutta."))
    _queue(present)
    audit.record("surveys.invitation_sent_again", subject=present, by=by)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    """Take an invitation back: its links stop working, and a mail that has not left is deleted.

    What was written stays. Raises Conflict when it is revoked already.
    """
    present = _locked(invitation.pk)
    if present is None or present.revoked_at is not None:
        raise Conflict(_("Kutsu on jo peruttu."))
    if present.message is not None:
        outbox.take_back(present.message)
    links.revoke_links(purpose=LinkPurpose.SURVEY, subject=present)
    Invitation.objects.filter(pk=present.pk).update(revoked_at=timezone.now())
    audit.record("surveys.invitation_revoked", subject=present, by=by)


def keep_mail_states() -> int:
    """Note on invitations what their mails say, as the outbox forgets mails; return how many."""
    told = OutboxMessage.objects.filter(pk=OuterRef("message"))
    changed = Invitation.objects.filter(message__state__in=[*LEFT, MessageState.REFUSED]).exclude(
        mail_state=F("message__state")
    )
    return changed.update(mail_state=Subquery(told.values("state")[:1]))


def _locked(pk: int) -> Invitation | None:
    rows = Invitation.objects.select_for_update(of=("self",))
    return (
        rows.select_related("recipient__round", "recipient__municipality", "person", "message")
        .filter(pk=pk)
        .first()
    )


def _queue(invitation: Invitation) -> None:
    """Make a link and a mail of a locked invitation, and put it in the outbox."""
    person = invitation.person
    if person is None:
        return
    link = make_addresses(invitation)
    with translation.override(invitation.language):
        mail = mails.invitation(invitation, link.page, link.stop)
    now = timezone.now()
    number = invitation.mails + 1
    message = outbox.queue_message(
        kind=INVITATION_KIND,
        recipient=person.email,
        mail=mail,
        key=f"{INVITATION_KIND}:{invitation.recipient.round_id}:{invitation.pk}:{number}",
        confidential=True,
        expires_at=invitation.recipient.round.closes_at,
    )
    Invitation.objects.filter(pk=invitation.pk).update(
        mails=number, queued_at=now, message=message, mail_state=""
    )
