"""The audit trail: one record for each change of state, written in the change's transaction."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kenno.core.models import AuditRecord

# What stands in the trail where a name was; in one language, as the rest of what is stored.
REMOVED_PERSON: Final = "poistettu henkilö"

_labels: dict[str, str | Promise] = {}
_subject_labels: dict[str, str | Promise] = {}


def name_actions(labels: Mapping[str, str | Promise]) -> None:
    """Tell what a room's actions are called to a reader; call from AppConfig.ready."""
    _labels.update(labels)


def label_of(action: str) -> str:
    """Return what an action is called in the reader's language, else its code."""
    return str(_labels.get(action, action))


def name_subjects(labels: Mapping[str, str | Promise]) -> None:
    """Tell what a room's records ("people.user") are called; call from AppConfig.ready."""
    _subject_labels.update(labels)


def subject_label(kind: str) -> str:
    """Return what a kind of record is called in the reader's language, else its code."""
    return str(_subject_labels.get(kind, kind))


def subject_kind(record: AuditRecord) -> str:
    """Return the kind of record ("people.user") that an event is about; empty when none."""
    kind = record.content_type
    return f"{kind.app_label}.{kind.model}" if kind else ""


def record(
    action: str,
    *,
    subject: models.Model | None,
    by: AbstractBaseUser | None,
    message: str = "",
    data: dict[str, Any] | None = None,
) -> AuditRecord:
    """Write who did what to which record; `by` is None when the system itself did it.

    `action` is "<room>.<verb>", e.g. "moderation.approved". `data` must be JSON without
    personal data. Call inside the transaction of the change.
    """
    return AuditRecord.objects.create(
        action=action,
        by_id=by.pk if by is not None else None,
        content_type=ContentType.objects.get_for_model(subject) if subject is not None else None,
        object_id=str(subject.pk) if subject is not None else "",
        label=str(subject)[:200] if subject is not None else "",
        message=message,
        data=data or {},
    )


def history(subject: models.Model) -> models.QuerySet[AuditRecord]:
    """Return the audit records of one record, newest first, with their persons."""
    return AuditRecord.objects.filter(
        content_type=ContentType.objects.get_for_model(subject), object_id=str(subject.pk)
    ).select_related("by")


def without_person(record: AuditRecord) -> str:
    """Return who did what no person is known to have done, in the reader's language."""
    return _("poistettu henkilö") if record.by_is_removed else _("järjestelmä")


def forget_person(person: AbstractBaseUser) -> None:
    """Take a person's name and address out of the trail; what was done, and when, stays."""
    AuditRecord.objects.filter(by_id=person.pk).update(by=None, by_is_removed=True)
    kind = ContentType.objects.get_for_model(person)
    about = AuditRecord.objects.filter(content_type=kind, object_id=str(person.pk))
    about.update(label=REMOVED_PERSON)
    names = names_of(person)
    named = Q()
    for name in names:
        named |= Q(label__icontains=name) | Q(message__icontains=name)
    for record in AuditRecord.objects.filter(named).order_by("pk").iterator():
        for name in names:
            hidden = re.compile(re.escape(name), re.IGNORECASE)
            record.label = hidden.sub(REMOVED_PERSON, record.label)[:200]
            record.message = hidden.sub(REMOVED_PERSON, record.message)
        record.save(update_fields=["label", "message"])


def names_of(person: AbstractBaseUser) -> list[str]:
    """Return by what a text names a person: the address, and the full name where they gave it.

    A first name alone may be anybody's, and part of any word.
    """
    full_name = person.get_full_name()  # type: ignore[attr-defined]
    return [person.get_username(), *([full_name] if len(full_name.split()) > 1 else [])]


@dataclass(frozen=True)
class HistoryEntry:
    """One step in a record's life as a reader sees it."""

    at: datetime
    who: str
    what: str
    message: str


def entries(records: Iterable[AuditRecord]) -> list[HistoryEntry]:
    """Shape audit records for a timeline; persons appear by name, never by address."""
    return [
        HistoryEntry(
            at=record.at,
            who=(record.by.get_full_name() or _("nimetön"))
            if record.by
            else without_person(record),
            what=label_of(record.action),
            message=record.message,
        )
        for record in records
    ]
