from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils._os import safe_join

from kenno.core import workspace
from kenno.core.access import public
from kenno.core.gallery import gallery_context


@public
def health(request: HttpRequest) -> JsonResponse:
    """Answer probes: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def workspace_home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person who signed in, and what is theirs."""
    context = {"waiting": workspace.waiting_for(request), "panels": workspace.panels_for(request)}
    return render(request, "core/workspace.html", context)


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with example content; the accessibility tests walk this page."""
    response = render(request, "core/gallery.html", gallery_context())
    response["X-Robots-Tag"] = "noindex"
    return response


@public
def image_file(request: HttpRequest, path: str) -> FileResponse:
    """Serve a picture made for the pages; originals and other files are not reachable here."""
    file = Path(safe_join(Path(settings.MEDIA_ROOT) / "images", path))
    if not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"))
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/errors/403.html", {"message": str(exception)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "core/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Draw the page without the request, because whatever failed may be what the request needs."""
    return HttpResponse(render_to_string("core/errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "core/errors/csrf.html", status=403)
