from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page of the site shows: its name and languages."""
    return {"site_name": settings.SITE_NAME, "languages": settings.LANGUAGES}
