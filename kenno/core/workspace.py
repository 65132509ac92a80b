"""The workspace is put together from what each room registers: links of its menu, and panels."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from kenno.core.enums import WorkspaceGroup

Person = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class WorkspaceLink:
    """A link of the workspace's menu for those for whom `is_for` holds.

    Links stand in the order of their groups, and within a group the smaller `order` first.
    """

    label: str | Promise
    url_name: str
    order: int
    is_for: Callable[[Person], bool]
    group: WorkspaceGroup = WorkspaceGroup.WORK


@dataclass(frozen=True)
class WorkspacePanel:
    """A part of the workspace's front page; `render` returns None when there is nothing to say."""

    order: int
    is_for: Callable[[Person], bool]
    render: Callable[[HttpRequest], SafeString | None]


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the person: what, and where it is done."""

    text: str
    url: str


WaitingFor = Callable[[HttpRequest], list[Waiting]]

_links: dict[str, WorkspaceLink] = {}
_panels: dict[str, WorkspacePanel] = {}
_waiting: dict[str, tuple[int, WaitingFor]] = {}


def register_link(name: str, link: WorkspaceLink) -> None:
    """Add a link to the workspace's menu; call from AppConfig.ready."""
    _links[name] = link


def register_panel(name: str, panel: WorkspacePanel) -> None:
    """Add a panel to the workspace's front page; call from AppConfig.ready."""
    _panels[name] = panel


def register_waiting(name: str, order: int, waiting: WaitingFor) -> None:
    """Add to the list of what waits for a person, smaller `order` first; from AppConfig.ready."""
    _waiting[name] = (order, waiting)


def links_for(person: Person) -> list[WorkspaceLink]:
    """Return the menu of this person in order."""
    places = list(WorkspaceGroup)
    return sorted(
        (link for link in _links.values() if link.is_for(person)),
        key=lambda link: (places.index(link.group), link.order),
    )


def panels_for(request: HttpRequest) -> list[SafeString]:
    """Return the drawn panels of the person's workspace in order."""
    panels = sorted(_panels.values(), key=lambda panel: panel.order)
    drawn = (panel.render(request) for panel in panels if panel.is_for(request.user))
    return [panel for panel in drawn if panel is not None]


def waiting_for(request: HttpRequest) -> list[Waiting]:
    """Return what waits for the person, of every room, in order."""
    in_order = sorted(_waiting.values(), key=lambda entry: entry[0])
    return [one for _order, waiting in in_order for one in waiting(request)]
