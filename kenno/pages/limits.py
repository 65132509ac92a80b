"""How often one address may write: kept as a hash, in memory, for an hour."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

MESSAGES_IN_AN_HOUR = 10
HOUR = 3600


def may_write(address: str) -> bool:
    """Count one more message from this network address and tell whether it is still welcome.

    Each web process counts for itself, so that the limit is a brake and not a promise.
    """
    key = "feedback:" + salted_hmac("pages.feedback", address, algorithm="sha256").hexdigest()
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) <= MESSAGES_IN_AN_HOUR
    except ValueError:  # the hour ended between the two lines
        return True
