"""How often one address may do something: kept as a hash, in the cache, for an hour."""

from typing import Final

from django.core.cache import cache
from django.utils.crypto import salted_hmac

HOUR: Final = 3600


def may_go_on(purpose: str, address: str, *, most: int) -> bool:
    """Count one more of `purpose` from or to an address; tell whether it is within `most` an hour.

    A brake and no promise: the cache may forget, and two at once may both be let through.
    """
    digest = salted_hmac(f"core.limits.{purpose}", address, algorithm="sha256").hexdigest()
    key = f"limit:{purpose}:{digest}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) <= most
    except ValueError:  # the hour ended between the two lines
        return True
