"""The facts of a municipality as its page tells them."""

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.places.models import Municipality


def municipality_facts(place: Municipality) -> list[tuple[str, str]]:
    """Return label and value of each fact, numbers in the reader's format."""
    density = place.population / place.land_area_km2
    rows = [
        (
            _("Väkiluku"),
            _("%(number)s (%(year)s)")
            % {
                "number": number_format(place.population, force_grouping=True),
                "year": place.population_year,
            },
        ),
        (
            _("Maapinta-ala"),
            f"{number_format(place.land_area_km2, decimal_pos=0, force_grouping=True)} km²",
        ),
        (
            _("Asukastiheys"),
            _("%(number)s asukasta neliökilometrillä")
            % {"number": number_format(density, decimal_pos=1)},
        ),
        (_("Maakunta"), place.region.name),
        (
            _("Seutukunta"),
            place.subregion_sv if get_language() == "sv" else place.subregion_fi,
        ),
        (_("Hyvinvointialue"), place.wellbeing_county.name if place.wellbeing_county else ""),
        (_("Kielet"), str(place.get_language_status_display())),
        (_("Kuntatyyppi"), str(place.get_urban_rural_display())),
        (_("Saamelaisten kotiseutualue"), _("kyllä") if place.sami_homeland else ""),
    ]
    return [(label, value) for label, value in rows if value]
