"""No page that anyone may open shows a person's e-mail address."""

import re
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.test import Client
from django.urls import resolve

from tests.e2e.pages import PAGES, WalkedPage
from tests.factories.practices import FullPracticeFactory
from tests.test_addresses import PUBLIC

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Of the authority that supervises accessibility, as the law asks.
OFFICIAL = {"saavutettavuus@traficom.fi"}
# The same page as the sign-in, under the name by which a library knows it.
SAME_PAGE = {"account_request_login_code"}


def _practice_and(path: str) -> WalkedPage:
    def address() -> str:
        FullPracticeFactory(slug="kulttuurikaveri", contact__person__first_name="Etunimi")
        return path

    return WalkedPage(path, address)


# What is no page for the accessibility tests, or is drawn by others.
OTHERS = [
    _practice_and("/kaytanteet/syote/"),
    _practice_and("/kaytanteet/haku/ehdotukset/?q=kulttuuri"),
    _practice_and("/kaytanteet/aineisto/1/"),
    _practice_and("/yhteyshenkilo/1/kysy/"),
    _practice_and("/kirjaudu/linkki/a/"),
    _practice_and("/kirjaudu/koodi/"),
    _practice_and("/kirjaudu/toinen-vaihe/"),
    _practice_and("/kirjaudu/ulos/"),
    _practice_and("/sanasto/ehdota/?q=tanssi"),
    _practice_and("/palaute/kiitos/"),
    _practice_and("/sitemap.xml"),
    _practice_and("/sitemap-practices.xml"),
    _practice_and("/robots.txt"),
    _practice_and("/healthz"),
    _practice_and("/media/images/a"),
    *(_practice_and(f"/luonnos/a/{path}") for path in ("aloita/", "laheta/")),
    *(
        _practice_and(f"/kysely/a/{path}")
        for path in (
            *("vastaus/muutokset/", "kysymykset/1/muutokset/"),
            *("aloita/", "laheta/", "hyvaksyttavaksi/", "tiedosto/1/", "kaytanne/samankaltaiset/"),
            *("kaytanne/1/liity/", "kaytanne/1/laheta/", "kaytanne/1/ota-takaisin/"),
        )
    ),
]
WALKED = [page for page in [*PAGES, *OTHERS] if page.reader is None]


def _text(response: HttpResponse | FileResponse) -> str:
    return b"".join(response).decode()


@pytest.mark.parametrize("walked", WALKED, ids=lambda walked: walked.name)
def test_public_page_shows_no_address_of_a_person(client: Client, walked: WalkedPage) -> None:
    shown = _text(client.get(walked.address()))
    assert set(ADDRESS.findall(shown)) - OFFICIAL == set()


def _view_of(walked: WalkedPage) -> str:
    """Name the view behind a page; the records that its address needs go again."""
    with transaction.atomic():
        path = urlsplit(walked.address()).path
        transaction.set_rollback(True)
    return resolve(path).view_name if walked.status != 404 else ""


def test_every_public_view_is_walked() -> None:
    assert {_view_of(walked) for walked in WALKED} >= PUBLIC - SAME_PAGE
