from django import template

from kenno.core import audit
from kenno.core.models import AuditRecord

register = template.Library()


@register.filter
def action_label(action: str) -> str:
    """Return what an action or a kind of message is called in the reader's language."""
    return audit.label_of(action)


@register.filter
def subject_label(kind: str) -> str:
    """Return what a kind of record ("people.user") is called in the reader's language."""
    return audit.subject_label(kind)


@register.simple_tag
def record_kind(record: AuditRecord) -> str:
    """Return the kind of record ("people.user") that an event is about; empty when none."""
    return audit.subject_kind(record)
