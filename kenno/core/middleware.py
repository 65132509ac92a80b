from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from kenno.core.exceptions import Refusal

GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere, the CMS's own looser one under its path."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(settings.CMS_PATH):
            response._csp_config = settings.CMS_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return super().process_response(request, response)


class RequestSizeMiddleware:
    """Refuse a request body over MAXIMUM_REQUEST_BYTES before any of it is parsed or stored.

    Up to DISCARDED_BYTES of the body are read and thrown away: a browser shows the answer only
    once it has sent everything. A larger body is cut off.
    """

    DISCARDED_BYTES = 4 * settings.MAXIMUM_REQUEST_BYTES
    CHUNK_BYTES = 64 * 1024

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        if size <= settings.MAXIMUM_REQUEST_BYTES:
            return self.get_response(request)
        self._discard(request, size)
        message = _(
            "Lähetys on liian suuri (%(size)s). Yhdellä kertaa voi lähettää enintään %(maximum)s. "
            "Lähetä tiedostot yksi kerrallaan tai pienennä niitä."
        ) % {
            "size": filesizeformat(size),
            "maximum": filesizeformat(settings.MAXIMUM_REQUEST_BYTES),
        }
        response = render(request, "core/errors/413.html", {"message": message}, status=413)
        response["Connection"] = "close"
        return response

    def _discard(self, request: HttpRequest, size: int) -> None:
        left = size if size <= self.DISCARDED_BYTES else 0
        while left > 0:
            chunk = request.read(min(left, self.CHUNK_BYTES))
            if not chunk:
                break
            left -= len(chunk)


class ConflictMiddleware:
    """Show a Refusal (conflict, gone, not possible) as a page: what happened and what next."""

    def __init__(self, get_response: GetResponse) -> None:
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
