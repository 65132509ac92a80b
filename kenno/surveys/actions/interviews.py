"""Interviews: a coordinator writes a municipality's answer in a call, its owner approves it."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, links, outbox
from kenno.core.enums import LinkPurpose
from kenno.core.exceptions import Conflict, Refusal
from kenno.people.models import User
from kenno.surveys import mails
from kenno.surveys.actions.answers import open_response
from kenno.surveys.actions.links import begin_response, make_addresses
from kenno.surveys.models import Interview, Invitation, Response
from kenno.surveys.queries.answering import question_groups, told_practices
from kenno.surveys.queries.interviews import unfinished_interview, why_no_interview

# A working day: who goes on tomorrow begins again from the same page, and loses nothing.
INTERVIEW_LIFETIME: Final = timedelta(hours=12)
APPROVAL_KIND: Final = "surveys.approval"


@transaction.atomic
def start_interview(*, invitation: Invitation, by: User) -> str:
    """Begin or go on with a coordinator's interview of who was invited; return its path.

    The municipality's answer is begun if it was not. Raises Conflict when they cannot be
    interviewed now (`why_no_interview`).
    """
    present = _locked(invitation)
    reason = why_no_interview(present)
    if reason:
        raise Conflict(reason)
    response = begin_response(present)
    interview = unfinished_interview(present, by.pk)
    if interview is None:
        interview = Interview.objects.create(invitation=present, by=by)
        audit.record("surveys.interview_started", subject=response, by=by)
    links.revoke_links(purpose=LinkPurpose.SURVEY_INTERVIEW, subject=interview)
    token = links.create_link(
        purpose=LinkPurpose.SURVEY_INTERVIEW, subject=interview, lifetime=INTERVIEW_LIFETIME
    )
    return reverse("surveys:answer", args=[token])


@transaction.atomic
def ask_for_approval(*, interview: Interview, response: Response) -> None:
    """Send what was written in an interview to be read, mended and approved; twice is once.

    Who was invited gets a mail with a new link; earlier ones go on working, the interviewer's
    stops. A no that they had said is taken back. Raises Refusal when nothing is written, and Gone
    and Conflict like `open_response`.
    """
    held = Interview.objects.select_for_update().get(pk=interview.pk)
    if held.finished_at is not None:
        return
    invitation = _locked(interview.invitation)
    open_response(invitation, response)
    answered = any(asked.answer for group in question_groups(response) for asked in group.questions)
    if not answered and not told_practices(response):
        raise Refusal(_("Vastauksessa ei ole vielä mitään hyväksyttävää."))
    now = timezone.now()
    Interview.objects.filter(pk=held.pk).update(finished_at=now)
    Response.objects.filter(pk=response.pk).update(interview=held)
    links.revoke_links(purpose=LinkPurpose.SURVEY_INTERVIEW, subject=held)
    _mail_approval(invitation)
    audit.record("surveys.interview_finished", subject=response, by=held.by)


def _mail_approval(invitation: Invitation) -> None:
    """Mail a locked invitation's person a link to read and approve; this is its latest mail."""
    person, survey = invitation.person, invitation.recipient.round
    if person is None:
        return
    link = make_addresses(invitation, replace=False)
    with translation.override(invitation.language):
        mail = mails.approval(invitation, link.page, link.stop)
    number = invitation.mails + 1
    message = outbox.queue_message(
        kind=APPROVAL_KIND,
        recipient=person.email,
        mail=mail,
        key=f"{APPROVAL_KIND}:{invitation.pk}:{number}",
        confidential=True,
        expires_at=survey.last_moment,
    )
    Invitation.objects.filter(pk=invitation.pk).update(
        mails=number,
        queued_at=timezone.now(),
        message=message,
        mail_state="",
        declined_at=None,
        decline_reason="",
    )


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related(
        "recipient__round", "recipient__municipality", "person", "message"
    ).get(pk=invitation.pk)
