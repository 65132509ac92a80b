from typing import cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.sitemaps import views as sitemap_views
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import uri_to_iri
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page, Site

from kenno.core.access import public, require
from kenno.core.guards import new_stamp
from kenno.pages import actions, limits, queries, rules
from kenno.pages.addresses import own_path
from kenno.pages.forms import FeedbackForm
from kenno.pages.models import MESSAGE_LENGTH, Feedback, SitePage
from kenno.pages.sitemaps import SECTIONS
from kenno.people.models import User

FEEDBACK_ON_PAGE = 20


@public
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Show a page; one without a translation is shown in its own language, and says so.

    No page can be made private (SitePage), so that Wagtail's check of it costs no query here.
    """
    found = Page.find_for_request(request, path) or _page_elsewhere(request, path)
    if not isinstance(found, SitePage):
        raise Http404
    address = found.addresses[get_language() or "fi"]
    if uri_to_iri(address) != request.path:
        return redirect(address)
    return found.serve(request)


def _page_elsewhere(request: HttpRequest, path: str) -> Page | None:
    """Find the path below another language's front page, as the language switch may lead there."""
    site = Site.find_for_request(request)
    parts = [part for part in path.split("/") if part]
    homes = site.root_page.get_translations(inclusive=True).live() if site else Page.objects.none()
    for home in homes.order_by("path"):
        try:
            return home.specific.route(request, parts).page
        except Http404:
            continue
    return None


@public
def sign_in_to_cms(request: HttpRequest) -> HttpResponse:
    """Lead to our own sign-in; who is signed in and comes here may not enter the page editor."""
    if request.user.is_authenticated:
        raise PermissionDenied(_("Sivujen muokkaamiseen tarvitaan ylläpitäjän antama oikeus."))
    return redirect_to_login(reverse("wagtailadmin_home"))


@public
def feedback(request: HttpRequest) -> HttpResponse:
    host = request.get_host()
    if request.method != "POST":
        begun = {
            "message": request.GET.get("viesti", "")[:MESSAGE_LENGTH],
            "page": _page_of_interest(request),
            "stamp": new_stamp(),
        }
        form = FeedbackForm(host=host, initial=begun)
        return render(request, "pages/feedback.html", {"form": form})
    form = FeedbackForm(request.POST, host=host)
    status = 422
    if form.is_valid():
        if limits.may_write(get_adapter().get_client_ip(request)):
            given = actions.give_feedback(
                stamp=form.cleaned_data["stamp"],
                message=form.cleaned_data["message"],
                page=form.cleaned_data["page"],
                email=form.cleaned_data["email"],
                language=get_language() or "fi",
            )
            return redirect(_with_page(reverse("pages:feedback_thanks"), given.page))
        form.add_error(
            None,
            _("Tästä osoitteesta on tullut jo monta palautetta. Yritä tunnin päästä."),
        )
        status = 429
    return render(request, "pages/feedback.html", {"form": form}, status=status)


def _page_of_interest(request: HttpRequest) -> str:
    """Return the page that the reader came from, if it is one of ours."""
    host = request.get_host()
    asked = request.GET.get("sivu", "")
    if asked:
        return own_path(asked, host)
    return own_path(request.headers.get("referer", ""), host).partition("?")[0]


def _with_page(address: str, path: str) -> str:
    return f"{address}?{urlencode({'sivu': path})}" if path else address


@public
@require_safe
def feedback_thanks(request: HttpRequest) -> HttpResponse:
    back = own_path(request.GET.get("sivu", ""), request.get_host())
    return render(request, "pages/feedback_thanks.html", {"back": back})


def _feedback_reader(request: HttpRequest) -> User:
    person = request.user
    require(rules.can_read_feedback(person), _("Palautteen lukevat koordinaattorit."))
    return cast(User, person)


@require_safe
def feedback_list(request: HttpRequest) -> HttpResponse:
    _feedback_reader(request)
    answered = Paginator(queries.answered_feedback(), FEEDBACK_ON_PAGE)
    context = {
        "waiting": queries.waiting_feedback(),
        "page": answered.get_page(request.GET.get("page")),
    }
    return render(request, "pages/feedback_list.html", context)


def feedback_panel(request: HttpRequest) -> SafeString | None:
    """Draw the part of the workspace's front page that says how much feedback waits."""
    waiting = list(queries.waiting_feedback())
    if not waiting:
        return None
    context = {"waiting": len(waiting), "oldest": waiting[0]}
    return render_to_string("pages/feedback_panel.html", context, request)


@require_POST
def mark_answered(request: HttpRequest, pk: int) -> HttpResponse:
    reader = _feedback_reader(request)
    actions.mark_answered(feedback=get_object_or_404(Feedback, pk=pk), by=reader)
    messages.success(request, _("Palaute on merkitty vastatuksi."))
    return redirect("pages:feedback_list")


@public
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return sitemap_views.index(request, SECTIONS, sitemap_url_name="pages:sitemap_section")


@public
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap_views.sitemap(request, SECTIONS, section)


@public
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    closed = [path for code, _name in settings.LANGUAGES for path in _closed_to_robots(code)]
    context = {"closed": closed, "sitemap": request.build_absolute_uri(reverse("pages:sitemap"))}
    return render(request, "pages/robots.txt", context, content_type="text/plain; charset=utf-8")


def _closed_to_robots(language: str) -> list[str]:
    with translation.override(language):
        return [reverse("core:workspace"), reverse("account_login")]
