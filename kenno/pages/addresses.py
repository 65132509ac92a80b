"""Addresses of this site: which ones are its own, and where they are in another language."""

from urllib.parse import urlsplit

from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from kenno.pages.models import ADDRESS_LENGTH
from kenno.pages.texts import page_texts, site_text


def own_path(address: str, host: str) -> str:
    """Return the path and query of an address of this site, or nothing for any other address.

    `address` is a path or a whole address, `host` this site's host with its port.
    """
    address = address.strip()
    if not address or not url_has_allowed_host_and_scheme(address, allowed_hosts={host}):
        return ""
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if not path.startswith("/") or path.startswith("//") or len(path) > ADDRESS_LENGTH:
        return ""
    return path


def in_readers_language(path: str) -> str:
    """Return where a Finnish address of this site is in the reader's language, else the address."""
    language = get_language() or "fi"
    with translation.override("fi"):
        return translate_url(path, language)


def statement_address(name: str) -> str:
    """Return the address of a shipped statement, named as its file is, in the reader's language."""
    slugs = {text.name: text.slug for text in page_texts()}[name]
    return _address(slugs)


def articles_address() -> str:
    """Return the address of the list of articles in the reader's language."""
    return _address({code: text["slug"] for code, text in site_text().articles.items()})


def _address(slugs: dict[str, str]) -> str:
    slug = slugs.get(get_language() or "fi") or slugs["fi"]
    return reverse("wagtail_serve", args=[f"{slug}/"])
