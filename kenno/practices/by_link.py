"""What whoever holds a personal link to a draft may do now: rules that no role has a part in."""

from kenno.practices.models import DraftRequest, Practice


def is_being_written(practice: Practice) -> bool:
    """A draft is completed by a link until it is sent for review, and again when it comes back."""
    return practice.review_state in ("draft", "returned") and practice.first_published_at is None


def can_write(request: DraftRequest) -> bool:
    """Who was asked writes, and sends for review, what they have not declined."""
    return request.declined_at is None and is_being_written(request.practice)


def can_pass_on(request: DraftRequest) -> bool:
    """Somebody else is asked while the draft may be written; also by who does not do it."""
    return is_being_written(request.practice)


def can_decline(request: DraftRequest) -> bool:
    """Who was asked may say no while they could write."""
    return can_write(request)
