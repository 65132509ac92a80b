"""Every view needs sign-in; the ones that do not say so with `public`."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

from kenno.core.exceptions import Gone

public = login_not_required


def require(allowed: bool, message: str | Promise) -> None:
    """Go on when `allowed`, the answer of a rule; else raise PermissionDenied that says why not."""
    if not allowed:
        raise PermissionDenied(message)


def require_open(allowed: bool, message: str | Promise) -> None:
    """Go on when `allowed`, the answer of a rule of a personal link; else raise Gone."""
    if not allowed:
        raise Gone(message)
