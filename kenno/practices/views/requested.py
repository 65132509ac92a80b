"""What every page behind the personal link to a draft shares."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from kenno.core.access import public
from kenno.practices.actions.requests import request_of_link
from kenno.practices.models import DraftRequest, Practice

P = ParamSpec("P")


@dataclass(frozen=True)
class DraftVisit:
    """Who came by which link; the session has no part in it."""

    token: str
    asked: DraftRequest

    @property
    def practice(self) -> Practice:
        return self.asked.practice

    def url(self, name: str, *arguments: Any) -> str:
        """Return the address of a page behind this link."""
        return reverse(f"practices:{name}", args=[self.token, *arguments])

    @property
    def context(self) -> dict[str, Any]:
        """What every template of these pages gets."""
        return {
            "token": self.token,
            "asked": self.asked,
            "practice": self.practice,
            "municipality": self.practice.municipality,
        }


View = Callable[Concatenate[HttpRequest, DraftVisit, P], HttpResponse]


def requested(view: View[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Open a view by the token of a personal link to a draft, without an account.

    The page is kept by no cache and no search engine. Raises Gone when the link does not work.
    """

    @public
    @never_cache
    @wraps(view)
    def open_by_link(
        request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        answer = view(request, DraftVisit(token, request_of_link(token)), *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return open_by_link
