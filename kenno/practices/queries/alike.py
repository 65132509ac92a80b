"""Why a practice of a like municipality comes first, in the reader's words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kenno.places.likeness import likeness, likeness_to_all
from kenno.places.models import Municipality
from kenno.practices.models import Practice

# From here on a municipality is called like another; below, the two are only compared.
ALIKE = 0.6


def preferences(near: Municipality) -> dict[str, Mapping[str, float]]:
    """Return how much each municipality is to be preferred by those of `near`. One query."""
    return {"municipality": likeness_to_all(near)}


def why_alike(near: Municipality, practice: Practice) -> str:
    """Tell how the likest municipality of a practice compares with `near`.

    The practice must have its partner municipalities read.
    """
    places = [practice.municipality, *practice.partner_municipalities.all()]
    if any(place.pk == near.pk for place in places):
        return _("Oman kuntanne käytänne")
    best = max((likeness(near, place) for place in places), key=lambda found: found.value)
    words = {
        "place": best.other.name,
        "percent": round(100 * best.value),
        "reasons": ", ".join(best.reasons),
    }
    if best.value >= ALIKE:
        return _("%(place)s on teidän kaltaisenne (%(percent)s %%): %(reasons)s") % words
    return _("%(place)s teihin verrattuna (%(percent)s %%): %(reasons)s") % words
