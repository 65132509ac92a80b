"""Reminding one person by hand, beside the reminders that are planned."""

from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, outbox
from kenno.core.exceptions import Conflict, Refusal
from kenno.people.models import User
from kenno.surveys import mails
from kenno.surveys.actions.links import make_link
from kenno.surveys.actions.reminders import REMINDER_KIND
from kenno.surveys.models import Invitation, Reminder
from kenno.surveys.queries.recipients import remindable

REMINDED: Final = "surveys.invitation_reminded"


@transaction.atomic
def remind_now(*, invitation: Invitation, by: User) -> None:
    """Remind one person of their invitation now, at most once a day; its link goes on working.

    Raises Conflict when there is nothing to remind of any more (answered, declined, passed on,
    not arrived, the round not taking answers), and Refusal when they were reminded today.
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
    today = timezone.localdate()
    if audit.history(present).filter(action=REMINDED, data__day=today.isoformat()).exists():
        raise Refusal(_("Tätä vastaanottajaa on muistutettu tänään. Odota huomiseen."))
    url = make_link(present, replace=False)
    with translation.override(present.language):
        told = Reminder(round=survey, text_fi=_("Odotamme vielä kunnan vastausta."))
        mail = mails.reminder(present, told, url)
    outbox.queue_message(
        kind=REMINDER_KIND,
        recipient=person.email,
        mail=mail,
        key=f"{REMINDER_KIND}:by-hand:{present.pk}:{today.isoformat()}",
        confidential=True,
        expires_at=survey.closes_at,
    )
    audit.record(REMINDED, subject=present, by=by, data={"day": today.isoformat()})
