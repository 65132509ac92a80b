"""What two municipalities have in common, in words for a reader."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kenno.places.enums import LanguageStatus, UrbanRural
from kenno.places.models import Municipality

# How many times more may still be called nearly as much, and a little more.
NEARLY = 1.25
A_LITTLE = 2.0
SAME_DENSITY = 1.5
# Residents on a square kilometre of land; in the whole country there are 18.
SPARSE = 20
DENSE = 200

BILINGUAL = {LanguageStatus.FINNISH_SWEDISH, LanguageStatus.SWEDISH_FINNISH}
MOSTLY_FINNISH = {LanguageStatus.FINNISH, LanguageStatus.FINNISH_SWEDISH}
MOSTLY_SWEDISH = {LanguageStatus.SWEDISH, LanguageStatus.SWEDISH_FINNISH}


def reasons_of(one: Municipality, other: Municipality, kilometres: float) -> list[str]:
    """Return why `other` is like `one`, as short phrases in the reader's language.

    The number of residents and the distance are always told, other parts only when they are alike.
    """
    told = [
        _population(one, other),
        _density(one, other),
        *_language(one, other),
        _urban_rural(one, other),
        _as_the_crow_flies(kilometres),
    ]
    return [reason for reason in told if reason]


def _population(one: Municipality, other: Municipality) -> str:
    mine, theirs = one.population, other.population
    if not mine or not theirs:
        return ""
    ratio = max(mine, theirs) / min(mine, theirs)
    if ratio <= NEARLY:
        text = _("lähes yhtä paljon asukkaita (%(number)s)")
    elif ratio <= A_LITTLE and theirs > mine:
        text = _("hieman enemmän asukkaita (%(number)s)")
    elif ratio <= A_LITTLE:
        text = _("hieman vähemmän asukkaita (%(number)s)")
    elif theirs > mine:
        text = _("enemmän asukkaita (%(number)s)")
    else:
        text = _("vähemmän asukkaita (%(number)s)")
    return text % {"number": number_format(theirs, force_grouping=True)}


def _density(one: Municipality, other: Municipality) -> str:
    if not (one.population and other.population and one.land_area_km2 and other.land_area_km2):
        return ""
    thinner, thicker = sorted(place.population / place.land_area_km2 for place in (one, other))
    if thicker / thinner > SAME_DENSITY:
        return ""
    if thicker < SPARSE:
        return _("yhtä harvaan asuttu")
    return _("yhtä tiheään asuttu") if thinner >= DENSE else _("lähes sama asukastiheys")


def _language(one: Municipality, other: Municipality) -> list[str]:
    told = [_common_language(one.language_status, other.language_status)]
    if one.sami_homeland and other.sami_homeland:
        told.append(_("molemmat saamelaisten kotiseutualueella"))
    return told


def _common_language(one: str, other: str) -> str:
    if one not in LanguageStatus or other not in LanguageStatus:
        return ""
    statuses = {LanguageStatus(one), LanguageStatus(other)}
    for common, text in (
        (BILINGUAL, _("molemmat kaksikielisiä")),
        ({LanguageStatus.FINNISH}, _("molemmat suomenkielisiä")),
        ({LanguageStatus.SWEDISH}, _("molemmat ruotsinkielisiä")),
        (MOSTLY_FINNISH, _("molemmissa enemmistö suomenkielisiä")),
        (MOSTLY_SWEDISH, _("molemmissa enemmistö ruotsinkielisiä")),
    ):
        if statuses <= common:
            return text
    return ""


def _urban_rural(one: Municipality, other: Municipality) -> str:
    if one.urban_rural != other.urban_rural or one.urban_rural not in UrbanRural:
        return ""
    return _("sama kuntatyyppi: %(kind)s") % {"kind": one.get_urban_rural_display()}


def _as_the_crow_flies(kilometres: float) -> str:
    text = _("%(number)s km linnuntietä") % {"number": number_format(round(kilometres))}
    return text.replace(" km", "\xa0km")
