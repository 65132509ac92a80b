"""Mails as blocks, from which one pair of templates makes plain text and HTML that say the same."""

import unicodedata
from dataclasses import dataclass, field
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.core.exceptions import Refusal

LONGEST_SUBJECT = 200


def one_line(text: str) -> str:
    """Return a text for a header: one line, without characters that cannot be seen.

    What breaks lines becomes a space; what turns the direction of writing round goes.
    """
    kept = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join("".join(letter if letter.isprintable() else " " for letter in kept).split())


def checked_address(email: str) -> str:
    """Return an address that can stand in a header; raise Refusal when it is none."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal(_("Sähköpostiosoite ”%(email)s” ei kelpaa.") % {"email": email}) from error
    return email


@dataclass(frozen=True)
class Paragraph:
    """Some sentences of ours."""

    kind: ClassVar = "paragraph"
    words: str

    @property
    def text(self) -> str:
        return self.words


@dataclass(frozen=True)
class SmallPrint(Paragraph):
    """What one should be able to find, but need not read."""

    kind: ClassVar = "small"


@dataclass(frozen=True)
class Link:
    """An address and what it does; `url` is absolute. Raises ValueError when it is not."""

    kind: ClassVar = "link"
    label: str
    url: str

    def __post_init__(self) -> None:
        _check_url(self.url)

    @property
    def text(self) -> str:
        return f"{self.label}:\n{self.url}"


@dataclass(frozen=True)
class Button(Link):
    """The one thing that the mail wants."""

    kind: ClassVar = "button"


@dataclass(frozen=True)
class Quote:
    """Somebody else's words, their lines kept; `title` says whose."""

    kind: ClassVar = "quote"
    title: str
    words: str

    @property
    def text(self) -> str:
        lines = self.words.strip().splitlines()
        return "\n".join([f"{self.title}:", "", *(f"> {line}".rstrip() for line in lines)])


@dataclass(frozen=True)
class Code:
    """A code to type; `label` says where."""

    kind: ClassVar = "code"
    label: str
    code: str

    @property
    def text(self) -> str:
        return f"{self.label}: {self.code}"


@dataclass(frozen=True)
class Item:
    """One of a list: what it is, where it is (absolute, or empty), and some words on it."""

    title: str
    url: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        if self.url:
            _check_url(self.url)


@dataclass(frozen=True)
class Items:
    """A list in the order given."""

    kind: ClassVar = "items"
    items: tuple[Item, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(
            "\n".join(filter(None, [item.title, item.words, item.url])) for item in self.items
        )


Block = Paragraph | Link | Quote | Code | Items


def _check_url(url: str) -> None:
    if not url.startswith(("https://", "http://")) or len(url.split()) != 1:
        raise ValueError(f"Not an absolute address: {url!r}")


def _active_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Mail:
    """A mail before it is addressed to anyone, in the language that was active when it was made.

    `why` says why the receiver gets it. `stop` is where they stop such mails: with one POST there
    (RFC 8058) after a page that asks. Without it the mail is one that the receiver's own doing
    brought about, and nothing can be stopped.
    """

    subject: str
    blocks: tuple[Block, ...]
    why: str
    stop: Link | None = None
    language: str = field(default_factory=_active_language)

    @property
    def unsubscribe_url(self) -> str:
        """Where a mail program stops such mails; empty when they cannot be stopped."""
        return self.stop.url if self.stop else ""

    @property
    def text(self) -> str:
        """The mail as plain text."""
        return self._drawn("core/mails/mail.txt")

    @property
    def html(self) -> str:
        """The mail as an HTML document that needs nothing from elsewhere."""
        return self._drawn("core/mails/mail.html")

    def _drawn(self, template: str) -> str:
        with translation.override(self.language):
            home = settings.BASE_URL + reverse("wagtail_serve", args=[""])
            drawn = render_to_string(template, {"mail": self, "home": home})
        return drawn.strip() + "\n"
