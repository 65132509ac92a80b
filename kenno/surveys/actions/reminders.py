"""Reminders: planned for a moment, sent by the clock, once to each, never to who has answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, outbox
from kenno.core.exceptions import Conflict, Refusal
from kenno.people.models import User
from kenno.surveys import mails
from kenno.surveys.actions.invitations import mails_left_this_minute
from kenno.surveys.actions.links import make_addresses
from kenno.surveys.actions.rounds import locked, require_state
from kenno.surveys.enums import RoundState
from kenno.surveys.models import Invitation, Reminder, ReminderMail, SurveyRound
from kenno.surveys.queries.recipients import to_remind

REMINDER_KIND: Final = "surveys.reminder"
TEXT_FIELDS: Final = ("text_fi", "text_sv", "text_en")


@transaction.atomic
def plan_reminder(
    *,
    survey: SurveyRound,
    audience: str,
    planned_at: datetime,
    texts: Mapping[str, str],
    by: User,
) -> Reminder:
    """Plan a reminder, with its words in three languages (`TEXT_FIELDS`); return it.

    Raises Conflict when the round is over, and Refusal when the moment is behind or after the
    closing, a text is missing, or the same is planned already.
    """
    present = locked(survey)
    require_state(present, RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED)
    if planned_at < timezone.now():
        raise Refusal(_("Aika on jo mennyt. Valitse aika tulevaisuudesta."))
    if present.closes_at is not None and planned_at >= present.closes_at:
        raise Refusal(_("Muistutuksen pitää lähteä ennen kuin kysely sulkeutuu."))
    if not all(texts[name].strip() for name in TEXT_FIELDS):
        raise Refusal(_("Kirjoita viesti kaikilla kolmella kielellä."))
    reminder = Reminder(
        round=present,
        audience=audience,
        planned_at=planned_at,
        created_by=by,
        **{name: texts[name] for name in TEXT_FIELDS},
    )
    try:
        reminder.full_clean()
    except ValidationError as error:
        raise Refusal(error.messages[0]) from error
    reminder.save()
    audit.record("surveys.reminder_planned", subject=reminder, by=by)
    return reminder


@transaction.atomic
def cancel_reminder(*, reminder: Reminder, by: User) -> None:
    """Delete a planned reminder; Conflict when it has begun to leave."""
    present = Reminder.objects.select_for_update().filter(pk=reminder.pk).first()
    if present is None or present.sent_at is not None or present.sent_mails.exists():
        raise Conflict(_("Muistutus on jo lähtenyt tai lähdössä, joten sitä ei voi enää perua."))
    audit.record("surveys.reminder_cancelled", subject=present, by=by)
    present.delete()


def send_reminders() -> int:
    """Put the mails of reminders that are due in the outbox, at the pace; return how many.

    The clock calls this, and may call it twice: the database keeps one mail for each invitation.
    """
    sent = 0
    for reminder in list(Reminder.objects.due().select_related("round")):
        left = mails_left_this_minute()
        waiting = list(to_remind(reminder).values_list("pk", flat=True)[: left + 1])
        sent += sum(_remind(reminder, pk) for pk in waiting[:left])
        if len(waiting) > left:
            break
        Reminder.objects.filter(pk=reminder.pk).update(sent_at=timezone.now())
    return sent


@transaction.atomic
def _remind(reminder: Reminder, pk: int) -> bool:
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("recipient__round", "recipient__municipality", "person")
        .filter(pk=pk)
        .first()
    )
    # Asked again behind the lock: they may have answered, or another worker been here, meanwhile.
    if invitation is None or not to_remind(reminder).filter(pk=pk).exists():
        return False
    person = invitation.person
    if person is None:
        return False
    # The link of the invitation goes on working: whoever finds the first mail is not shut out.
    link = make_addresses(invitation, replace=False)
    with translation.override(invitation.language):
        mail = mails.reminder(invitation, reminder, link.page, link.stop)
    message = outbox.queue_message(
        kind=REMINDER_KIND,
        recipient=person.email,
        mail=mail,
        key=f"{REMINDER_KIND}:{reminder.pk}:{invitation.pk}",
        confidential=True,
        expires_at=invitation.recipient.round.closes_at,
    )
    ReminderMail.objects.create(reminder=reminder, invitation=invitation, message=message)
    Invitation.objects.filter(pk=invitation.pk).update(reminded_at=timezone.now())
    return True
