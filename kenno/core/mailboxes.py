"""Whose an address is, however it is written: limits and refusals count mailboxes and networks."""

from ipaddress import IPv6Address, ip_address
from typing import Final

# These read a name with and without full stops as one, and are one service.
WITHOUT_STOPS: Final = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
# What one customer of a network gets (RFC 6177): all its addresses are one sender's.
CUSTOMERS_PREFIX: Final = 64


def mail_domain(domain: str) -> str:
    """Return a domain as mail writes it: in small letters, those beyond ASCII in IDNA's form.

    What is no domain comes back in small letters.
    """
    domain = domain.strip().rstrip(".").lower()
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def mail_address(address: str) -> str:
    """Return an address in small letters, its domain as mail writes it."""
    name, at, domain = address.strip().lower().rpartition("@")
    return f"{name}{at}{mail_domain(domain)}"


def mailbox_of(address: str) -> str:
    """Return what is the same for all ways to write the address of one mailbox.

    What follows a plus only sorts mail (RFC 5233), so that anybody has any number of such
    addresses. It is for telling senders apart; mail goes to the address as it was given.
    """
    name, at, domain = mail_address(address).rpartition("@")
    name = name.partition("+")[0] or name
    if domain in WITHOUT_STOPS:
        name, domain = name.replace(".", ""), WITHOUT_STOPS[domain]
    return f"{name}{at}{domain}"


def network_of(address: str) -> str:
    """Return the network of one customer: an IPv4 address as it is, the first half of an IPv6."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> CUSTOMERS_PREFIX << CUSTOMERS_PREFIX))
