"""The audit trail: one record for each change of state, written in the change's transaction."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import models

from kenno.core.models import AuditRecord


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
        by=by,
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
