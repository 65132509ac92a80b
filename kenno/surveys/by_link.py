"""What whoever holds a personal link may do now: rules that no role has a part in."""

from kenno.moderation.enums import ReviewState
from kenno.surveys.enums import RecipientSource, RoundState
from kenno.surveys.models import Invitation, Response, ResponsePractice


def can_answer(invitation: Invitation, response: Response) -> bool:
    """Who was invited writes their municipality's answer until it is sent or its time is over."""
    return response.submitted_at is None and takes_answers(invitation, response)


def takes_answers(invitation: Invitation, response: Response | None = None) -> bool:
    """A begun answer is written until the grace is over, or until the day it was opened to again.

    A trial is written while the round is a draft.
    """
    survey = invitation.recipient.round
    if invitation.recipient.source == RecipientSource.TRIAL:
        return survey.state == RoundState.DRAFT
    if response is not None and response.is_open_again:
        return survey.state in (RoundState.OPEN, RoundState.CLOSED)
    return survey.takes_begun_answers


def can_begin(invitation: Invitation) -> bool:
    """An answer is begun while the round is open, and in a trial while it is a draft."""
    if invitation.recipient.source == RecipientSource.TRIAL:
        return takes_answers(invitation)
    return invitation.recipient.round.takes_new_answers


def can_write_told(invitation: Invitation, response: Response, told: ResponsePractice) -> bool:
    """A practice is written with its answer, and again when a coordinator has asked back.

    One that a coordinator has taken over is theirs, and another's is never written.
    """
    if told.is_joined or told.is_taken_over:
        return False
    if told.practice.review_state == ReviewState.RETURNED:
        return True
    may_answer = can_answer(invitation, response)
    return told.practice.review_state == ReviewState.DRAFT and may_answer


def can_withdraw_told(invitation: Invitation, response: Response, told: ResponsePractice) -> bool:
    """What is in review is taken back to be written further while the answer is open again."""
    in_review = told.practice.review_state == ReviewState.IN_REVIEW
    return in_review and not told.is_joined and can_answer(invitation, response)


def can_pass_on(invitation: Invitation, response: Response | None) -> bool:
    """Somebody else is asked while the answer is open; nothing is sent out of a trial."""
    is_trial = invitation.recipient.source == RecipientSource.TRIAL
    is_sent = response is not None and response.submitted_at is not None
    return not is_trial and not is_sent and takes_answers(invitation, response)


def can_decline(invitation: Invitation, response: Response | None) -> bool:
    """Who was asked may say no until the answer has been sent."""
    is_sent = response is not None and response.submitted_at is not None
    return not is_sent and invitation.submitted_at is None and takes_answers(invitation, response)
