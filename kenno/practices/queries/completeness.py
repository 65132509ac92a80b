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


@dataclass(frozen=True)
class Need:
    """Something that must be told before publication: in which section and field."""

    section: str
    field: str
    label: str | Promise


def needs_before_publication(practice: Practice) -> list[Need]:
    """Return what must still be told before publication (product.md: the bold fields)."""
    it, image = practice, practice.lead_image_id
    tasks = _("vähintään yksi lakisääteinen tehtävä")
    permission = _("lupa kuvan julkaisemiseen")
    picture = _("kuvan sanallinen kuvaus")
    needed = [
        (Need("basics", "title", _("nimi")), it.title),
        (Need("basics", "summary", _("tiivistelmä")), it.summary),
        (Need("basics", "language", _("tekstin kieli")), it.language),
        (Need("basics", "municipality", _("kunta")), it.municipality_id),
        (Need("audience", "statutory_tasks", tasks), it.statutory_tasks.all()),
        (
            Need("materials", "lead_image_permission", permission),
            not image or it.lead_image_permission,
        ),
        (Need("materials", "lead_image_alt", picture), not image or it.lead_image_alt),
    ]
    return [need for need, told in needed if not told]


def missing_for_publication(practice: Practice) -> list[str]:
    """Name what must be told before publication."""
    return [str(need.label) for need in needs_before_publication(practice)]
