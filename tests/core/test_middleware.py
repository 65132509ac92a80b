import io
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils.html import escape

from config import urls
from kenno.core.access import public
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.middleware import RequestSizeMiddleware

STRICT_POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'self'; img-src 'self' data:; manifest-src 'self'; script-src 'self'; "
    "style-src 'self'"
)


def refusing(refusal: Refusal) -> Callable[[HttpRequest], HttpResponse]:
    @public
    def view(request: HttpRequest) -> HttpResponse:
        raise refusal

    return view


@public
def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.body)))


urlpatterns = [
    path("refusal/", refusing(Refusal("Näin ei voi tehdä."))),
    path("conflict/", refusing(Conflict("Joku <ehti> ensin."))),
    path("gone/", refusing(Gone("Linkki on käytetty."))),
    path("echo/", echo),
    *urls.urlpatterns,
]
here = pytest.mark.urls(__name__)


def policy_of(response: HttpResponse) -> str:
    return "; ".join(sorted(response["Content-Security-Policy"].split("; ")))


def test_policy_is_strict_on_the_site(client, db):
    assert policy_of(client.get(reverse("core:gallery"))) == STRICT_POLICY


def test_policy_is_strict_on_an_error_page(client, db):
    assert policy_of(client.get("/ei-ole/")) == STRICT_POLICY


def test_policy_is_looser_only_under_the_cms(client, db):
    policy = policy_of(client.get(settings.CMS_PATH))
    assert "script-src 'self' 'unsafe-inline' 'unsafe-eval'" in policy
    assert "'unsafe-inline'" not in policy_of(client.get(f"/elsewhere{settings.CMS_PATH}"))


@here
@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("/refusal/", 400, "Näin ei voi tehdä."),
        ("/conflict/", 409, "Joku <ehti> ensin."),
        ("/gone/", 410, "Linkki on käytetty."),
    ],
)
def test_refusal_becomes_a_page_that_says_why(client, db, address, status, message):
    response = client.get(address)
    assert response.status_code == status
    assert escape(message) in response.content.decode()


def post_of_size(client: Client, size: int, address: str = "/echo/") -> HttpResponse:
    """Post a body of `size` zeros without keeping it in memory twice."""
    return client.generic("POST", address, b"\0" * size, content_type="application/octet-stream")


@here
def test_body_of_fifty_megabytes_is_refused_with_the_limit(client, db):
    response = post_of_size(client, 50 * 1024 * 1024)
    assert response.status_code == 413
    assert response["Connection"] == "close"
    page = response.content.decode()
    assert "Lähetys on liian suuri (50,0\xa0MB)" in page
    assert "enintään 45,0\xa0MB" in page


@here
def test_body_at_the_limit_is_let_through(client, db, settings):
    settings.MAXIMUM_REQUEST_BYTES = 1000
    assert post_of_size(client, 1000).content == b"1000"
    assert post_of_size(client, 1001).status_code == 413


@here
@pytest.mark.parametrize("length", ["", "0"])
def test_body_of_unknown_length_is_read_as_empty(client, db, length):
    response = client.generic("POST", "/echo/", b"", CONTENT_LENGTH=length)
    assert response.content == b"0"


class CountingBody(io.RawIOBase):
    """A body without end that counts how much of it is read."""

    def __init__(self) -> None:
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        self.count += size
        return b"\0" * size


@pytest.mark.parametrize(
    ("size", "read"),
    [
        (settings.MAXIMUM_REQUEST_BYTES, 0),
        (settings.MAXIMUM_REQUEST_BYTES + 1, settings.MAXIMUM_REQUEST_BYTES + 1),
        (RequestSizeMiddleware.DISCARDED_BYTES + 1, 0),
    ],
)
def test_body_is_thrown_away_up_to_a_limit(rf, db, monkeypatch, size, read):
    request = rf.generic("POST", "/", b"", CONTENT_LENGTH=str(size))
    body = CountingBody()
    monkeypatch.setattr(request, "read", body.read, raising=False)
    request.htmx = False
    RequestSizeMiddleware(lambda request: HttpResponse())(request)
    assert body.count == read
