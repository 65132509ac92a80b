"""What the page on events reads: the audit trail, and its rows for a file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone

from kenno.core.audit import label_of, subject_kind, subject_label, without_person
from kenno.core.models import AuditRecord
from kenno.people.queries.messages import in_days
from kenno.people.queries.persons import people

COLUMNS = ("at", "by", "action", "what", "kind", "record", "label", "message", "data")


@dataclass(frozen=True)
class TrailFilter:
    """Which events a page shows: all that fit what is given.

    `person` is searched in names, addresses and municipalities, `text` in the name of what was
    changed; `kind` is its model ("people.user") and `record` its number. `since` and `until` are
    the first and the last day, in the site's time.
    """

    action: str = ""
    person: str = ""
    kind: str = ""
    record: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None


def audit_actions() -> list[str]:
    """Return the codes of the actions that have happened, in order."""
    codes = AuditRecord.objects.order_by("action").values_list("action", flat=True)
    return list(codes.distinct())


def audit_kinds() -> dict[str, str]:
    """Return the models ("people.user") of which something was changed, with their names."""
    kinds = AuditRecord.objects.exclude(content_type=None).order_by().values("content_type")
    found = ContentType.objects.filter(pk__in=kinds.distinct()).order_by("app_label", "model")
    kinds_found = [f"{content_type.app_label}.{content_type.model}" for content_type in found]
    return {kind: subject_label(kind) for kind in kinds_found}


def audit_trail(chosen: TrailFilter = TrailFilter()) -> QuerySet[AuditRecord]:
    """Return the audit records that a filter finds, newest first, with their persons."""
    found = AuditRecord.objects.select_related("by", "content_type").order_by("-at", "-pk")
    wanted = in_days("at", chosen.since, chosen.until)
    if chosen.action:
        wanted &= Q(action=chosen.action)
    if chosen.person.strip():
        wanted &= Q(by__in=people(chosen.person).order_by().values("pk"))
    if chosen.kind:
        room, _dot, model = chosen.kind.partition(".")
        wanted &= Q(content_type__app_label=room, content_type__model=model)
    if chosen.record:
        wanted &= Q(object_id=chosen.record)
    if text := chosen.text.strip():
        parts = Q()
        # SQLite compares å, ä and ö by their case, so each way of writing them is asked for.
        for variant in {text, text.lower(), text.capitalize()}:
            parts |= Q(label__icontains=variant)
        wanted &= parts
    return found.filter(wanted)


def trail_rows(records: QuerySet[AuditRecord]) -> Iterator[list[str]]:
    """Go through the names of the columns, and a row for each record in the reader's language."""
    yield list(COLUMNS)
    for record in records.iterator(chunk_size=2000):
        yield [
            timezone.localtime(record.at).isoformat(timespec="seconds"),
            str(record.by) if record.by else without_person(record),
            record.action,
            label_of(record.action),
            subject_kind(record),
            record.object_id,
            record.label,
            record.message,
            json.dumps(record.data, ensure_ascii=False) if record.data else "",
        ]
