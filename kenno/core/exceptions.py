"""Failures that a person is told about in plain words; ConflictMiddleware shows them as pages."""

from django.utils.functional import Promise


class Refusal(Exception):
    """A change that cannot be made; `message` says why and what to do, in the reader's language."""

    status = 400

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


class Conflict(Refusal):
    """Somebody else changed the record meanwhile, or its state no longer allows the change."""

    status = 409


class Gone(Refusal):
    """The record or link was here once, and is not any more."""

    status = 410
