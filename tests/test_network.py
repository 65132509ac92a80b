import socket
import urllib.request

import pytest

from tests.utils.network import NetworkBlocked


def test_network_refuses_another_machine():
    with pytest.raises(NetworkBlocked):
        socket.create_connection(("192.0.2.176", 443), timeout=0.01)


def test_network_refuses_another_machine_over_ipv6():
    with pytest.raises(NetworkBlocked), socket.socket(socket.AF_INET6) as connection:
        connection.connect(("2001:db8::1", 443))


def test_network_refuses_to_look_up_a_name():
    with pytest.raises(NetworkBlocked):
        socket.getaddrinfo("kenno.example", 443)


def test_network_refuses_a_web_address():
    with pytest.raises(NetworkBlocked):
        urllib.request.urlopen("https://kenno.example/")


def test_network_refuses_a_datagram():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
        pytest.raises(NetworkBlocked),
    ):
        sender.sendto(b"kenno", ("192.0.2.176", 53))


def test_network_reaches_this_machine():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
        server.accept()[0] as accepted,
    ):
        client.sendall(b"kenno")
        assert accepted.recv(5) == b"kenno"
