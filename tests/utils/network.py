"""Tests talk to this machine only: any other address is refused before a packet leaves."""

import ipaddress
import socket
from typing import Any

import pytest

LOCAL_NAMES = {"localhost", "testserver", "", None}


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def _is_local(host: Any) -> bool:
    if isinstance(host, bytes):
        host = host.decode()
    if host in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(host: Any) -> None:
    raise NetworkBlocked(f"A test tried to reach {host!r}; tests use this machine only.")


def block_network(patch: pytest.MonkeyPatch) -> None:
    """Refuse connections to, and look-ups of, anything but this machine until `patch` is undone."""
    look_up, connect, connect_ex, send = (
        socket.getaddrinfo,
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.socket.sendto,
    )

    def checked_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if not _is_local(host):
            _refuse(host)
        return look_up(host, *arguments, **options)

    def checked_connect(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not _is_local(address[0]):
            _refuse(address[0])
        return connect(self, address)

    def checked_connect_ex(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not _is_local(address[0]):
            _refuse(address[0])
        return connect_ex(self, address)

    def checked_send(self: socket.socket, data: Any, *arguments: Any) -> Any:
        address = arguments[-1]
        if self.family != socket.AF_UNIX and not _is_local(address[0]):
            _refuse(address[0])
        return send(self, data, *arguments)

    patch.setattr(socket, "getaddrinfo", checked_look_up)
    patch.setattr(socket.socket, "connect", checked_connect)
    patch.setattr(socket.socket, "connect_ex", checked_connect_ex)
    patch.setattr(socket.socket, "sendto", checked_send)
