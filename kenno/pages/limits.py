"""How often one network address may give feedback."""

from typing import Final

from kenno.core.limits import may_go_on

MESSAGES_IN_AN_HOUR: Final = 10


def may_write(address: str) -> bool:
    """Count one more message from this network address and tell whether it is still welcome."""
    return may_go_on("feedback", address, most=MESSAGES_IN_AN_HOUR)
