from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import linebreaks_filter
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.practices.models import Practice
from kenno.practices.queries.confirmations import is_stale

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
    if freshness := _freshness(practice):
        meta.append(freshness)
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


def _freshness(practice: Practice) -> str:
    """Return when a practice was last confirmed, or that it was long ago; empty when never."""
    if is_stale(practice):
        return _("Ei vahvistettu yli 18 kuukauteen")
    if practice.last_confirmed_on is None:
        return ""
    month = date_format(practice.last_confirmed_on, "n/Y")
    return _("Vahvistettu viimeksi %(month)s") % {"month": month}


@register.filter
def is_unconfirmed(practice: Practice) -> bool:
    """Tell whether nobody has said for over 18 months that the practice holds."""
    return is_stale(practice)


@register.filter
def paragraphs(text: str) -> SafeString:
    """Turn a plain text into paragraphs; anything that looks like markup stays text."""
    return linebreaks_filter(text, autoescape=True)
