"""No request of one test reaches into the next."""

from collections.abc import Iterable
from threading import Event, Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from tests.utils.gate import Gate


def site(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"page"]


def ask(gate: Gate) -> tuple[str, Any]:
    """Ask as a server does; returns the status and the body."""
    statuses: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        statuses.append(status)

    body = gate({}, start)
    return statuses[0], body


def test_open_gate_lets_a_request_through() -> None:
    gate = Gate(site)
    gate.open()
    status, body = ask(gate)
    assert (status, list(body)) == ("200 OK", [b"page"])


def test_gate_refuses_before_it_opens_and_after_it_closes() -> None:
    gate = Gate(site)
    assert ask(gate) == ("503 Service Unavailable", [])
    gate.open()
    gate.close()
    assert ask(gate) == ("503 Service Unavailable", [])


def test_closing_waits_for_a_request_until_its_body_is_closed() -> None:
    gate = Gate(site)
    gate.open()
    _status, body = ask(gate)
    with pytest.raises(TimeoutError, match="1 requests are still under way"):
        gate.close(timeout=0)
    body.close()
    gate.close(timeout=0)


def test_closing_goes_on_when_the_last_request_leaves_in_another_thread() -> None:
    gate = Gate(site)
    gate.open()
    _status, body = ask(gate)
    closed = Event()

    def close() -> None:
        gate.close()
        closed.set()

    closing = Thread(target=close)
    closing.start()
    body.close()
    closing.join()
    assert closed.is_set()


def test_request_that_fails_is_no_longer_inside() -> None:
    def failing(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        raise ValueError("broken")

    gate = Gate(failing)
    gate.open()
    with pytest.raises(ValueError, match="broken"):
        ask(gate)
    gate.close(timeout=0)
