"""What every page behind a personal link shares: whose it is, and that it is nobody else's."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from kenno.core.access import public, require
from kenno.core.exceptions import Gone
from kenno.people.models import User
from kenno.people.rules import needs_second_factor
from kenno.people.second_factor import was_given
from kenno.surveys import rules
from kenno.surveys.actions.links import open_link
from kenno.surveys.models import Interview, Invitation, Response, SurveyRound
from kenno.surveys.queries.answering import response_of

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


class InvitedRequest(HttpRequest):
    """A request from whoever holds a personal link.

    The session has no part in it, except for the link of an interview, which opens only together
    with the session of the coordinator who began it.
    """

    htmx: HtmxDetails


@dataclass
class Visit:
    """Who came by which link; `response` is their municipality's answer, if begun.

    `interview` is filled when a coordinator writes for who was invited. `only` is the primary key
    of the one practice that the link opens, when it came back to be mended; None when the link
    opens the whole answer.
    """

    token: str
    invitation: Invitation
    response: Response | None
    interview: Interview | None = None
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

    @property
    def by(self) -> User | None:
        """Who writes: the coordinator of an interview, else who was invited."""
        return self.interview.by if self.interview is not None else self.invitation.person

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
            "is_interview": self.interview is not None,
        }


View = Callable[Concatenate[InvitedRequest, Visit, P], R]


def invited(view: View[P, R]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Open a view by the token of a personal link, without an account.

    The page is kept by no cache and no search engine, and its address is told to no other site
    (the site's referrer policy). Raises Gone when the link does not work, or opens one practice.
    """
    return _by_link(view)


def written(view: View[P, R]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Open a view as `invited` does, and to the coordinator of an interview by their own link."""
    return _by_link(view, interviewers=True)


def mended(view: View[P, R]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Open a view of one practice (`pk`) as `invited` does, and by a link for mending it."""
    return _by_link(view, menders=True)


def written_or_mended(
    view: View[P, R],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Open a view of one practice (`pk`) by whatever link its text is written."""
    return _by_link(view, interviewers=True, menders=True)


def _by_link(
    view: View[P, R], *, interviewers: bool = False, menders: bool = False
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    @public
    @never_cache
    @wraps(view)
    def open_by_link(
        request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        opened = open_link(token)
        if opened.only is not None:
            _require_that_practice(opened.only, kwargs.get("pk") if menders else None)
        response = response_of(opened.invitation)
        visit = Visit(token, opened.invitation, response, opened.interview, opened.only)
        interview = visit.interview
        answer: HttpResponseBase
        if interview is not None and not _interviews(request, interview):
            # A page that leads to signing in, with the second factor, before it lets them go on;
            # a form that saves itself stays where it is.
            require(not getattr(request, "htmx", False), _("Kirjaudu uudelleen."))
            page = reverse("surveys:interview", args=[visit.invitation.pk])
            known = request.user.is_authenticated
            answer = redirect(page) if known else redirect_to_login(page)
        elif interview is not None and not interviewers:
            raise Http404
        else:
            answer = view(request, visit, *args, **kwargs)  # type: ignore[arg-type]
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return open_by_link


def _require_that_practice(only: int, asked: object) -> None:
    if asked is None:
        raise Gone(_("Kysely ei ole enää auki. Linkki avaa vain palautetun käytänteen."))
    if asked != only:
        raise Gone(_("Tätä tekstiä ei voi enää muuttaa."))


def _interviews(request: HttpRequest, interview: Interview) -> bool:
    """Tell whether the coordinator of an interview is signed in, with the second factor.

    Raises PermissionDenied for anybody else who has signed in.
    """
    person = request.user
    if not person.is_authenticated:
        return False
    require(person.pk == interview.by_id, _("Tämä on toisen koordinaattorin haastattelu."))
    if needs_second_factor(person) and not was_given(request):
        return False
    allowed = rules.can_interview(person, interview.invitation.recipient.municipality)
    require(allowed, _("Haastatella voivat maakunnan koordinaattorit."))
    return True
