"""Being told that the index changed, without knowing who then makes the vectors."""

import logging
from collections.abc import Callable

from django.conf import settings

logger = logging.getLogger(__name__)

_followers: dict[str, Callable[[], object]] = {}


def follow_index(name: str, follower: Callable[[], object]) -> None:
    """Call `follower` after each change of the index; the same name again replaces it."""
    _followers[name] = follower


def after_index_change() -> None:
    """Tell the followers that changes of the index are committed; nothing when it is all off.

    A follower's failure is logged: the words can be searched without it, and the clock tries again.
    """
    if not settings.SEMANTIC_SEARCH:
        return
    for name, follower in _followers.items():
        try:
            follower()
        except Exception:
            logger.exception("%s could not be started; the clock does it later", name)
