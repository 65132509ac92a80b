"""The facts of a municipality or a region, with numbers as the reader writes them."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.places.models import Municipality

Facts = list[tuple[str, str]]


def municipality_facts(place: Municipality) -> Facts:
    """Return label and value of each fact of a municipality that has its region and county."""
    region = format_html('<a href="{}">{}</a>', place.region.get_absolute_url(), place.region.name)
    facts = [
        *_other_names(place),
        (_("Väkiluku"), _people(place.population, place.population_year)),
        (_("Maapinta-ala"), _area(place.land_area_km2)),
        (_("Asukastiheys"), _density(place.population, place.land_area_km2)),
        (_("Maakunta"), region),
        (_("Seutukunta"), place.subregion_sv if get_language() == "sv" else place.subregion_fi),
    ]
    if place.wellbeing_county:
        facts.append((_("Hyvinvointialue"), place.wellbeing_county.name))
    facts += [
        (_("Kieli"), str(place.get_language_status_display())),
        (_("Kuntatyyppi"), str(place.get_urban_rural_display())),
    ]
    if place.sami_homeland:
        facts.append(
            (_("Saamelaisten kotiseutualue"), _("kunta kuuluu siihen kokonaan tai osaksi"))
        )
    return facts


def region_facts(places: Sequence[Municipality]) -> Facts:
    """Return label and value of each fact of the region that consists of `places`."""
    if not places:
        return []
    people = sum(place.population for place in places)
    area = sum(place.land_area_km2 for place in places)
    return [
        (_("Kuntia"), str(len(places))),
        (_("Väkiluku"), _people(people, places[0].population_year)),
        (_("Maapinta-ala"), _area(area)),
        (_("Asukastiheys"), _density(people, area)),
    ]


def _other_names(place: Municipality) -> Facts:
    names = [
        (_("Nimi suomeksi"), "fi", place.name_fi),
        (_("Nimi ruotsiksi"), "sv", place.name_sv),
    ]
    return [
        (label, format_html('<span lang="{}">{}</span>', language, name))
        for label, language, name in names
        if name != place.name
    ]


def _people(number: int, year: int) -> str:
    return _("%(people)s (%(year)d)") % {
        "people": number_format(number, force_grouping=True),
        "year": year,
    }


def _area(square_kilometres: float) -> str:
    return f"{number_format(square_kilometres, decimal_pos=0, force_grouping=True)} km²"


def _density(people: int, square_kilometres: float) -> str:
    return _("%(number)s asukasta/km²") % {
        "number": number_format(people / square_kilometres, decimal_pos=1, force_grouping=True)
    }
