"""The public side: list, page, print and files."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kenno.core.access import public
from kenno.core.exceptions import Gone
from kenno.places.queries import all_municipalities
from kenno.practices import rules
from kenno.practices.models import TITLE_LENGTH, Material, Practice
from kenno.practices.queries import finding, pages
from kenno.practices.queries.documents import KIND
from kenno.practices.queries.facts import page_parts
from kenno.practices.queries.inquiries import can_be_asked
from kenno.practices.queries.list_state import ListState
from kenno.practices.queries.structured_data import structured_data
from kenno.search import actions as search
from kenno.search.readers import is_by_person

WORDS_IN_MESSAGE = 200
ADDRESS_IN_MESSAGE = 500


@public
def practice_list(request: HttpRequest) -> HttpResponse:
    state = ListState.of(request.GET)
    result = finding.list_practices(state, language=get_language() or "fi")
    if state.page > max(1, result.pages):
        return redirect(f"{request.path}?{state.query(page=result.pages)}")
    if state.text and state.page == 1 and "HX-Request" not in request.headers:
        _note(request, state, result)
    paginator = Paginator(range(result.total), finding.PRACTICES_ON_PAGE)
    context = {
        "result": result,
        "state": state,
        "page": paginator.get_page(state.page),
        "state_query": state.query(),
        "orders": state.order_links(own=pages.own_municipality_code(request.user)),
        "municipalities": all_municipalities() if state.order == "alike" else (),
        "all_url": request.path,
        "ask_url": _feedback_address(request, _("Kaipaan tällaista käytännettä: %(words)s.")),
        "tell_url": _tip_address(request),
    }
    return render(request, "practices/list.html", context)


def _note(request: HttpRequest, state: ListState, result: finding.PracticeList) -> None:
    if is_by_person(request):
        language = get_language() or "fi"
        search.note_search(result.answer, text=state.text, kind=KIND, language=language)


def _feedback_address(request: HttpRequest, message: str) -> str:
    """Return the address of the feedback form with a message about this search begun."""
    words = request.GET.get("q", "").strip()[:WORDS_IN_MESSAGE]
    begun = message % {"words": words} if words else ""
    page = request.get_full_path()[:ADDRESS_IN_MESSAGE]
    return f"{reverse('pages:feedback')}?{urlencode({'viesti': begun, 'sivu': page})}"


def _tip_address(request: HttpRequest) -> str:
    """Return the address where anybody may tell of a practice, its name begun from this search."""
    words = request.GET.get("q", "").strip()[:TITLE_LENGTH]
    address = reverse("surveys:tip")
    return f"{address}?{urlencode({'nimi': words})}" if words else address


def _published(slug: str) -> Practice:
    practice = pages.published_practice(slug)
    if practice is not None:
        return practice
    if pages.was_published(slug):
        raise Gone(_("Tämä käytänne on arkistoitu. Se ei ole enää luettavissa."))
    raise Http404


@public
def practice(request: HttpRequest, slug: str) -> HttpResponse:
    shown = _published(slug)
    parts = page_parts(shown)
    context = {
        **parts,
        "can_ask": can_be_asked(shown, parts["contact"]),
        "is_page": True,
        "adaptations": pages.adaptations_of(shown),
        "similar": finding.similar_practices(shown, language=get_language() or "fi"),
        "structured_data": structured_data(shown),
        "is_preview": False,
        "can_write": rules.can_write(request.user, shown),
        "can_confirm": rules.can_confirm(request.user, shown),
    }
    return render(request, "practices/practice.html", context)


@public
def print_practice(request: HttpRequest, slug: str) -> HttpResponse:
    shown = _published(slug)
    context = {**page_parts(shown), "address": settings.BASE_URL + shown.get_absolute_url()}
    return render(request, "practices/print.html", context)


@public
def material(request: HttpRequest, pk: int) -> FileResponse:
    row = get_object_or_404(Material.objects.select_related("practice").exclude(file=""), pk=pk)
    if not rules.can_open_material(request.user, row.practice):
        raise PermissionDenied(_("Tiedosto kuuluu luonnokseen, jota ei ole julkaistu."))
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=row.download_name)
