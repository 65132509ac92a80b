"""What a page is that the accessibility tests walk."""

from collections.abc import Callable
from dataclasses import dataclass

from kenno.people.models import User

PersonMaker = Callable[[], User]
# Finnish has words that are wider than a phone.
LONG_WORD = "Kulttuurikasvatussuunnitelmatyöryhmäkokous yhdellä sivulla"


@dataclass(frozen=True)
class WalkedPage:
    """`address` makes a page's records and returns where it is; `reader` makes who opens it."""

    name: str
    address: Callable[[], str]
    reader: PersonMaker | None = None
    status: int = 200
