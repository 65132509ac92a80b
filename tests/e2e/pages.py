"""The pages that the accessibility tests walk; each room adds its own here."""

from collections.abc import Callable
from dataclasses import dataclass

from kenno.people.models import User

PersonMaker = Callable[[], User]


@dataclass(frozen=True)
class WalkedPage:
    """`address` makes a page's records and returns where it is; `reader` makes who opens it."""

    name: str
    address: Callable[[], str]
    reader: PersonMaker | None = None
    status: int = 200


PAGES: list[WalkedPage] = [
    WalkedPage("gallery", lambda: "/komponentit/"),
    WalkedPage("unknown address", lambda: "/ei-ole-taalla/", status=404),
]
