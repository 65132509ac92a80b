"""Who asks: a person, or a machine whose searches say nothing of what people look for."""

import re
from typing import Final

from django.http import HttpRequest

ROBOT: Final = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|archiver|preview|monitor|facebookexternalhit"
    r"|curl/|wget/|python|httpx|okhttp|java/|libwww|go-http-client",
    re.IGNORECASE,
)
PREFETCH_HEADERS: Final = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def is_by_person(request: HttpRequest) -> bool:
    """Tell whether somebody asked for this page to read it.

    Robots say who they are in User-Agent, and browsers that fetch ahead what may never be read
    say so in Sec-Purpose or an older header.
    """
    ahead = (request.headers.get(name, "") for name in PREFETCH_HEADERS)
    if any("prefetch" in value or "preview" in value for value in ahead):
        return False
    return not ROBOT.search(request.headers.get("User-Agent", ""))
