"""What rooms above show on the pages of places, so that places know none of them.

Each registers from its AppConfig.ready:

- `register_municipality_panel(name, panel)` and `register_region_panel(name, panel)`: a function
  that gets the request and the municipality or region, and returns a drawn part of its page
  (`render_to_string(...)`), or None when it has nothing to show. A part begins with a heading of
  the second level.
- `register_practice_counts(counts)`: a function that returns how many published practices each
  municipality has, by primary key; municipalities without any may be left out. The maps of
  this room show these figures.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from kenno.places.models import Municipality, Region

MunicipalityPanel = Callable[[HttpRequest, Municipality], SafeString | None]
RegionPanel = Callable[[HttpRequest, Region], SafeString | None]
MunicipalityCounts = Callable[[], dict[int, int]]

_municipality_panels: dict[str, MunicipalityPanel] = {}
_region_panels: dict[str, RegionPanel] = {}
_counts: dict[str, MunicipalityCounts] = {}


def register_municipality_panel(name: str, panel: MunicipalityPanel) -> None:
    """Add a part to the municipality page; call from AppConfig.ready."""
    _municipality_panels[name] = panel


def register_region_panel(name: str, panel: RegionPanel) -> None:
    """Add a part to the region page; call from AppConfig.ready."""
    _region_panels[name] = panel


def register_practice_counts(counts: MunicipalityCounts) -> None:
    """Tell how many practices each municipality has, by primary key; call from AppConfig.ready."""
    _counts["practices"] = counts


def practice_counts() -> dict[int, int]:
    """Return how many practices each municipality has, by primary key."""
    counts = _counts.get("practices")
    return counts() if counts is not None else {}


def municipality_panels(request: HttpRequest, municipality: Municipality) -> list[SafeString]:
    """Return the drawn parts of a municipality's page, in the order of registration."""
    drawn = (panel(request, municipality) for panel in _municipality_panels.values())
    return [panel for panel in drawn if panel is not None]


def region_panels(request: HttpRequest, region: Region) -> list[SafeString]:
    """Return the drawn parts of a region's page, in the order of registration."""
    drawn = (panel(request, region) for panel in _region_panels.values())
    return [panel for panel in drawn if panel is not None]
