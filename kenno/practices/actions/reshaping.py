"""Making two practices of one that tells of two things, and one of two that tell of the same."""

from collections.abc import Collection
from typing import Any, Final

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Conflict, Refusal
from kenno.moderation import actions as moderation
from kenno.moderation.actions import DraftChanged
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.actions.contacts import choose_contact
from kenno.practices.models import Part, Practice
from kenno.practices.queries.description import LESSON_FIELDS, RESOURCE_FIELDS, STORY_FIELDS
from kenno.practices.queries.workspace import WORKED_ON, draft_of, is_worked_on

PICTURE: Final = (
    *("lead_image", "lead_image_alt", "lead_image_photographer", "lead_image_permission"),
)
# What is taken along when two become one, where the one that stays says nothing: the fields of a
# group belong together. Words are taken only from a text in the same language.
FACTS: Final = (
    ("practice_status",),
    ("start_year", "end_year"),
    *((name,) for name in ("statutory_tasks", "target_groups", "art_forms", "themes")),
    *((name,) for name in ("effect_areas", "cost_once_eur", "cost_yearly_eur", "lead_time_weeks")),
)
WORDS: Final = (
    ("summary",),
    ("ended_reason",),
    PICTURE,
    *((name,) for name in (*STORY_FIELDS, *RESOURCE_FIELDS, *LESSON_FIELDS)),
    *((name,) for name in ("steps", "hours", "claims", "materials")),
)


@transaction.atomic
def split_practice(
    *, practice: Practice, title: str, texts: Collection[str], by: User, based_on: int
) -> Practice:
    """Make a second practice of one that tells of two things, and return it.

    It begins as a draft with the fields and lists named in `texts`, and with the first one's
    municipality, author, contact and provenance. Both are in the coordinator's hands after that.
    Raises DraftChanged when somebody has saved the text since version `based_on`, and Conflict
    when it has been published or archived.
    """
    present = _worked_on(practice.pk, based_on)
    draft = draft_of(present)
    moderation.take_over(record=present, by=by)
    new = Practice(
        title=title,
        language=draft.language,
        municipality=present.municipality,
        created_by=present.created_by,
        contact=present.contact,
        provenance=draft.provenance,
        adapted_from=draft.adapted_from,
        is_example=present.is_example,
    )
    for name in texts:
        _copy(name, draft, new)
    new.save()
    audit.record("practices.split", subject=present, by=by, data={"new": new.pk})
    audit.record("practices.split_off", subject=new, by=by, data={"from": present.pk})
    moderation.save_draft(record=new, by=by, based_on=0)
    return new


@transaction.atomic
def merge_practices(
    *, kept: Practice, other: Practice, by: User, kept_version: int, other_version: int
) -> None:
    """Make one practice of two that tell of the same: `kept` stays, `other` is put away.

    What `kept` says nothing of is taken from `other`; its municipalities are listed, its writers
    may write `kept`, and its contact answers where there is none. The text is then a draft in the
    coordinator's hands. Raises DraftChanged when somebody has saved either since these versions,
    Conflict when `other` has been published or either archived, and Refusal for one practice.
    """
    if kept.pk == other.pk:
        raise Refusal(_("Käytännettä ei voi yhdistää itseensä."))
    # Locked in one order whichever stays, so that two coordinators never wait for each other.
    rows = Practice.objects.select_for_update(of=("self",)).order_by("pk")
    locked = {row.pk: row for row in rows.filter(pk__in=[kept.pk, other.pk])}
    if len(locked) < 2:
        raise Conflict(_("Toinen käytänteistä on poistettu sillä välin."))
    stays, goes = locked[kept.pk], locked[other.pk]
    require_unchanged(stays, kept_version)
    require_unchanged(goes, other_version)
    if not is_worked_on(goes):
        raise Conflict(_("Julkaistua tai arkistoitua käytännettä ei voi yhdistää toiseen."))
    if stays.review_state == ReviewState.ARCHIVED:
        raise Conflict(_("Arkistoituun käytänteeseen ei voi yhdistää toista."))
    if stays.review_state in WORKED_ON:
        moderation.take_over(record=stays, by=by)
    stays = Practice.objects.get(pk=stays.pk)
    draft, told = draft_of(stays), draft_of(goes)
    taken = _fill(draft, told)
    partners = {*draft.partner_municipalities.all(), *told.partner_municipalities.all()}
    partners = {*partners, goes.municipality} - {stays.municipality}
    draft.partner_municipalities.set(sorted(partners, key=lambda place: place.pk))
    moderation.save_draft(record=draft, by=by, based_on=stays.draft_version)
    if stays.contact is None and goes.contact is not None:
        choose_contact(practice=stays, contact=goes.contact, by=by)
    moderation.archive(record=goes, by=by, tells_author=False)
    Practice.objects.filter(pk=goes.pk).update(merged_into=stays)
    Practice.objects.filter(merged_into=goes).update(merged_into=stays)
    data = {"other": goes.pk, "taken": taken}
    audit.record("practices.merged", subject=stays, by=by, data=data)


def require_unchanged(practice: Practice, version: int) -> None:
    """Go on when nobody has saved a locked practice since `version`; else raise DraftChanged."""
    if practice.draft_version != version:
        raise DraftChanged(
            _("Joku on muokannut tekstiä sillä välin. Lue se uudelleen ja päätä sitten.")
        )


def _worked_on(pk: int, based_on: int) -> Practice:
    present = Practice.objects.select_for_update(of=("self",)).get(pk=pk)
    require_unchanged(present, based_on)
    if not is_worked_on(present):
        raise Conflict(_("Vain julkaisematonta käytännettä voi käsitellä näin."))
    return present


def _fill(draft: Practice, told: Practice) -> list[str]:
    """Put on `draft` what it says nothing of and `told` does; return the names of the fields."""
    groups = (*FACTS, *WORDS) if draft.language == told.language else FACTS
    taken: list[str] = []
    for group in groups:
        if any(_says(draft, name) for name in group) or not any(
            _says(told, name) for name in group
        ):
            continue
        for name in group:
            _copy(name, told, draft)
        taken += group
    return taken


def _says(practice: Practice, name: str) -> bool:
    field: Any = Practice._meta.get_field(name)
    value = getattr(practice, name)
    if field.one_to_many or field.many_to_many:
        return bool(value.all())
    return value not in (None, "", False)


def _copy(name: str, source: Practice, target: Practice) -> None:
    field: Any = Practice._meta.get_field(name)
    if field.one_to_many:
        getattr(target, name).set([_row_like(row) for row in getattr(source, name).all()])
    elif field.many_to_many:
        getattr(target, name).set(list(getattr(source, name).all()))
    else:
        setattr(target, name, getattr(source, name))


def _row_like(row: Part) -> Part:
    """Return a new row that says the same; both name the same file, if they have one."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in ("id", "practice")
    }
    return type(row)(
        **{
            name: value.name if isinstance(value, FieldFile) else value
            for name, value in values.items()
        }
    )
