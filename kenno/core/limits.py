"""How often one address may do something: kept as a hash, in the cache, for an hour."""

import time
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
    now = time.time()
    begun: tuple[int, float] = cache.get(key, (0, now + HOUR))
    count, ends = begun[0] + 1, begun[1]
    # Not by the cache's own counting: in files that would forget the hour after five minutes.
    cache.set(key, (count, ends), max(ends - now, 0))
    return count <= most
