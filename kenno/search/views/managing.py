"""Changing and stopping a saved search: from a link in its mail, and in the workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import public, require
from kenno.people.models import User
from kenno.search import actions, mails, rules
from kenno.search.enums import Frequency
from kenno.search.forms import FrequencyForm
from kenno.search.models import SavedSearch

SEARCHES_ON_PAGE = 20


@dataclass(frozen=True)
class ShownSearch:
    """A saved search as its owner sees it."""

    saved: SavedSearch
    description: str
    address: str
    form: FrequencyForm

    @property
    def is_stopped(self) -> bool:
        return self.saved.stopped_at is not None


def _shown(saved_searches: Sequence[SavedSearch]) -> list[ShownSearch]:
    language = get_language() or "fi"
    descriptions = mails.descriptions(saved_searches, language)
    return [
        ShownSearch(saved, description, mails.search_address(saved, language), _form(saved))
        for saved, description in zip(saved_searches, descriptions, strict=True)
    ]


def _form(saved: SavedSearch) -> FrequencyForm:
    form = FrequencyForm(initial={"frequency": saved.frequency}, auto_id=f"saved_{saved.pk}_%s")
    form.show_required = False  # type: ignore[attr-defined]
    return form


@public
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, as scanners of mail open links; stop on POST.

    Mail programs post here without cookies or our form (RFC 8058): the link itself is what shows
    that they may.
    """
    saved = actions.saved_search_of_link(token)
    if request.method == "POST":
        actions.stop(saved=saved, by=saved.owner)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(_("Lopetettu.") + "\n", content_type="text/plain; charset=utf-8")
        return redirect("search:manage", token)
    [shown] = _shown([saved])
    return render(request, "search/stop.html", {"token": token, "shown": shown})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Show one saved search to whoever got its mail, and change it."""
    saved = actions.saved_search_of_link(token)
    if request.method == "POST":
        _change(request, saved, by=saved.owner)
        return redirect("search:manage", token)
    [shown] = _shown([saved])
    return render(request, "search/manage.html", {"token": token, "shown": shown})


@require_safe
def saved_searches(request: HttpRequest) -> HttpResponse:
    """List the person's own saved searches."""
    found = SavedSearch.objects.of(cast(User, request.user))
    page = Paginator(found, SEARCHES_ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "searches": _shown(list(page))}
    return render(request, "search/saved_searches.html", context)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change, stop or resume one of the person's own saved searches."""
    saved = get_object_or_404(SavedSearch, pk=pk)
    require(rules.can_change(request.user, saved), _("Tämä hakuvahti on jonkun toisen."))
    _change(request, saved, by=cast(User, request.user))
    return redirect("search:saved_searches")


def _change(request: HttpRequest, saved: SavedSearch, *, by: User | None) -> None:
    match request.POST.get("do"):
        case "stop":
            actions.stop(saved=saved, by=by)
            messages.success(request, _("Lopetettu. Et saa enää viestejä tästä hausta."))
        case "resume":
            actions.resume(saved=saved, by=by)
            messages.success(request, _("Jatkuu. Kerromme taas uusista tuloksista."))
        case _other:
            form = FrequencyForm(request.POST)
            if form.is_valid():
                frequency = Frequency(form.cleaned_data["frequency"])
                actions.change_frequency(saved=saved, frequency=frequency, by=by)
                messages.success(request, _("Muutettu."))
