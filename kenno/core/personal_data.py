"""Everything that is kept about a person: each room tells what it has, and forgets it when asked.

A room registers from its AppConfig.ready:

    register_personal_data("search.saved", PersonalData(label, order, collect, forget))

`collect` returns what the room keeps about a person, for their own page and file. `forget` deletes
or empties it in the transaction of the removal, before the account goes; where the database does
that by itself (a cascade, an emptied key), there is none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

# The shape of the file; a new one when a program that reads it would have to change.
SHAPE: Final = "kulttuurikenno-personal-data-1"

Value = str | int | bool | date | datetime | list[str] | None


@dataclass(frozen=True)
class Fact:
    """One thing that is known: its name in the file, its name for a reader, and what it is."""

    key: str
    label: str
    value: Value

    @property
    def shown(self) -> str:
        """The value as a reader sees it."""
        match self.value:
            case None | "" | []:
                return "–"
            case bool():
                return _("kyllä") if self.value else _("ei")
            case datetime():
                return date_format(timezone.localtime(self.value), "SHORT_DATETIME_FORMAT")
            case date():
                return date_format(self.value, "SHORT_DATE_FORMAT")
            case list():
                return ", ".join(self.value)
        return str(self.value)


@dataclass(frozen=True)
class Entry:
    """One record about a person."""

    title: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class PersonalData:
    """What one room keeps about a person; smaller `order` first. Both get the person's account."""

    label: str | Promise
    order: int
    collect: Callable[[Any], Iterable[Entry]]
    forget: Callable[[Any], None] | None = None


@dataclass(frozen=True)
class Section:
    """The entries of one kind, under its label."""

    name: str
    label: str
    entries: tuple[Entry, ...]


_sources: dict[str, PersonalData] = {}


def register_personal_data(name: str, source: PersonalData) -> None:
    """Add what a room keeps about persons, under "<room>.<thing>"; call from AppConfig.ready."""
    _sources[name] = source


def sections(person: Any) -> list[Section]:
    """Return everything that is kept about a person, in order, in the reader's language."""
    ordered = sorted(_sources.items(), key=lambda item: item[1].order)
    return [
        Section(name, str(source.label), tuple(source.collect(person))) for name, source in ordered
    ]


def as_file(found: Iterable[Section], made_at: datetime) -> dict[str, Any]:
    """Return sections in the shape of the file; docs/operations.md describes it."""
    return {
        "shape": SHAPE,
        "made_at": made_at,
        "sections": [
            {
                "name": section.name,
                "label": section.label,
                "entries": [
                    {"title": entry.title, **{fact.key: fact.value for fact in entry.facts}}
                    for entry in section.entries
                ],
            }
            for section in found
        ],
    }


def forget(person: Any) -> None:
    """Let every room forget a person, upper rooms first; call in the removal's transaction."""
    for source in sorted(_sources.values(), key=lambda source: -source.order):
        if source.forget is not None:
            source.forget(person)
