"""What a room tells the moderation about its records; the moderation knows no subject matter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from kenno.moderation.models import Moderated
from kenno.people.models import User


@dataclass(frozen=True)
class FieldText:
    """One field of a record as a reader sees it: what differences are shown of."""

    label: str
    text: str


@dataclass(frozen=True)
class ModeratedKind:
    """How one kind of record takes part in moderation.

    name: the part of the address, e.g. "kaytanne".
    label: what one is called.
    for_lists: the records with what a list shows of them, such as their places.
    missing: names what is still needed before publication, in the reader's language.
    describe: the record's text field by field, for showing differences.
    before_publication: gives the stored record what it needs to be public, such as its address.
    after_change: called in the transaction whenever what is public has changed.
    edit_url, preview_url, public_url: where the record is written, looked at, and read.
    place: the municipality or other place it comes from.
    region_id: the primary key of the region whose coordinators review it, None for national ones.
    in_regions: the records that the coordinators of these regions (primary keys) review.
    """

    name: str
    label: str | Promise
    model: type[Moderated]
    for_lists: Callable[[], QuerySet[Any]]
    missing: Callable[[Any], list[str]]
    describe: Callable[[Any], list[FieldText]]
    before_publication: Callable[[Any], None]
    after_change: Callable[[Any], None]
    edit_url: Callable[[Any], str]
    preview_url: Callable[[Any], str]
    public_url: Callable[[Any], str]
    place: Callable[[Any], str]
    region_id: Callable[[Any], int | None]
    in_regions: Callable[[set[int]], QuerySet[Any]]


WayBack = Callable[[Moderated, User], str | None]

_kinds: dict[str, ModeratedKind] = {}
_ways_back: dict[str, WayBack] = {}


def register_kind(kind: ModeratedKind) -> None:
    """Put a kind of record under moderation; call from AppConfig.ready."""
    _kinds[kind.name] = kind


def kinds() -> list[ModeratedKind]:
    """Return every kind of record that is moderated."""
    return list(_kinds.values())


def kind_named(name: str) -> ModeratedKind | None:
    """Return the kind with this name in addresses, or None."""
    return _kinds.get(name)


def kind_of(record: Moderated) -> ModeratedKind:
    """Return the kind of this record; raise LookupError when its model was never registered."""
    for kind in _kinds.values():
        if isinstance(record, kind.model):
            return kind
    raise LookupError(f"{type(record).__name__} is not moderated")


def register_way_back(name: str, find: WayBack) -> None:
    """Lead authors who write without the workspace back to their text; from AppConfig.ready.

    `find` gets a returned record and its author, with the author's language active, and returns
    the path of a page that they can open, or None where it knows none. The path may be personal:
    a mail with it is kept confidential.
    """
    _ways_back[name] = find


def way_back(record: Moderated, author: User) -> str | None:
    """Return the first way that a room knows for this author, or None; call in a transaction."""
    found = (find(record, author) for find in _ways_back.values())
    return next((path for path in found if path is not None), None)
