"""A practice as linked data for search engines (schema.org)."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from kenno.practices.models import Practice

SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def structured_data(practice: Practice) -> SafeString:
    """Return JSON-LD that is safe inside a script element; it holds no personal data."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "HowTo" if practice.steps.all() else "Article",
        "name": practice.title,
        "headline": practice.title,
        "description": practice.summary,
        "inLanguage": practice.language,
        "url": settings.BASE_URL + practice.get_absolute_url(),
        "license": LICENCE,
        "publisher": {"@type": "Organization", "name": "Kulttuurikenno"},
        "author": {
            "@type": "Organization",
            "name": practice.organisation
            or str(practice.responsible_organisation or practice.municipality.name),
        },
        "spatialCoverage": {
            "@type": "AdministrativeArea",
            "name": practice.municipality.name,
            "containedInPlace": practice.municipality.region.name,
        },
        "about": [
            {"@type": "DefinedTerm", "name": theme.label, "url": theme.uri}
            for theme in practice.themes.all()
        ],
    }
    if practice.first_published_at:
        data["datePublished"] = practice.first_published_at.date().isoformat()
    if practice.last_published_at:
        data["dateModified"] = practice.last_published_at.date().isoformat()
    if practice.steps.all():
        data["step"] = [
            {"@type": "HowToStep", "name": step.title, "text": step.text}
            for step in practice.steps.all()
        ]
    text = json.dumps(data, ensure_ascii=False).translate(SCRIPT_ESCAPES)
    return mark_safe(text)
