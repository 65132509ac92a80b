"""Rooms add their links to the site's header and footer here, so that core knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

UrlOf = Callable[[HttpRequest], str | None]


@dataclass(frozen=True)
class SiteLink:
    """A link of the header or footer; `url` returns None when the page is not there (yet)."""

    label: str | Promise
    url: UrlOf
    order: int


@dataclass(frozen=True)
class ShownLink:
    """A link as a page shows it; `current` tells that the reader is on that page or below it."""

    label: str | Promise
    url: str
    current: bool = False


@dataclass(frozen=True)
class ShownGroup:
    """Links of a menu that belong together, under a heading that may be empty."""

    label: str | Promise
    links: list[ShownLink]


_header: dict[str, SiteLink] = {}
_footer: dict[str, SiteLink] = {}


def register_header_link(name: str, label: str | Promise, url: UrlOf, order: int) -> None:
    """Add a link to the main navigation, smaller `order` first; call from AppConfig.ready."""
    _header[name] = SiteLink(label, url, order)


def register_footer_link(name: str, label: str | Promise, url: UrlOf, order: int) -> None:
    """Add a link to the footer, smaller `order` first; call from AppConfig.ready."""
    _footer[name] = SiteLink(label, url, order)


def header_links(request: HttpRequest) -> list[ShownLink]:
    """Return the main navigation's registered links in order."""
    return _shown(_header, request)


def footer_links(request: HttpRequest) -> list[ShownLink]:
    """Return the footer's registered links in order."""
    return _shown(_footer, request)


def reverse_or_none(name: str) -> str | None:
    """Return the address of a named page, or None when this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def is_current(url: str, request: HttpRequest) -> bool:
    """Tell whether the page being shown is the page at `url` or stands below it."""
    return request.path == url or (url.count("/") > 1 and request.path.startswith(url))


def _shown(links: dict[str, SiteLink], request: HttpRequest) -> list[ShownLink]:
    found = (
        (link, link.url(request)) for link in sorted(links.values(), key=lambda link: link.order)
    )
    return [ShownLink(link.label, url, is_current(url, request)) for link, url in found if url]
