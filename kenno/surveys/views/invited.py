"""What every page behind a personal link shares: whose it is, and that it is nobody else's."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from kenno.core.access import public
from kenno.core.exceptions import Gone
from kenno.surveys.actions.links import invitation_of_link, open_link
from kenno.surveys.models import Invitation, Response, SurveyRound
from kenno.surveys.queries.answering import response_of

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


class InvitedRequest(HttpRequest):
    """A request from whoever holds a personal link; the session has no part in it."""

    htmx: HtmxDetails


@dataclass
class Visit:
    """Who came by which link; `response` is their municipality's answer, if begun.

    `only` is the primary key of the one practice that the link opens, when it came back to be
    mended; None when the link opens the whole answer.
    """

    token: str
    invitation: Invitation
    response: Response | None
    only: int | None = None

    @property
    def survey(self) -> SurveyRound:
        return self.invitation.recipient.round

    @property
    def begun(self) -> Response:
        """The answer; raise Http404 when nobody has begun it, or this invitation has not."""
        if self.response is None:
            raise Http404
        return self.response

    def url(self, name: str, *arguments: Any) -> str:
        """Return the address of a page behind this link."""
        return reverse(f"surveys:{name}", args=[self.token, *arguments])

    @property
    def context(self) -> dict[str, Any]:
        """What every template of these pages gets."""
        return {
            "token": self.token,
            "invitation": self.invitation,
            "survey": self.survey,
            "response": self.response,
            "municipality": self.invitation.recipient.municipality,
            "is_trial": self.invitation.recipient.source == "trial",
            "is_mending": self.only is not None,
        }


View = Callable[Concatenate[InvitedRequest, Visit, P], R]


def invited(view: View[P, R]) -> Callable[Concatenate[HttpRequest, str, P], R]:
    """Open a view by the token of a personal link, without an account.

    The page is kept by no cache and no search engine, and its address is told to no other site
    (the site's referrer policy). Raises Gone when the link does not work, or opens one practice.
    """

    @wraps(view)
    def open_by_link(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> R:
        found = invitation_of_link(token)
        visit = Visit(token, found, response_of(found))
        return view(request, visit, *args, **kwargs)  # type: ignore[arg-type]

    return _personal(open_by_link)


def invited_to_mend(view: View[P, R]) -> Callable[Concatenate[HttpRequest, str, P], R]:
    """Open a view of one practice (`pk`) by a link to the answer, or by one to that practice."""

    @wraps(view)
    def open_by_link(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> R:
        opened = open_link(token)
        if opened.only not in (None, kwargs.get("pk")):
            raise Gone(_("Tätä tekstiä ei voi enää muuttaa."))
        visit = Visit(token, opened.invitation, response_of(opened.invitation), opened.only)
        return view(request, visit, *args, **kwargs)  # type: ignore[arg-type]

    return _personal(open_by_link)


def _personal(
    view: Callable[Concatenate[HttpRequest, str, P], R],
) -> Callable[Concatenate[HttpRequest, str, P], R]:
    @public
    @never_cache
    @wraps(view)
    def answer_privately(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> R:
        answer = view(request, token, *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return answer_privately
