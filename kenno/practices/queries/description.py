"""A practice field by field in plain text: what a coordinator compares and the print shows."""

from collections.abc import Iterable

from django.template.defaultfilters import date as format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kenno.moderation.registry import FieldText
from kenno.practices.models import Claim, Practice, WorkingHours
from kenno.practices.queries.facts import euros

PLAIN_FIELDS_BEFORE_LISTS = ("title", "summary")
STORY_FIELDS = ("need", "description")
RESOURCE_FIELDS = (
    "funding_sources",
    "premises",
    "partners",
    "artist_contract",
    "procurement_route",
    "permissions",
    "smallest_version",
)
LESSON_FIELDS = ("what_failed", "do_differently", "must_be_in_place")


def _label(name: str) -> str:
    return str(Practice._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _names(items: Iterable[object]) -> str:
    return ", ".join(str(item) for item in items)


def _years(practice: Practice) -> str:
    if not practice.start_year and not practice.end_year:
        return ""
    return f"{practice.start_year or ''}–{practice.end_year or ''}"


def _hours(row: WorkingHours) -> str:
    parts = [row.role]
    if row.hours_to_start is not None:
        parts.append(_("alkuun %(hours)s t") % {"hours": number_format(row.hours_to_start)})
    if row.hours_per_year is not None:
        parts.append(_("vuodessa %(hours)s t") % {"hours": number_format(row.hours_per_year)})
    return ", ".join(parts)


def _claim(claim: Claim) -> str:
    value = f"{claim.shown_value} {claim.unit}"
    basis = claim.get_how_display() if claim.how else _("ei kerrottu, miten saatu")
    date = format_date(claim.date, "SHORT_DATE_FORMAT") if claim.date else ""
    parts = [claim.statement, value, claim.period, basis, claim.obtained_by, claim.source, date]
    return " · ".join(part.strip() for part in parts if part.strip())


def _image(practice: Practice) -> str:
    if practice.lead_image_id is None:
        return ""
    return _names(
        filter(
            None,
            [
                _("kuva %(number)s") % {"number": practice.lead_image_id},
                practice.lead_image_alt,
                practice.lead_image_photographer,
            ],
        )
    )


def describe(practice: Practice) -> list[FieldText]:
    """Return every field that has a text, with its label, in the order of the page."""
    rows: list[tuple[str, str]] = [
        *((_label(name), getattr(practice, name)) for name in PLAIN_FIELDS_BEFORE_LISTS),
        (_label("language"), practice.get_language_display()),
        (_label("lead_image"), _image(practice)),
        (_label("municipality"), practice.municipality.name),
        (_label("partner_municipalities"), _names(practice.partner_municipalities.all())),
        (_label("organisation"), practice.organisation),
        (_label("responsible_organisation"), str(practice.responsible_organisation or "")),
        (_label("practice_status"), practice.get_practice_status_display()),
        (_label("ended_reason"), practice.ended_reason),
        (_("Vuodet"), _years(practice)),
        *((_label(name), getattr(practice, name)) for name in STORY_FIELDS),
        (_label("statutory_tasks"), _names(practice.statutory_tasks.all())),
        (_label("target_groups"), _names(practice.target_groups.all())),
        (_label("art_forms"), _names(practice.art_forms.all())),
        (_label("themes"), _names(practice.themes.all())),
        (_label("effect_areas"), _names(practice.effect_areas.all())),
        *(
            (_label(name), euros(cost))
            for name in ("cost_once_eur", "cost_yearly_eur")
            if (cost := getattr(practice, name)) is not None
        ),
        (_("Työtunnit"), "\n".join(_hours(row) for row in practice.hours.all())),
        (_label("lead_time_weeks"), str(practice.lead_time_weeks or "")),
        *((_label(name), getattr(practice, name)) for name in RESOURCE_FIELDS),
        (
            _("Vaiheet"),
            "\n\n".join(
                f"{number}. {step.title}\n{step.text}"
                for number, step in enumerate(practice.steps.all(), start=1)
            ),
        ),
        (_("Tulokset"), "\n".join(_claim(claim) for claim in practice.claims.all())),
        *((_label(name), getattr(practice, name)) for name in LESSON_FIELDS),
        (
            _("Aineistot"),
            "\n".join(
                " ".join(filter(None, [row.title, row.url, row.file.name or ""]))
                for row in practice.materials.all()
            ),
        ),
        (_label("contact"), str(practice.contact or "")),
        (_label("provenance"), practice.get_provenance_display()),
        (_label("adapted_from"), practice.adapted_from.title if practice.adapted_from else ""),
    ]
    return [FieldText(label, text) for label, text in rows if text]


def side_by_side(first: Practice, second: Practice) -> list[tuple[str, str, str]]:
    """Return each field that either practice has a text in: its label, and what each says."""
    one = {row.label: row.text for row in describe(first)}
    other = {row.label: row.text for row in describe(second)}
    labels = [*one, *(label for label in other if label not in one)]
    return [(label, one.get(label, ""), other.get(label, "")) for label in labels]
