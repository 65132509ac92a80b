"""Asking about a practice: the form is the people's, what it is about is ours."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kenno.core.access import public
from kenno.core.exceptions import Gone
from kenno.people.actions import About
from kenno.people.views.inquiries import inquiry_page
from kenno.practices.queries import pages
from kenno.practices.queries.inquiries import receiver_of


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask about a published practice; of one that was archived meanwhile the typed text stays."""
    heading = _("Kysy tästä käytänteestä")
    shown = pages.published_for_question(slug)
    if shown is not None:
        about = About(title=shown.title, path=shown.get_absolute_url())
        return inquiry_page(request, receiver=receiver_of(shown), about=about, heading=heading)
    if not pages.was_published(slug):
        raise Http404
    gone = _("Tämä käytänne on arkistoitu. Se ei ole enää luettavissa.")
    if request.method != "POST":
        raise Gone(gone)
    about = About(title=slug, path=request.path)
    return inquiry_page(request, receiver=None, about=about, heading=heading, gone=gone)
