"""A browser as small as it can be: cookies, one kept connection, forms, and what htmx does."""

import gzip
import http.client
import select
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urljoin, urlsplit

BOUNDARY = "kenno-bench-boundary"
# A proxy and a browser let go of a connection before the server's five seconds are over.
KEPT_FOR = 4.0
TIMEOUT = 60.0


@dataclass
class Control:
    """An input of a form: its kind, what it holds, and what can be chosen.

    `has_list`: one writes the name of what is on a list; `is_number`: a number in a field of text.
    """

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    has_list: bool = False
    is_number: bool = False


@dataclass
class Form:
    """A form of a page, as it would be posted."""

    action: str
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def left_for_the_button(self) -> set[str]:
        """Names that a form which saves itself leaves out (hx-params="not a,b")."""
        params = self.attributes.get("hx-params", "")
        return set(params[4:].split(",")) if params.startswith("not ") else set()

    def pairs(self, *, by_itself: bool) -> list[tuple[str, str]]:
        """Return what would be sent, by htmx or by a button."""
        left = self.left_for_the_button if by_itself else set()
        return [
            (one.name, value)
            for one in self.controls.values()
            if one.kind != "file" and one.name not in left
            for value in one.values
        ]


class _Forms(HTMLParser):
    """Collects the forms of a page; inputs outside of any go to `loose`."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.loose = Form("")
        self._form: Form | None = None
        self._area: Control | None = None
        self._select: Control | None = None
        self._templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        form = self._form or self.loose
        name = given.get("name", "")
        self._templates += tag == "template"
        if self._templates:
            return
        if tag == "form":
            self._form = Form(given.get("action", ""), attributes=given)
            self.forms.append(self._form)
        elif tag == "input" and name:
            self._input(form, name, given)
        elif tag == "textarea" and name:
            self._area = form.controls[name] = Control(name, "textarea", [""])
        elif tag == "select" and name:
            self._select = form.controls[name] = Control(name, "select")
        elif tag == "option" and self._select is not None:
            self._select.choices.append(given.get("value", ""))
            if "selected" in given or not self._select.values:
                self._select.values = [given.get("value", "")]
        elif tag == "button" and self._form is not None:
            form.buttons.append((name, given.get("value", "")))

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in ("radio", "checkbox"):
            value = given.get("value", "on")
            control = form.controls.setdefault(name, Control(name, kind))
            control.choices.append(value)
            if "checked" in given:
                control.values.append(value)
        elif kind == "submit":
            form.buttons.append((name, value))
        else:
            form.controls[name] = Control(
                name, kind, [value], has_list="list" in given, is_number="inputmode" in given
            )

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.values[0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area is not None:
            # A browser drops the first line break and sends the others in full.
            text = self._area.values[0].removeprefix("\n")
            self._area.values[0], self._area = text, None
        elif tag == "select":
            self._select = None
        elif tag == "template":
            self._templates -= 1


def _multipart(pairs: list[tuple[str, str]]) -> tuple[bytes, str]:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in pairs
    ]
    body = "".join(parts) + f"--{BOUNDARY}--\r\n"
    return body.encode(), f"multipart/form-data; boundary={BOUNDARY}"


def forms_of(page: str) -> tuple[list[Form], Form]:
    """Return the forms of a page, and the controls outside of them (of a part swapped in)."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms, parser.loose


@dataclass
class Answer:
    """What the server said, and how long it took in milliseconds."""

    status: int
    headers: http.client.HTTPMessage
    text: str
    address: str

    @property
    def leads_to(self) -> str:
        """The address that a redirect names; empty for any other answer."""
        location = self.headers.get("Location", "") if self.status in (302, 303) else ""
        return urljoin(self.address, location) if location else ""


class Browser:
    """One person's browser; `noted` is told of each answer (status 0: there was none).

    What was asked for, its path, the status, the text, and how many seconds it took.
    """

    def __init__(self, base: str, noted: Callable[[str, str, int, str, float], None]) -> None:
        parts = urlsplit(base)
        self.base = base
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._connection: http.client.HTTPConnection | None = None
        self._used_at = 0.0
        self._cookies: dict[str, str] = {}
        self._noted = noted
        self._kept: set[str] = set()

    def get(self, address: str, *, what: str = "page", htmx: bool = False) -> Answer:
        """Open a page with its files, or a part of one."""
        answer = self._ask("GET", address, None, htmx=htmx, what=what)
        if not htmx:
            self._load_files(answer)
        return answer

    def post(
        self, address: str, pairs: list[tuple[str, str]], *, what: str, htmx: bool = False
    ) -> Answer:
        """Post a form; where it leads is told by `leads_to` of the answer."""
        return self._ask("POST", address, pairs, htmx=htmx, what=what)

    def _load_files(self, answer: Answer) -> None:
        """Fetch the style sheets and scripts of a page, each once: they are kept for long."""
        for part in answer.text.split('"/static/')[1:]:
            address = "/static/" + part.partition('"')[0]
            if address.endswith((".css", ".js", ".svg")) and address not in self._kept:
                self._kept.add(address)
                self._ask("GET", address, None, htmx=False, what="file")

    def _ask(
        self,
        method: str,
        address: str,
        pairs: list[tuple[str, str]] | None,
        *,
        htmx: bool,
        what: str,
    ) -> Answer:
        url = urlsplit(urljoin(self.base, address))
        path = url.path + (f"?{url.query}" if url.query else "")
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "fi"}
        if self._cookies:
            headers["Cookie"] = "; ".join(
                f"{name}={value}" for name, value in self._cookies.items()
            )
        if htmx:
            headers["HX-Request"] = "true"
        body = None
        if pairs is not None:
            body, headers["Content-Type"] = _multipart(pairs)
        started = time.perf_counter()
        try:
            response, content = self._exchange(method, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self._close()
            self._noted(what, path, 0, type(error).__name__, time.perf_counter() - started)
            raise
        taken = time.perf_counter() - started
        if response.getheader("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value
        text = content.decode("utf-8", "replace")
        self._noted(what, path, response.status, text, taken)
        return Answer(response.status, response.headers, text, urljoin(self.base, path))

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        connection = self._open()
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = response.read()
        if response.will_close:
            self._close()
        return response, content

    def _open(self) -> http.client.HTTPConnection:
        kept = self._connection
        if kept is not None and (
            time.monotonic() - self._used_at > KEPT_FOR
            # Readable without having been asked: the server has hung up.
            or select.select([kept.sock], [], [], 0)[0]
        ):
            self._close()
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self._host, self._port, timeout=TIMEOUT)
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
