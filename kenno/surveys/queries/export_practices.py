"""The practices of a round's answers as plain values, read in chunks: no record is made of any."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from kenno.moderation.enums import ReviewState
from kenno.practices.models import Practice
from kenno.surveys.models import ResponsePractice

# A database takes only so many values in one question, and a task so much memory.
CHUNK: Final = 250
# Of the rows of a practice's lists: what is the database's own, and what names a person.
ROW_LEFT_OUT: Final = {"id", "practice", "sort_order"}
ROW_PERSONAL: Final = {"obtained_by"}
OWN: Final = {
    "practice_id": "practice_id",
    "municipality_code": "practice__municipality__code",
    "is_joined": "is_joined",
    "review_state": "practice__review_state",
    "is_rejected": "rejected_at",
}


def exported_practices(
    told: QuerySet[ResponsePractice], fields: Sequence[dict[str, Any]], *, personal: bool
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Go through what responses tell of, each with the key of its response, in `told`'s order.

    A few queries for each CHUNK of practices, however many rows there are in their lists.
    """
    keys = list(told.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield from _chunk(keys[start : start + CHUNK], fields, personal)


def _chunk(
    keys: Sequence[int], fields: Sequence[dict[str, Any]], personal: bool
) -> Iterator[tuple[int, dict[str, Any]]]:
    lists = [field for field in fields if field["type"] in ("list", "rows")]
    single = [field["key"] for field in fields if field not in lists]
    paths = OWN | {key: f"practice__{key}" for key in single}
    told = ResponsePractice.objects.filter(pk__in=keys).values_list(
        "pk", "response_id", *paths.values()
    )
    rows = {pk: (response, dict(zip(paths, row, strict=True))) for pk, response, *row in told}
    practices = {row["practice_id"] for _response, row in rows.values()}
    many = {field["key"]: _many(field, practices, personal) for field in lists}
    names = {
        key: _names(key, [row[key] for _response, row in rows.values()])
        for key in single
        if Practice._meta.get_field(key).is_relation
    }
    for key in keys:
        if key not in rows:
            continue
        response, row = rows[key]
        is_put_away = row["review_state"] == ReviewState.ARCHIVED
        row["is_rejected"] = row["is_rejected"] is not None and is_put_away
        row |= {name: known.get(row[name]) for name, known in names.items()}
        row |= {name: found.get(row["practice_id"], []) for name, found in many.items()}
        order = [*OWN, *(field["key"] for field in fields)]
        yield response, {name: told_as(row[name]) for name in order}


def _names(key: str, keys: Sequence[Any]) -> dict[Any, str]:
    """Return what records that practices point to are called, by their keys."""
    pointed: Any = Practice._meta.get_field(key).related_model
    found = pointed._default_manager.in_bulk(set(keys) - {None})
    return {pk: str(one) for pk, one in found.items()}


def _many(field: dict[str, Any], practices: set[int], personal: bool) -> dict[int, list[Any]]:
    """Return a list of each practice: the codes of its terms, or its rows with their fields."""
    relation: Any = Practice._meta.get_field(field["key"])
    found: dict[int, list[Any]] = {}
    if field["type"] == "list":
        through = relation.remote_field.through
        own, target = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        pairs = through._default_manager.filter(**{f"{own}__in": practices})
        for practice, code in pairs.order_by(own + "_id", target).values_list(
            own + "_id", f"{target}__code"
        ):
            found.setdefault(practice, []).append(code)
        return found
    left_out = ROW_LEFT_OUT if personal else ROW_LEFT_OUT | ROW_PERSONAL
    model: type[models.Model] = relation.related_model
    columns = [one.name for one in model._meta.concrete_fields if one.name not in left_out]
    rows = model._default_manager.filter(practice__in=practices)
    for practice, *values in rows.values_list("practice_id", *columns):
        row = {name: told_as(value) for name, value in zip(columns, values, strict=True)}
        found.setdefault(practice, []).append(row)
    return found


def told_as(value: Any) -> Any:
    """Return a value in JSON's types."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value
