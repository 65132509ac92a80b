"""What rooms above tell of organisations and do when a contact changes; people knows none of them.

Each registers from its AppConfig.ready:

- `register_organisation_panel(name, panel)`: a function that gets the request and the organisation
  and returns a drawn part of its page, beginning with a heading of the second level, or None.
- `register_contact_follower(name, follower)`: what has to follow when a contact changes, goes out
  of sight, or is replaced by another. The actions of this room call `contacts_changed` and
  `contact_replaced` in the transaction of the change, as its last step.
- `register_need(name, needs)`: whether a room needs the account of a person of whom this room would
  keep nothing more.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils.safestring import SafeString

from kenno.people.models import Contact, Organisation, User

# A database takes only so many values in one question.
BATCH: Final = 500
OrganisationPanel = Callable[[HttpRequest, Organisation], SafeString | None]


@dataclass(frozen=True)
class ContactFollower:
    """What a room does with changed contacts.

    changed: gets the primary keys of contacts of which something else may be shown now.
    replaced: gets a contact and its successor, and gives the successor what the former had; without
    a successor the contact is about to be deleted.
    """

    changed: Callable[[Collection[int]], None]
    replaced: Callable[[Contact, Contact | None], None]


_panels: dict[str, OrganisationPanel] = {}
_followers: dict[str, ContactFollower] = {}
_needs: dict[str, Callable[[User], bool]] = {}


def register_organisation_panel(name: str, panel: OrganisationPanel) -> None:
    """Add a part to the page of an organisation; call from AppConfig.ready."""
    _panels[name] = panel


def organisation_panels(request: HttpRequest, organisation: Organisation) -> list[SafeString]:
    """Return the drawn parts of an organisation's page, in the order of registration."""
    drawn = (panel(request, organisation) for panel in _panels.values())
    return [panel for panel in drawn if panel is not None]


def register_contact_follower(name: str, follower: ContactFollower) -> None:
    """Let a room follow the changes of contacts; call from AppConfig.ready."""
    _followers[name] = follower


def contacts_changed(ids: Collection[int]) -> None:
    """Tell every room that something else may be shown of these contacts from now on."""
    every = list(ids)
    for follower in _followers.values():
        for start in range(0, len(every), BATCH):
            follower.changed(every[start : start + BATCH])


def contact_replaced(old: Contact, new: Contact | None) -> None:
    """Tell every room that `new`, or nobody, is asked from now on where `old` was."""
    for follower in _followers.values():
        follower.replaced(old, new)


def register_need(name: str, needs: Callable[[User], bool]) -> None:
    """Let a room keep accounts from being deleted as needless; call from AppConfig.ready."""
    _needs[name] = needs


def is_needed(person: User) -> bool:
    """Tell whether some room needs the account of this person."""
    return any(needs(person) for needs in _needs.values())
