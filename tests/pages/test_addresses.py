import pytest
from django.utils import translation

from kenno.pages.addresses import (
    articles_address,
    in_readers_language,
    own_path,
    statement_address,
)

HOST = "kenno.example:8000"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/kunnat/oulu/", "/kunnat/oulu/"),
        (" /kunnat/oulu/ ", "/kunnat/oulu/"),
        ("/kaytanteet/?q=tanssi&task=hobby", "/kaytanteet/?q=tanssi&task=hobby"),
        ("http://kenno.example:8000/kunnat/oulu/#kartta", "/kunnat/oulu/"),
        ("https://kenno.example:8000/", "/"),
        ("", ""),
        ("kunnat/oulu/", ""),
        ("https://evil.example/kunnat/", ""),
        ("http://kenno.example/kunnat/", ""),
        ("//evil.example/kunnat/", ""),
        ("///evil.example/kunnat/", ""),
        ("/\\evil.example/", ""),
        ("http://kenno.example:8000//evil.example/", ""),
        ("http://kenno.example:8000@evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("/" + "a" * 499, "/" + "a" * 499),
        ("/" + "a" * 500, ""),
    ],
)
def test_own_path_accepts_only_this_site(address: str, path: str) -> None:
    assert own_path(address, HOST) == path


@pytest.mark.parametrize(
    ("language", "articles", "about"),
    [
        ("fi", "/artikkelit/", "/tietoa-palvelusta/"),
        ("sv", "/sv/artiklar/", "/sv/om-tjansten/"),
        ("en", "/en/articles/", "/en/about/"),
    ],
)
def test_addresses_of_shipped_pages_follow_the_reader(
    language: str, articles: str, about: str
) -> None:
    with translation.override(language):
        assert (articles_address(), statement_address("about")) == (articles, about)


def test_in_readers_language_leads_to_same_form_under_readers_language() -> None:
    with translation.override("fi"):
        assert in_readers_language("/palaute/") == "/palaute/"
    with translation.override("sv"):
        assert in_readers_language("/palaute/").startswith("/sv/")


def test_in_readers_language_leaves_unknown_address_alone() -> None:
    with translation.override("sv"):
        assert in_readers_language("/static/core/mark.svg") == "/static/core/mark.svg"
