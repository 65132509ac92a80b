"""The facts of a municipality or a region, with numbers as the reader writes them."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.places.likeness import WEIGHTS, Likeness
from kenno.places.models import Municipality

Facts = list[tuple[str, str]]


def municipality_facts(place: Municipality) -> Facts:
    """Return label and value of each fact of a municipality that has its region and county."""
    region = format_html('<a href="{}">{}</a>', place.region.get_absolute_url(), place.region.name)
    facts = [
        *_other_names(place),
        (_("Väkiluku"), _people(place.population, place.population_year)),
        (_("Maapinta-ala"), _area(place.land_area_km2)),
        *_density(place.population, place.land_area_km2),
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
        *_density(people, area),
    ]


def likeness_facts(alike: Sequence[Likeness]) -> Facts:
    """Return a link with the percentage, and the region with the reasons, of each likeness."""
    return [
        (
            format_html(
                '<a href="{}">{}</a> <span class="quiet">{}</span>',
                found.other.get_absolute_url(),
                found.other.name,
                _percent(found.value),
            ),
            format_html(
                '<span class="quiet">{} · {}</span>',
                found.other.region.name,
                ", ".join(found.reasons),
            ),
        )
        for found in alike
    ]


def likeness_explanation() -> Facts:
    """Return each part of the likeness of municipalities with its weight, and how it is counted."""
    return [
        (f"{label} {_percent(weight)}", text.replace(" %", "\xa0%"))
        for label, weight, text in (
            (
                _("Väkiluku"),
                WEIGHTS.population,
                _(
                    "Yhtä paljon asukkaita on 100 %. Jokainen kaksinkertaistuminen vie "
                    "viidenneksen: kaksi kertaa suurempi tai pienempi on 80 %, neljä kertaa 60 %."
                ),
            ),
            (
                _("Kieli"),
                WEIGHTS.language,
                _(
                    "Sama kielijako on 100 %. Jos enemmistön kieli on sama tai molemmat ovat "
                    "kaksikielisiä, 50 %. Muuten 0 %. Jos vain toinen kunta kuuluu saamelaisten "
                    "kotiseutualueeseen, tästä jää neljäsosa."
                ),
            ),
            (
                _("Etäisyys"),
                WEIGHTS.distance,
                _(
                    "Sadan kilometrin päässä 50 %, kahdensadan 25 %, ja niin edelleen. Matka "
                    "mitataan linnuntietä kunnan keskeltä toisen keskelle."
                ),
            ),
            (
                _("Asukastiheys"),
                WEIGHTS.density,
                _("Asukkaita maaneliökilometrillä. Verrataan samalla tavalla kuin väkilukua."),
            ),
            (
                _("Kuntatyyppi"),
                WEIGHTS.urban_rural,
                _(
                    "Tilastokeskuksen kuntaryhmitys. Sama tyyppi on 100 %, yhden askeleen ero "
                    "50 %, kaupunkimainen ja maaseutumainen 0 %."
                ),
            ),
        )
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


def _density(people: int, square_kilometres: float) -> Facts:
    if not square_kilometres:
        return []
    number = number_format(people / square_kilometres, decimal_pos=1, force_grouping=True)
    return [(_("Asukastiheys"), _("%(number)s asukasta/km²") % {"number": number})]


def _percent(share: float | None) -> str:
    text = _("%(number)d %%") % {"number": round(100 * (share or 0))}
    return text.replace(" ", "\xa0")
