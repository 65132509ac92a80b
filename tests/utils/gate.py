"""A gate before the served site, so that no request of one test reaches into the next.

A page may still have a request under way when its test ends (a text that saves itself, a list that
asks for news). Emptying the database under it makes both fail.
"""

from collections.abc import Callable, Iterable, Iterator
from threading import Condition
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST_REQUEST = 60.0


class Gate:
    """Lets requests through to `site` while it is open, and knows how many are still inside."""

    def __init__(self, site: WSGIApplication) -> None:
        self._site = site
        self._changed = Condition()
        self._open = False
        self._inside = 0

    def open(self) -> None:
        """Let requests through from now on."""
        with self._changed:
            self._open = True

    def close(self, timeout: float = LONGEST_REQUEST) -> None:
        """Refuse every request from now on, and return when those inside have ended.

        Raises TimeoutError if one of them is still inside after `timeout` seconds.
        """
        with self._changed:
            self._open = False
            if not self._changed.wait_for(lambda: self._inside == 0, timeout):
                raise TimeoutError(f"{self._inside} requests are still under way")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with self._changed:
            if not self._open:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return []
            self._inside += 1
        try:
            return _Body(self._site(environ, start_response), self._leave)
        except BaseException:
            self._leave()
            raise

    def _leave(self) -> None:
        with self._changed:
            self._inside -= 1
            self._changed.notify_all()


class _Body:
    """A response's body; the server closes it when all of it is sent or the browser has gone."""

    def __init__(self, body: Any, left: Callable[[], None]) -> None:
        self._body = body
        self._left = left

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        try:
            if hasattr(self._body, "close"):
                self._body.close()
        finally:
            self._left()
