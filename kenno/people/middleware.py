from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from kenno.people import rules
from kenno.people.queries.second_factor import has_second_factor
from kenno.people.second_factor import NEXT_KEY, was_given

GetResponse = Callable[[HttpRequest], HttpResponse]


class SecondFactorMiddleware:
    """Keep whoever needs a second factor, and has not given it in this session, outside.

    The rules then know none of the person's staff roles, so that public pages show nothing more
    than to others; every other page leads to giving the second factor, or to setting it up.
    """

    SETTING_UP = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"})
    GIVING = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        person = request.user
        if (
            not person.is_authenticated
            or was_given(request)
            or not rules.needs_second_factor(person)
        ):
            return None
        rules.set_staff_roles_aside(person)
        if not getattr(view, "login_required", True):
            return None
        has_one = has_second_factor(person)
        match = request.resolver_match
        if match and match.view_name in (self.GIVING if has_one else self.SETTING_UP):
            return None
        return self._lead(request, "mfa_reauthenticate" if has_one else "mfa_index")

    def _lead(self, request: HttpRequest, name: str) -> HttpResponse:
        wanted = self._wanted(request)
        # Setting up takes several pages: where to go then is kept beside them.
        request.session[NEXT_KEY] = wanted
        address = f"{reverse(name)}?{urlencode({'next': wanted})}"
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(address)
        return redirect(address)

    @staticmethod
    def _wanted(request: HttpRequest) -> str:
        htmx = getattr(request, "htmx", None)
        if htmx:
            return htmx.current_url_abs_path or reverse(settings.LOGIN_REDIRECT_URL)
        if request.method in ("GET", "HEAD"):
            return request.get_full_path()
        return reverse(settings.LOGIN_REDIRECT_URL)
