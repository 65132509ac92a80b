"""A queryset without an order has no order: tests shuffle it, and refuse to cut a slice from it."""

import random
from typing import Any

import pytest
from django.db.models import QuerySet
from django.db.models.query import MAX_GET_RESULTS


class UnorderedSlice(Exception):
    """A part was taken from a queryset whose order is left to the database."""


def shuffle_unordered_querysets(patch: pytest.MonkeyPatch) -> None:
    """Shuffle what unordered querysets of this project's models return, until `patch` is undone."""
    fetch = QuerySet._fetch_all

    def fetch_in_any_order(self: QuerySet[Any]) -> None:
        first_time = self._result_cache is None
        fetch(self)
        if not first_time or self.ordered or not self.model.__module__.startswith("kenno."):
            return
        limits = (self.query.low_mark, self.query.high_mark)
        # get() itself asks for so many rows without an order, only to see that there is one.
        if limits not in {(0, None), (0, MAX_GET_RESULTS)}:
            raise UnorderedSlice(f"{self.model.__name__}: order the queryset before slicing it")
        random.shuffle(self._result_cache)

    patch.setattr(QuerySet, "_fetch_all", fetch_in_any_order)
