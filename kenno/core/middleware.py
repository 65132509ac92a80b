from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from kenno.core.exceptions import Refusal


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere, the CMS's own looser one under its path."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(settings.CMS_PATH):
            response._csp_config = settings.CMS_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return super().process_response(request, response)


class ConflictMiddleware:
    """Show a Refusal (conflict, gone, not possible) as a page that says what happened and what next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return render(
            request,
            f"core/errors/{exception.status}.html",
            {"message": exception.message},
            status=exception.status,
        )
