"""How often a search may be saved without signing in."""

from typing import Final

from kenno.core.limits import may_go_on
from kenno.core.mailboxes import mailbox_of

SAVED_FROM_NETWORK: Final = 20
MAILED_TO_ADDRESS: Final = 5


def may_save(network_address: str) -> bool:
    """Count one more search saved from a network address and tell whether it is still welcome."""
    return may_go_on("saved-search", network_address, most=SAVED_FROM_NETWORK)


def may_mail(email: str) -> bool:
    """Count one more mail to an unconfirmed address and tell whether it may still be sent."""
    return may_go_on("saved-search-mail", mailbox_of(email), most=MAILED_TO_ADDRESS)
