"""Reminding one person by hand, beside the reminders that are planned."""

from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, outbox
from kenno.core.exceptions import Conflict, Refusal
from kenno.people.models import User
from kenno.surveys import mails
from kenno.surveys.actions.links import make_addresses
from kenno.surveys.actions.reminders import REMINDER_KIND
from kenno.surveys.models import Invitation, Reminder
from kenno.surveys.queries.recipients import BETWEEN_MAILS, mailed_lately, remindable

REMINDED: Final = "surveys.invitation_reminded"


@transaction.atomic
def remind_now(*, invitation: Invitation, by: User) -> None:
    """Remind one person of their invitation now; its link goes on working.

    Raises Conflict when there is nothing to remind of any more (answered, declined, passed on,
    not arrived, mails stopped, the round not taking answers), and Refusal when they had mail of
    the round within BETWEEN_MAILS.
    """
    present = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("recipient__round", "recipient__municipality", "person")
        .get(pk=invitation.pk)
    )
    survey, person = present.recipient.round, present.person
    may = survey.takes_new_answers and remindable(survey).filter(pk=present.pk).exists()
    if not may or person is None:
        raise Conflict(_("Tästä kutsusta ei voi enää muistuttaa: sen tila on muuttunut."))
    if remindable(survey).filter(mailed_lately(survey), pk=present.pk).exists():
        text = _("Vastaanottaja on saanut viestin tästä kyselystä alle %(days)d päivää sitten.")
        raise Refusal(text % {"days": BETWEEN_MAILS.days})
    link = make_addresses(present, replace=False)
    with translation.override(present.language):
        told = Reminder(round=survey, text_fi=_("Odotamme vielä kunnan vastausta."))
        mail = mails.reminder(present, told, link.page, link.stop)
    now = timezone.now()
    outbox.queue_message(
        kind=REMINDER_KIND,
        recipient=person.email,
        mail=mail,
        key=f"{REMINDER_KIND}:by-hand:{present.pk}:{now.isoformat()}",
        confidential=True,
        expires_at=survey.closes_at,
    )
    Invitation.objects.filter(pk=present.pk).update(reminded_at=now)
    audit.record(REMINDED, subject=present, by=by)
