"""A record that was never published, kept up to date in its own tables beside its revision."""

import json
from typing import Any

from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

from kenno.moderation.models import Moderated


def keep_in_tables(record: Moderated, *, stored: Moderated) -> None:
    """Write the record's fields and those of its lists that changed; `stored` is what was there.

    As long as a record was never published, its tables hold what its newest revision does: a list
    that is the same there is not looked at. What was written stays in memory, so that making the
    revision reads no list again.
    """
    before = _newest_text(stored)
    now = json.loads(record.to_json())
    changed = [
        name for name in _lists(record) if name not in before or before[name] != now.get(name)
    ]
    rows = {name: list(getattr(record, name).all()) for name in changed}
    fields = [field.name for field in record._meta.concrete_fields if not field.primary_key]
    record.save(update_fields=[*fields, *changed])
    for name in changed:
        getattr(record, name).set(rows[name])


def _newest_text(record: Moderated) -> dict[str, Any]:
    """Return the revision that the tables are known to hold; empty when they may differ."""
    if record.last_published_at is not None or record.latest_revision is None:
        return {}
    content: dict[str, Any] = record.latest_revision.content
    return content


def _lists(record: Moderated) -> list[str]:
    children = [relation.get_accessor_name() for relation in get_all_child_relations(record)]
    return children + [field.name for field in get_all_child_m2m_relations(record)]
