"""How much of what a reader would like to know a practice tells."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kenno.practices.models import Practice


@dataclass(frozen=True)
class Wish:
    """Something a reader would like to know: in which section it is told, and whether it is."""

    section: str
    label: str | Promise
    fulfilled: bool


@dataclass(frozen=True)
class Completeness:
    """The wishes of a reader and the share of them that is fulfilled, in percent."""

    wishes: tuple[Wish, ...]

    @property
    def percent(self) -> int:
        return round(100 * sum(wish.fulfilled for wish in self.wishes) / len(self.wishes))

    @property
    def missing(self) -> list[Wish]:
        return [wish for wish in self.wishes if not wish.fulfilled]


def completeness(practice: Practice) -> Completeness:
    """Weigh each wish alike; works on a published practice and on a draft."""
    it = practice
    costs = (it.cost_once_eur, it.cost_yearly_eur)
    lessons = (it.what_failed, it.do_differently, it.must_be_in_place)
    wishes = [
        ("basics", _("tiivistelmä"), it.summary),
        ("basics", _("vaihe, jossa käytänne on"), it.practice_status),
        ("basics", _("organisaatio"), it.organisation or it.responsible_organisation_id),
        ("basics", _("aloitusvuosi"), it.start_year),
        ("story", _("tarve"), it.need),
        ("story", _("kuvaus"), it.description),
        ("steps", _("toteutuksen vaiheet"), it.steps.all()),
        ("audience", _("lakisääteinen tehtävä"), it.statutory_tasks.all()),
        ("audience", _("kohderyhmät"), it.target_groups.all()),
        ("audience", _("taiteenalat"), it.art_forms.all()),
        ("audience", _("teemat"), it.themes.all()),
        ("audience", _("vaikutukset"), it.effect_areas.all()),
        ("resources", _("kustannukset"), any(cost is not None for cost in costs)),
        ("resources", _("työtunnit"), it.hours.all()),
        ("resources", _("aika päätöksestä alkuun"), it.lead_time_weeks is not None),
        ("resources", _("rahoitus"), it.funding_sources),
        ("resources", _("kumppanit"), it.partners),
        ("resources", _("pienin toimiva versio"), it.smallest_version),
        ("results", _("tulokset"), it.claims.all()),
        ("results", _("opit"), any(lessons)),
        ("materials", _("kuva tai aineisto"), it.lead_image_id or it.materials.all()),
        ("contact", _("kuka vastaa kysymyksiin"), it.contact_id),
    ]
    return Completeness(
        tuple(Wish(section, label, bool(value)) for section, label, value in wishes)
    )


def missing_for_publication(practice: Practice) -> list[str]:
    """Name what must be told before publication (product.md: the bold fields)."""
    needed = [
        (_("nimi"), practice.title),
        (_("tiivistelmä"), practice.summary),
        (_("tekstin kieli"), practice.language),
        (_("kunta"), practice.municipality_id),
        (_("vähintään yksi lakisääteinen tehtävä"), practice.statutory_tasks.all()),
    ]
    missing = [str(label) for label, value in needed if not value]
    if practice.lead_image_id and not practice.lead_image_permission:
        missing.append(str(_("lupa kuvan julkaisemiseen")))
    if practice.lead_image_id and not practice.lead_image_alt:
        missing.append(str(_("kuvan sanallinen kuvaus")))
    return missing
