"""The short facts of a practice's page: label and value, in the order a copier asks them."""

from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kenno.people.queries.contacts import general_title_of, shown_contact
from kenno.practices.models import Practice
from kenno.practices.queries.classes import size_class

ALAND = "21"
IMAGE_SIZE = "width-900|format-webp"

Rows = list[tuple[str, str]]


def _filled(rows: Rows) -> Rows:
    return [(label, value) for label, value in rows if value]


def euros(amount: int | None) -> str:
    """Return an amount as the reader's language writes it, or nothing."""
    if amount is None:
        return ""
    figure = number_format(amount, force_grouping=True)
    return (_("%(amount)s €") % {"amount": figure}).replace(" €", "\u00a0€")


def _names(items: object) -> str:
    return ", ".join(str(item) for item in items)  # type: ignore[attr-defined]


def _weeks(number: int | None) -> str:
    if number is None:
        return ""
    return ngettext("%(number)s viikko", "%(number)s viikkoa", number) % {"number": number}


def _years(practice: Practice) -> str:
    start, end = practice.start_year, practice.end_year
    if start and end:
        return f"{start}–{end}"
    if start:
        return _("vuodesta %(year)s") % {"year": start}
    return _("vuoteen %(year)s") % {"year": end} if end else ""


def _organisation(practice: Practice) -> str:
    organisation = practice.responsible_organisation
    if organisation is None:
        return ""
    return format_html('<a href="{}">{}</a>', organisation.get_absolute_url(), organisation.name)


def _general_contact(practice: Practice) -> str:
    """Whom to ask when nobody is shown, or nothing when there is no such title either."""
    organisation = practice.responsible_organisation
    if organisation is not None and organisation.general_title:
        return organisation.general_title
    return general_title_of(practice.municipality)


def task_label(practice: Practice) -> str:
    """Name the tasks; Act 166/2019 does not apply in Åland, so there they are only tasks."""
    if practice.municipality.region.code == ALAND:
        return _("Tehtävä")
    return _("Lakisääteinen tehtävä")


def fit_rows(practice: Practice) -> Rows:
    """Would it fit us: what kind of municipality, for whom, in which form."""
    place = practice.municipality
    people = _("%(number)s asukasta") % {
        "number": number_format(place.population, force_grouping=True)
    }
    return _filled(
        [
            (_("Kunta"), f"{place.name}, {people}"),
            (_("Kunnan koko"), str(size_class(place.population).label)),
            (_("Kuntatyyppi"), str(place.get_urban_rural_display())),
            (_("Maakunta"), place.region.name),
            (_("Mukana myös"), _names(practice.partner_municipalities.all())),
            (_("Kuka tekee"), practice.organisation),
            (_("Vastuuorganisaatio"), _organisation(practice)),
            (_("Vaihe"), str(practice.get_practice_status_display())),
            (_("Milloin"), _years(practice)),
            (_("Kenelle"), _names(practice.target_groups.all())),
            (_("Taiteenala"), _names(practice.art_forms.all())),
            (task_label(practice), _names(practice.statutory_tasks.all())),
            (_("Mihin vaikuttaa"), _names(practice.effect_areas.all())),
        ]
    )


def resource_rows(practice: Practice) -> Rows:
    """What does it take in money and time, in the reader's language."""
    return _filled(
        [
            (_("Kertakustannukset"), euros(practice.cost_once_eur)),
            (_("Kustannukset vuodessa"), euros(practice.cost_yearly_eur)),
            (_("Aika päätöksestä alkuun"), _weeks(practice.lead_time_weeks)),
        ]
    )


def arrangement_rows(practice: Practice) -> Rows:
    """What has to be arranged, in the practice's own language."""
    return _filled(
        [
            (_("Rahoitus"), practice.funding_sources),
            (_("Tilat"), practice.premises),
            (_("Kumppanit"), practice.partners),
            (_("Taiteilijoiden palkkiot ja sopimukset"), practice.artist_contract),
            (_("Hankinnan tapa"), practice.procurement_route),
            (_("Luvat"), practice.permissions),
        ]
    )


def lesson_rows(practice: Practice) -> Rows:
    """What was learnt on the way."""
    return _filled(
        [
            (_("Mikä ei onnistunut"), practice.what_failed),
            (_("Mitä tekisimme toisin"), practice.do_differently),
            (_("Minkä on oltava kunnossa"), practice.must_be_in_place),
        ]
    )


def page_parts(practice: Practice) -> dict[str, Any]:
    """Return what the page of a practice shows besides the record itself."""
    place = practice.municipality
    art_forms = list(practice.art_forms.all())
    contact = shown_contact(practice.contact_id)
    return {
        "practice": practice,
        "contact": contact,
        "general_contact": "" if contact else _general_contact(practice),
        "image": practice.lead_image.get_rendition(IMAGE_SIZE) if practice.lead_image else None,
        "fit_rows": fit_rows(practice),
        "resource_rows": resource_rows(practice),
        "arrangement_rows": arrangement_rows(practice),
        "lesson_rows": lesson_rows(practice),
        "art_form_label": art_forms[0].label if art_forms else place.name,
        "crumbs": [
            (_("Käytänteet"), reverse("practices:list")),
            (place.name, place.get_absolute_url()),
            (practice.title, ""),
        ],
    }
