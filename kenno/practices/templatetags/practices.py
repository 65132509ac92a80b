from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import linebreaks_filter
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.practices.models import Practice

register = template.Library()
TAGS_ON_CARD = 3


@register.inclusion_tag("practices/practice_card.html")
def practice_card(
    practice: Practice,
    title: Any = "",
    summary: Any = "",
    level: int | str = 2,
    why: Iterable[str] = (),
) -> dict[str, Any]:
    """Draw a practice as a result card; `title` and `summary` may carry marked words.

    `why` tells in sentences why the practice is shown here.
    """
    notes = [_("Esimerkki"), *why] if practice.is_example else [*why]
    tags = [(term.label, "") for term in practice.statutory_tasks.all()]
    tags += [(term.label, "") for term in practice.art_forms.all()]
    meta = [practice.municipality.name, practice.municipality.region.name]
    if practice.practice_status:
        meta.append(practice.get_practice_status_display())
    if practice.language != get_language():
        meta.append(practice.get_language_display())
    return {
        "practice": practice,
        "title": title or practice.title,
        "summary": summary or practice.summary,
        "level": level or 2,
        "meta": meta,
        "tags": tags[:TAGS_ON_CARD],
        "note": " · ".join(notes),
    }


@register.filter
def paragraphs(text: str) -> SafeString:
    """Turn a plain text into paragraphs; anything that looks like markup stays text."""
    return linebreaks_filter(text, autoescape=True)
