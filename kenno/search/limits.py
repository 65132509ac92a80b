"""How often a search may be saved without signing in: counted by hashes, forgotten in an hour."""

from typing import Final

from django.core.cache import cache
from django.utils.crypto import salted_hmac

SAVED_FROM_NETWORK: Final = 20
MAILED_TO_ADDRESS: Final = 5
HOUR: Final = 3600


def may_save(network_address: str) -> bool:
    """Count one more search saved from a network address and tell whether it is still welcome."""
    return _count("network", network_address) <= SAVED_FROM_NETWORK


def may_mail(email: str) -> bool:
    """Count one more mail to an unconfirmed address and tell whether it may still be sent."""
    return _count("mail", email.strip().lower()) <= MAILED_TO_ADDRESS


def _count(what: str, value: str) -> int:
    digest = salted_hmac(f"search.saving.{what}", value, algorithm="sha256").hexdigest()
    key = f"saved-search:{digest}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # the hour ended between the two lines
        return 1
