"""What whoever holds a personal link may do now: rules that no role has a part in."""

from kenno.moderation.enums import ReviewState
from kenno.practices.models import Practice
from kenno.surveys.enums import RecipientSource, RoundState
from kenno.surveys.models import Invitation, Response


def can_answer(invitation: Invitation, response: Response) -> bool:
    """Who was invited writes their municipality's answer until it is sent or its time is over."""
    return response.submitted_at is None and takes_answers(invitation)


def takes_answers(invitation: Invitation) -> bool:
    """A begun answer is written until the grace is over; a trial while the round is a draft."""
    survey = invitation.recipient.round
    if invitation.recipient.source == RecipientSource.TRIAL:
        return survey.state == RoundState.DRAFT
    return survey.takes_begun_answers


def can_begin(invitation: Invitation) -> bool:
    """An answer is begun while the round is open, and in a trial while it is a draft."""
    if invitation.recipient.source == RecipientSource.TRIAL:
        return takes_answers(invitation)
    return invitation.recipient.round.takes_new_answers


def can_write_told(invitation: Invitation, response: Response, practice: Practice) -> bool:
    """A practice is written with its answer, and again when a coordinator has asked back."""
    if practice.review_state == ReviewState.RETURNED:
        return True
    return practice.review_state == ReviewState.DRAFT and can_answer(invitation, response)


def can_pass_on(invitation: Invitation, response: Response | None) -> bool:
    """Somebody else is asked while the answer is open; nothing is sent out of a trial."""
    is_trial = invitation.recipient.source == RecipientSource.TRIAL
    is_sent = response is not None and response.submitted_at is not None
    return not is_trial and not is_sent and takes_answers(invitation)


def can_decline(invitation: Invitation, response: Response | None) -> bool:
    """Who was asked may say no until the answer has been sent."""
    is_sent = response is not None and response.submitted_at is not None
    return not is_sent and invitation.submitted_at is None and takes_answers(invitation)
