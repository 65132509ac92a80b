"""Whether a municipality's answer can be written in an interview now, and which interviews wait."""

from django.utils.translation import gettext as _

from kenno.core import suppression
from kenno.core.enums import MessageState
from kenno.surveys.models import Interview, Invitation
from kenno.surveys.queries.answering import response_of

UNDELIVERED = (MessageState.BOUNCED, MessageState.REFUSED)


def why_no_interview(invitation: Invitation) -> str:
    """Say why who was invited cannot be interviewed now; empty when they can be.

    They approve what was written, so that an address that works is needed.
    """
    survey, response = invitation.recipient.round, response_of(invitation)
    if response is not None and response.submitted_at is not None:
        return _("Kunnan vastaus on jo lähetetty.")
    if not (survey.takes_begun_answers if response else survey.takes_new_answers):
        return _("Kysely ei ota nyt vastauksia.")
    if invitation.revoked_at is not None:
        return _("Kutsu on peruttu. Vaihda ensin kunnan päävastaanottaja.")
    person, message = invitation.person, invitation.message
    if person is None or not person.is_active:
        return _("Vastaanottajan tunnus on suljettu. Vaihda ensin kunnan päävastaanottaja.")
    mailed = message.state if message is not None else invitation.mail_state
    if mailed in UNDELIVERED or suppression.find(person.email):
        return _("Vastaanottajan osoite ei toimi. Vaihda ensin kunnan päävastaanottaja.")
    return ""


def unfinished_interview(invitation: Invitation, by_id: int) -> Interview | None:
    """Return the interview that a coordinator has begun for an invitation and not sent yet."""
    found = invitation.interviews.filter(by=by_id, finished_at__isnull=True)
    return found.order_by("-started_at", "-pk").first()
